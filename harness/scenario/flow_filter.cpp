#include "scenario/flow_filter.hpp"

#include <algorithm>
#include <functional>

#include "base/text.hpp"

namespace pgreach::scenario {
namespace {

// What all participants of the scenarios have of something, each once, in their order.
std::vector<std::string> all_of(const std::vector<Scenario>& scenarios,
                                const std::function<std::vector<std::string>(const Participants&)>& has) {
    std::vector<std::string> all;
    for (const auto& scenario : scenarios) {
        for (auto& one : has(scenario.participants)) {
            if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
        }
    }
    return all;
}

std::vector<std::string> targets_of(const Participants& participants) {
    return participants.targets();
}

std::vector<std::string> ports_of(const Participants& participants) {
    std::vector<std::string> ports;
    for (const auto& member : participants.members) {
        if (!member.target()) continue;
        for (const auto& port : participants.ports_of(member)) ports.push_back(std::to_string(port.number));
    }
    return ports;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<void> check_word(const std::string& word, const std::vector<Scenario>& scenarios) {
    if (word.empty()) return {};
    const auto known = all_of(scenarios, [](const Participants& participants) { return participants.vocabulary(); });
    if (contains(known, word)) return {};
    const auto meant = nearest(word, known);
    return Error{ErrorKind::no_match, "no selected scenario has a participant or group '" + word + "'",
                 meant ? "did you mean '" + *meant + "'?" : "there are " + enumerate(known)};
}

}  // namespace

std::vector<Flow> planned_flows(const Participants& participants, const FlowFilter& filter) {
    const auto from = participants.resolve(filter.from.empty() ? "all" : filter.from);
    const auto to = participants.resolve(filter.to.empty() ? "all" : filter.to);
    const std::set<std::string> peers(from.begin(), from.end());
    const std::set<std::string> targets(to.begin(), to.end());
    auto flows = plan(participants);
    std::erase_if(flows, [&](const Flow& flow) {
        return !peers.contains(flow.from) || !targets.contains(flow.to) ||
               (filter.port != 0 && filter.port != flow.port);
    });
    return flows;
}

Result<void> check(const FlowFilter& filter, const std::vector<Scenario>& scenarios) {
    for (const auto& word : {filter.from, filter.to}) {
        if (auto known = check_word(word, scenarios); !known) return known;
    }
    const auto any = [&](const FlowFilter& part) {
        return std::any_of(scenarios.begin(), scenarios.end(), [&](const Scenario& scenario) {
            return !planned_flows(scenario.participants, part).empty();
        });
    };
    if (any(filter)) return {};
    if (!any({.to = filter.to})) {
        return Error{ErrorKind::usage, "'" + filter.to + "' is no target, so nobody probes it",
                     "the targets are " + enumerate(all_of(scenarios, targets_of))};
    }
    if (!any({.port = filter.port})) {
        return Error{ErrorKind::usage, "no target has a port " + std::to_string(filter.port),
                     "there are " + enumerate(all_of(scenarios, ports_of))};
    }
    return Error{ErrorKind::no_match,
                 "the selected scenarios have no flow from '" + filter.from + "' to '" + filter.to + "'",
                 "nobody probes itself"};
}

}  // namespace pgreach::scenario
