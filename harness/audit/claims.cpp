#include "audit/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "scenario/fields.hpp"
#include "yaml/reader.hpp"

namespace pgreach::audit {
namespace {

using Key = std::tuple<std::string, std::string, int>;  // from, to, port

void read_side(scenario::Fields& fields, const char* side, Verdict verdict, const std::string& to, int port,
               std::vector<Claim>& claims) {
    for (const auto& [from, mark] : fields.words(side)) claims.push_back({from, to, port, verdict, mark});
}

void read_claim(const yaml::Node& item, scenario::Complaints& complaints, std::vector<Claim>& claims) {
    scenario::Fields fields(item, "a claim of an audit", complaints);
    const std::string to = fields.text("to");
    const auto port = fields.optional_integer("port");
    if (item.kind == yaml::Kind::map && (fields.find("port") == nullptr || port == 0)) {
        complaints.error(fields.mark_of("port"), "a claim needs a port from 1 to 65535", "for example port: 5432");
    }
    if (item.kind == yaml::Kind::map && fields.find("allow") == nullptr && fields.find("deny") == nullptr) {
        complaints.error(item.mark, "a claim needs the key 'allow' or 'deny'", "say who is let in, and who is not");
    }
    read_side(fields, "allow", Verdict::allow, to, port.value_or(0), claims);
    read_side(fields, "deny", Verdict::deny, to, port.value_or(0), claims);
    fields.finish();
}

// The claim that is nearest to a flow; null where there is none.
const Claim* find_claim(const std::map<Key, const Claim*>& claims, const Report& report, const AuditFlow& flow) {
    const std::string& group = report.plan.peers[flow.peer].group;
    for (const auto& to : {flow.flow.to, flow.to_group}) {
        for (const auto& from : {flow.flow.from, group}) {
            const auto found = claims.find({from, to, flow.flow.port});
            if (found != claims.end()) return found->second;
        }
    }
    return nullptr;
}

std::string place_of(const Claims& claims, const Claim& claim) {
    return fmt::format("{}:{}:{}", claims.source->name, claim.mark.line, claim.mark.column);
}

void judge_flow(const Claims& claims, const Claim& claim, JudgedFlow& judged, Report& report) {
    const AuditFlow& flow = report.plan.flows[judged.flow];
    judged.claim = claim.verdict;
    const auto wanted = claim.verdict == Verdict::allow ? Observed::open : Observed::closed;
    const auto observed = judged.conclusion.observed;
    if (observed == wanted || observed == Observed::unclear) return;
    judged.breaks_claim = true;
    report.findings.push_back(
        {Weight::finding, "claim-broken",
         fmt::format("{} is {}, claimed {} ({}); predicted: {}", pgreach::describe(flow.flow),
                     observed == Observed::open ? "open" : "closed", claim.verdict == Verdict::allow ? "allow" : "deny",
                     place_of(claims, claim), prediction_of(flow))});
}

}  // namespace

Claims read_claims(const SourcePtr& source) {
    Claims claims{source, {}, {}};
    auto read = yaml::read(source);
    scenario::Complaints complaints(source);
    complaints.add(read.diagnostics);
    if (read.documents.size() != 1) {
        if (!complaints.any()) {
            complaints.error({}, "a file of claims has one document", "pgreach audit --write-claims makes one");
        }
    } else {
        scenario::Fields fields(read.documents[0], "a file of claims", complaints);
        fields.require("claims");
        for (const auto& item : fields.list("claims")) read_claim(item, complaints, claims.claims);
        fields.finish();
    }
    std::map<Key, Mark> known;
    for (const auto& claim : claims.claims) {
        const auto [first, added] = known.try_emplace({claim.from, claim.to, claim.port}, claim.mark);
        if (added) continue;
        complaints.error(claim.mark, fmt::format("{} → {}:{} is claimed already in line {}", claim.from, claim.to,
                                                 claim.port, first->second.line));
    }
    claims.diagnostics = complaints.take();
    return claims;
}

void judge_claims(const Claims& claims, Report& report) {
    report.has_claims = true;
    std::map<Key, const Claim*> by_key;
    for (const auto& claim : claims.claims) by_key[{claim.from, claim.to, claim.port}] = &claim;
    std::set<const Claim*> used;
    for (auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        if (flow.asked != Asked::database) continue;
        if (const Claim* claim = find_claim(by_key, report, flow)) {
            used.insert(claim);
            judge_flow(claims, *claim, judged, report);
        } else if (judged.conclusion.observed == Observed::open) {
            report.findings.push_back(
                {Weight::finding, "not-claimed",
                 pgreach::describe(flow.flow) + " is open, and no claim allows it; predicted: " + prediction_of(flow)});
        }
    }
    for (const auto& claim : claims.claims) {
        if (used.count(&claim) != 0) continue;
        report.findings.push_back({Weight::note, "claim-unused",
                                   fmt::format("{}: no flow from {} to {}:{} was tried", place_of(claims, claim),
                                               claim.from, claim.to, claim.port)});
    }
}

}  // namespace pgreach::audit
