#include "scenario/claims.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "scenario/who.hpp"

namespace pgreach::scenario {
namespace {

bool is_rest(const Words& words) {
    return words.size() == 1 && words[0].first == "rest";
}

// Who is named on one side of a claim: named twice is an error, `rest` is filled from the other side.
struct Sides {
    std::vector<Named> allow;
    std::vector<Named> deny;
};

Sides read_sides(Fields& fields, const Who& who, const Participants& participants, Mark mark, Complaints& complaints) {
    const Words allow = fields.words("allow");
    const Words deny = fields.words("deny");
    Sides sides;
    if (fields.find("allow") == nullptr && fields.find("deny") == nullptr) {
        complaints.error(mark, "a claim needs the key 'allow' or 'deny'", "say who is let in, and who is not");
    }
    if (is_rest(allow) && is_rest(deny)) complaints.error(mark, "only one side of a claim can be 'rest'");
    if (!is_rest(allow)) sides.allow = who.members(allow);
    if (!is_rest(deny)) sides.deny = who.members(deny);
    who.report_duplicates("peer", {&sides.allow, &sides.deny});
    if (is_rest(allow) == is_rest(deny)) return sides;
    const auto& named = is_rest(allow) ? sides.deny : sides.allow;
    auto& rest = is_rest(allow) ? sides.allow : sides.deny;
    std::set<std::string> names;
    for (const auto& member : named) names.insert(member.name);
    for (const auto& member : participants.members) {
        if (!names.contains(member.endpoint.name)) rest.push_back({member.endpoint.name, mark});
    }
    return sides;
}

// "2 flows without a claim: a → b:1, c → d:2": some of them by name.
void complain_of_flows(const std::vector<Flow>& flows, const std::string& what, Mark mark, const std::string& remedy,
                       Complaints& complaints) {
    if (flows.empty()) return;
    const std::string count = std::to_string(flows.size()) + (flows.size() == 1 ? " flow " : " flows ");
    complaints.error(mark, count + what + ": " + name_some(flows), remedy);
}

// One item of `claims`, added to those before it.
void add_claim(const yaml::Node& item, const Who& who, const Participants& participants, Complaints& complaints,
               std::map<Flow, Verdict>& claims) {
    Fields fields(item, "a claim", complaints);
    fields.require("to");
    const auto to = who.targets(fields.words("to"));
    const auto ports = who.ports(fields);
    const auto protocols = who.protocols(fields);
    const Sides sides = read_sides(fields, who, participants, item.mark, complaints);
    fields.finish();
    size_t count = 0;
    std::vector<Flow> twice;
    const auto add = [&](const std::vector<Named>& from, Verdict verdict) {
        for (const auto& flow : who.flows(from, to, ports, protocols)) {
            ++count;
            if (!claims.emplace(flow, verdict).second) twice.push_back(flow);
        }
    };
    add(sides.allow, Verdict::allow);
    add(sides.deny, Verdict::deny);
    complain_of_flows(twice, "claimed already, above", item.mark, "say it once", complaints);
    if (count == 0 && !complaints.any()) {
        complaints.error(item.mark, "this claim is about no flow", "nobody probes itself, and only targets are probed");
    }
}

}  // namespace

std::map<Flow, Verdict> expand_claims(const yaml::Node& list, const Participants& participants,
                                      const std::vector<Flow>& planned, Complaints& complaints) {
    std::map<Flow, Verdict> claims;
    if (list.kind != yaml::Kind::list) complaints.error(list.mark, "'claims' must be a list");
    const Who who(participants, planned, complaints);
    for (const auto& item : list.items) add_claim(item, who, participants, complaints, claims);
    if (complaints.any()) return claims;  // a gap may only follow from another mistake
    std::vector<Flow> missing;
    std::copy_if(planned.begin(), planned.end(), std::back_inserter(missing),
                 [&](const Flow& flow) { return !claims.contains(flow); });
    complain_of_flows(missing, "without a claim", list.mark,
                      "say 'allow' or 'deny' for each; 'deny: rest' means all others", complaints);
    return claims;
}

std::set<Flow> expand_flows(const std::vector<yaml::Node>& items, const Participants& participants,
                            const std::vector<Flow>& planned, Complaints& complaints) {
    std::set<Flow> flows;
    const Who who(participants, planned, complaints);
    for (const auto& item : items) {
        Fields fields(item, "a flow of a known defect", complaints);
        const auto words = fields.words("from");
        const auto from = who.members(words.empty() ? Words{{"all", item.mark}} : words);
        fields.require("to");
        const auto to = who.targets(fields.words("to"));
        const auto ports = who.ports(fields);
        const auto protocols = who.protocols(fields);
        fields.finish();
        const auto meant = who.flows(from, to, ports, protocols);
        if (meant.empty() && !complaints.any()) complaints.error(item.mark, "there is no such flow");
        flows.insert(meant.begin(), meant.end());
    }
    return flows;
}

}  // namespace pgreach::scenario
