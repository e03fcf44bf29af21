#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "audit/claims.hpp"

namespace pgreach::audit {
namespace {

struct Seen {
    std::optional<Verdict> verdict = {};  // nothing where it was unclear
    std::string by = {};
};

// What one name may claim of another on one port.
struct Entry {
    std::map<std::string, Seen> allow = {};
    std::map<std::string, Seen> deny = {};
    std::set<std::string> unclear = {};

    void add(const std::string& from, const Seen& seen) {
        if (!seen.verdict) {
            unclear.insert(from);
        } else {
            (*seen.verdict == Verdict::allow ? allow : deny).emplace(from, seen);
        }
    }
};
using Entries = std::map<std::pair<std::string, int>, Entry>;

Seen seen_of(const Report& report, size_t index, const AuditFlow& flow) {
    Seen seen{{}, flow.decision.deciding().by};
    if (report.flows.empty()) {
        seen.verdict = flow.decision.verdict();
    } else if (report.flows[index].conclusion.observed != Observed::unclear) {
        const bool open = report.flows[index].conclusion.observed == Observed::open;
        seen.verdict = open ? Verdict::allow : Verdict::deny;
    }
    return seen;
}

// Of a database as a whole where all its instances are alike in it, else of each.
Entries entries_of(const Report& report) {
    using Group = std::tuple<std::string, std::string, int>;
    std::map<Group, std::vector<std::pair<const AuditFlow*, Seen>>> groups;
    for (size_t i = 0; i < report.plan.flows.size(); ++i) {
        const AuditFlow& flow = report.plan.flows[i];
        if (flow.asked != Asked::database) continue;
        groups[{report.plan.peers[flow.peer].group, flow.to_group, flow.flow.port}].emplace_back(
            &flow, seen_of(report, i, flow));
    }
    Entries entries;
    for (const auto& [group, flows] : groups) {
        const auto& [from, to, port] = group;
        const auto& first = flows.front().second;
        const bool alike = std::all_of(flows.begin(), flows.end(),
                                       [&](const auto& flow) { return flow.second.verdict == first.verdict; });
        if (alike) entries[{to, port}].add(from, first);
        for (const auto& [flow, seen] : flows) {
            if (!alike) entries[{flow->flow.to, port}].add(flow->flow.from, seen);
        }
    }
    return entries;
}

// A plain scalar, or quoted where YAML would take it for something else.
std::string scalar(const std::string& name) {
    const auto plain = [](char letter) {
        return (std::isalnum(static_cast<unsigned char>(letter)) != 0) || letter == '/' || letter == '-' ||
               letter == '.' || letter == ' ' || letter == '_';
    };
    const bool safe = !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
                      name.find('/') != std::string::npos && std::all_of(name.begin(), name.end(), plain);
    return safe ? name : '"' + name + '"';
}

std::string side_text(const char* side, const std::map<std::string, Seen>& names) {
    if (names.empty()) return {};
    std::string text = fmt::format("    {}:\n", side);
    for (const auto& [name, seen] : names) {
        text += "      - " + scalar(name);
        if (!seen.by.empty()) text += "  # by " + seen.by;
        text += "\n";
    }
    return text;
}

}  // namespace

std::string write_claims(const Report& report) {
    std::string text =
        "# Who reaches which database, written by `pgreach audit --write-claims`"
        " and held to by `pgreach audit --claims`.\n"
        "# \"cluster NAMESPACE/NAME\" stands for all its instances; what is behind a # is the policy that decided "
        "then.\n";
    if (report.flows.empty()) text += "# As predicted from the policies (--dry-run): nothing was tried.\n";
    std::string listed;
    std::string unclear;
    for (const auto& [where, entry] : entries_of(report)) {
        for (const auto& from : entry.unclear) {
            unclear += fmt::format("# could not be told: {} to {}:{}\n", from, where.first, where.second);
        }
        if (entry.allow.empty() && entry.deny.empty()) continue;
        listed += fmt::format("  - to: {}\n    port: {}\n", scalar(where.first), where.second);
        listed += side_text("allow", entry.allow) + side_text("deny", entry.deny);
    }
    return text + unclear + (listed.empty() ? "claims: []\n" : "claims:\n" + listed);
}

}  // namespace pgreach::audit
