#pragma once

#include "model/record.hpp"

namespace pgreach::test {

inline constexpr const char* peer_address = "10.244.0.7:40312";
inline constexpr const char* target_address = "10.244.0.3:5432";

// What a probe saw of a flow that the target answered.
inline Observation answered() {
    return {.attempts = {{.end = AttemptEnd::answered,
                          .reached = Milestone::query,
                          .duration_us = 800,
                          .source = peer_address,
                          .destination = target_address}}};
}

// What it saw of a flow of which the datapath dropped the first packet.
inline Observation dropped() {
    return {.attempts = {{.end = AttemptEnd::dropped,
                          .duration_us = 90,
                          .source = peer_address,
                          .destination = target_address}},
            .evidence = {{.kind = EvidenceKind::drop_event,
                          .source = peer_address,
                          .destination = target_address,
                          .detail = "nflog"}}};
}

// What it saw of a flow that the target answered, though the datapath says that policy denies it.
inline Observation audited() {
    auto observation = answered();
    observation.evidence.push_back(
        {.kind = EvidenceKind::audit_event, .source = peer_address, .destination = target_address, .detail = "hubble"});
    return observation;
}

// Policies of that kind, by their names: "default/x".
inline std::vector<PolicyId> policies(const std::vector<std::string>& names,
                                      const std::string& kind = "CiliumNetworkPolicy") {
    std::vector<PolicyId> found;
    for (const auto& name : names) {
        const auto slash = name.find('/');
        found.push_back({kind, name.substr(0, slash), name.substr(slash + 1)});
    }
    return found;
}

// Answered, let pass by these policies in the words of an event.
inline Observation let_pass(std::vector<PolicyId> policies) {
    auto observation = answered();
    observation.evidence.push_back({.kind = EvidenceKind::forward_event,
                                    .source = peer_address,
                                    .destination = target_address,
                                    .detail = "hubble",
                                    .policies = std::move(policies)});
    return observation;
}

// A record of one scenario with one flow, closed by a drop event, as the page claims and the engine predicts, with
// controls before and after. Tests change what they are about.
inline Record record_of_one_closed_flow() {
    const Flow flow{"frontend", "primary", Protocol::tcp, 5432};
    Record record;
    record.backend = "embedded";
    record.drop_evidence = true;
    record.complete = true;
    record.plan = {
        {{"documented", {flow}}},
        {{"some-scenario", "documented", {{"applied", {{"CiliumNetworkPolicy", "default", "some-policy"}}}}}}};
    record.controls = {{"before", "documented", {{flow, answered()}}, {}},
                       {"after", "documented", {{flow, answered()}}, {}}};
    ScenarioRecord scenario;
    scenario.name = "some-scenario";
    scenario.title = "Only some are let in";
    scenario.participants = "documented";
    scenario.page = "Some heading, block 1";
    scenario.steps = {{.name = "applied", .settle_ms = 3, .rounds = 1}};
    scenario.steps[0].admissions = {{.policy = {"CiliumNetworkPolicy", "default", "some-policy"}}};
    scenario.steps[0].flows = {{.flow = flow,
                                .claim = Verdict::deny,
                                .prediction = Verdict::deny,
                                .by = "",
                                .reason = "no rule matches",
                                .observation = dropped()}};
    record.scenarios = {scenario};
    return record;
}

}  // namespace pgreach::test
