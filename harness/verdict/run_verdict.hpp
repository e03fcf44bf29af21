#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/conclusion.hpp"
#include "model/judgement.hpp"
#include "model/record.hpp"
#include "verdict/watch_verdict.hpp"

namespace pgreach::verdict {

enum class ItemKind : std::uint8_t {
    flow,
    policy,     // what became of a policy
    health,     // a check of the database
    control,    // a positive control
    agreement,  // whether the runs of a repeated scenario saw the same
    audit,      // that audit mode kept everything from being judged
    watch,      // what a watch saw that should not be, or could not see
    plan,       // something that the record lacks, or that it should not hold
    end,        // whether the run reached its end
};

struct FlowFacts {
    const FlowRecord* record = nullptr;
    Conclusion conclusion = {};
    std::vector<PolicyId> unexpected = {};  // policies that let it pass, though the engine says they do not
};

struct HealthFacts {
    const HealthRecord* record = nullptr;
    HealthState state = HealthState::unclear;  // what the check and its doubts show
};

// One judged fact. Exit code and reports are made from these and from nothing else.
struct Item {
    ItemKind kind = ItemKind::flow;
    std::string step = {};  // empty where it is not about one step
    std::string name = {};  // "backend → primary:5432", "replication of replica"
    // Nothing: told, but not judged, since nothing is predicted of it.
    std::optional<Judgement> judgement = {};
    std::string text = {};  // why, as a sentence; empty where there is nothing to say
    std::int64_t duration_us = 0;
    std::variant<std::monostate, FlowFacts, HealthFacts, const AdmissionRecord*> about = {};

    // Null where it is about something else.
    const FlowFacts* flow() const { return std::get_if<FlowFacts>(&about); }
    const HealthFacts* health() const { return std::get_if<HealthFacts>(&about); }
    const AdmissionRecord* admission() const {
        const auto* held = std::get_if<const AdmissionRecord*>(&about);
        return held == nullptr ? nullptr : *held;
    }
};

struct ScenarioVerdict {
    std::string name;
    const ScenarioRecord* record = nullptr;  // null where the record holds nothing of a planned scenario
    std::vector<Item> items = {};
    // The worst of the items; nothing where no flow, policy or health check of it was judged.
    std::optional<Judgement> headline = {};
};

struct Summary {
    std::map<Judgement, int> flows = {};
    std::map<Judgement, int> policies = {};
    std::map<Judgement, int> health = {};
    int configured = 0;  // flows that the agents' configuration decides, otherwise than as installed
    int broken = 0;      // health checks that found the database broken
    int allowed = 0;     // open flows that some policy lets pass
    int attributed = 0;  // of these, the ones of which an event names the policies
};

// What a record means. Refers to the record, which must outlive it unchanged.
struct RunVerdict {
    std::vector<ScenarioVerdict> scenarios = {};
    std::vector<Item> run = {};  // of no scenario: controls, the plan, the end
    Summary summary = {};
    std::optional<WatchVerdict> watch = {};  // of a watch
    int exit = 0;                            // verdict/exit_code.hpp
};

// Docs-defects, stale-defects and deviations.
bool is_finding(Judgement judgement);

// From harmless (0) to grave; what the table of exit codes calls worse comes later.
int gravity(Judgement judgement);

// Every item of the run, those of the scenarios first.
std::vector<const Item*> all_items(const RunVerdict& verdict);

}  // namespace pgreach::verdict
