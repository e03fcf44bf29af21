#include "diff/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "diff/cells.hpp"
#include "diff/environment.hpp"
#include "diff/groups.hpp"
#include "diff/merge_controls.hpp"
#include "verdict/completeness.hpp"

namespace pgreach::diff {
namespace {

Error not_one_run(const std::string& why) {
    return input_error("these are no parts of one run: " + why, "to compare runs with each other use pgreach diff");
}

std::string both(const Part& first, const Part& second) {
    return first.name + " and " + second.name;
}

// What a machine has of its own decides nothing.
bool is_of_machine(const Aspect& aspect) {
    static const std::set<std::string> names = {"kernel", "nftables", "docker", "kind", "kubectl", "helm"};
    return names.contains(aspect.name);
}

Result<void> check_environments(const Part& first, const Part& second) {
    if (second.record.audit) return not_one_run(second.name + " was made in audit mode: nothing of it is judged");
    if (second.record.watch) return not_one_run(second.name + " is of a watch: it holds no scenarios");
    auto aspects = compare_environments(first.record, second.record);
    std::erase_if(aspects, is_of_machine);
    if (!aspects.empty()) {
        return not_one_run(fmt::format("{} were made in different environments: {} {} and {}", both(first, second),
                                       aspects[0].name, aspects[0].before, aspects[0].after));
    }
    if (first.record.drop_evidence == second.record.drop_evidence) return {};
    return not_one_run("only one of " + both(first, second) + " records every drop");
}

bool same_steps(const PlannedScenario& one, const PlannedScenario& other) {
    return one.name == other.name && one.participants == other.participants &&
           std::equal(
               one.steps.begin(), one.steps.end(), other.steps.begin(), other.steps.end(),
               [](const PlannedStep& a, const PlannedStep& b) { return a.name == b.name && a.applies == b.applies; });
}

Result<void> check_shards(const Part& first, const Part& second) {
    const auto& one = first.record.shard;
    const auto& other = second.record.shard;
    if (one.has_value() != other.has_value()) {
        return not_one_run(
            fmt::format("{} is a shard, {} is none", one ? first.name : second.name, one ? second.name : first.name));
    }
    if (!one) return {};
    if (one->count != other->count) {
        return not_one_run(
            fmt::format("{} is one of {} shards, {} one of {}", first.name, one->count, second.name, other->count));
    }
    if (std::equal(one->whole.begin(), one->whole.end(), other->whole.begin(), other->whole.end(), same_steps))
        return {};
    return not_one_run(both(first, second) + " are shards of runs of different scenarios");
}

// Joins the flows that are planned; of the same participants all parts probe the same.
Result<void> add_flows(const RunPlan& plan, const Part& first, const Part& part, RunPlan& merged) {
    for (const auto& planned : plan.flows) {
        const auto known = std::find_if(merged.flows.begin(), merged.flows.end(), [&](const PlannedFlows& one) {
            return one.participants == planned.participants;
        });
        if (known == merged.flows.end()) {
            merged.flows.push_back(planned);
        } else if (known->flows != planned.flows) {
            return not_one_run(fmt::format("{} probe different flows of the participants {}", both(first, part),
                                           planned.participants));
        }
    }
    return {};
}

const PlannedScenario* find(const std::vector<PlannedScenario>& scenarios, const std::string& name) {
    const auto found =
        std::find_if(scenarios.begin(), scenarios.end(), [&](const PlannedScenario& one) { return one.name == name; });
    return found == scenarios.end() ? nullptr : &*found;
}

// The cells of one scenario, under its own name.
Cells cells_of_scenario(const Record& record, const std::string& name) {
    Cells cells;
    for (auto& [key, cell] : cells_of(record)) {
        if (key.scenario == name) cells.emplace(key, cell);
    }
    return cells;
}

// Where two parts do not say the same of a scenario; empty where they do.
std::string disagreement(const Record& first, const Record& second, const ScenarioRecord& scenario) {
    const auto& name = scenario.repeats.empty() ? scenario.name : scenario.repeats;
    const auto before = cells_of_scenario(first, name);
    const auto after = cells_of_scenario(second, name);
    for (const auto& [key, cell] : before) {
        const auto found = after.find(key);
        const auto where = key.step + ", " + key.name;
        if (found == after.end()) return where + " stands in one of them only";
        if (cell.seen != found->second.seen) {
            const auto text = [](const Cell& one) { return one.seen.empty() ? "could not tell" : one.seen; };
            return fmt::format("{}: {} and {}", where, text(cell), text(found->second));
        }
        const Change change{ChangeKind::changed, key, aspects_of(key.kind, cell, found->second)};
        if (!change.aspects.empty()) return where + ": " + aspects_text(change);
    }
    return before.size() == after.size() ? "" : "one of them has more of it";
}

// Makes one record of parts that have been found to be of one run.
class Merger {
  public:
    explicit Merger(std::vector<Part>& parts) : parts_(parts) {}

    Result<Merged> merge() {
        start();
        for (auto& part : parts_) {
            auto& record = part.record;
            if (auto flows = add_flows(verdict::plan_of(record), parts_.front(), part, plan_); !flows) {
                return std::move(flows).error();
            }
            if (auto added = add_scenarios(part); !added) return std::move(added).error();
            add_controls(record.controls, merged_.record.controls);
            add_end(part);
        }
        add_missing_shards();
        put_in_order();
        merged_.record.plan = std::move(plan_);
        return std::move(merged_);
    }

  private:
    void start() {
        const auto& first = parts_.front().record;
        auto& record = merged_.record;
        record.backend = first.backend;
        record.drop_evidence = first.drop_evidence;
        record.cilium = first.cilium;
        record.versions = first.versions;
        record.faults = first.faults;
        record.complete = true;
    }

    Result<void> add_scenarios(Part& part) {
        for (const auto& planned : verdict::plan_of(part.record).scenarios) {
            if (find(plan_.scenarios, planned.name) == nullptr) plan_.scenarios.push_back(planned);
        }
        auto& all = merged_.record.scenarios;
        std::vector<ScenarioRecord> added;
        std::map<const Part*, std::vector<std::string>> again;
        for (const auto& scenario : part.record.scenarios) {
            const auto known = owners_.find(scenario.name);
            if (known == owners_.end()) {
                added.push_back(scenario);
                continue;
            }
            const auto differ = disagreement(known->second->record, part.record, scenario);
            if (!differ.empty()) {
                return not_one_run(fmt::format("{} do not agree on the scenario {}: {}", both(*known->second, part),
                                               scenario.name, differ));
            }
            again[known->second].push_back(scenario.name);
        }
        for (const auto& [owner, names] : again) {
            merged_.notes.push_back(
                fmt::format("in {} alike, and taken from the first: {}", both(*owner, part), enumerate(names)));
        }
        for (auto& scenario : added) {
            // Each part counts from a start of its own.
            for (auto& step : scenario.steps) step.began_us = -1;
            owners_.emplace(scenario.name, &part);
            all.push_back(std::move(scenario));
        }
        return {};
    }

    void add_end(const Part& part) {
        auto& record = merged_.record;
        if (record.started.empty() || part.record.started < record.started) record.started = part.record.started;
        record.complete = record.complete && part.record.complete;
        record.interrupted = record.interrupted || part.record.interrupted;
        if (!part.record.failure.empty()) {
            record.failure += (record.failure.empty() ? "" : "; ") + part.name + ": " + part.record.failure;
        }
        const auto reason = incompleteness(part.record);
        if (!reason.empty() && !reason.starts_with("it is shard")) {
            merged_.notes.push_back(part.name + " is incomplete: " + reason);
        }
        for (const auto& participants : part.record.participants) {
            const bool known = std::any_of(record.participants.begin(), record.participants.end(),
                                           [&](const auto& one) { return one.name == participants.name; });
            if (!known) record.participants.push_back(participants);
        }
        add_once(part.record.notes, record.notes);
        add_once(part.record.cilium.assumptions, record.cilium.assumptions);
        add_once(part.record.cilium.not_followed, record.cilium.not_followed);
        for (const auto& phase : part.record.phases) {
            record.phases.push_back({phase.name + " (" + part.name + ")", phase.microseconds});
        }
    }

    static void add_once(const std::vector<std::string>& texts, std::vector<std::string>& all) {
        for (const auto& text : texts) {
            if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
        }
    }

    // What no part set out to do, though some shard should have.
    void add_missing_shards() {
        const auto& shard = parts_.front().record.shard;
        if (!shard) return;
        std::set<int> missing;
        for (int index = 1; index <= shard->count; ++index) missing.insert(index);
        for (const auto& part : parts_) missing.erase(part.record.shard->index);
        std::vector<std::string> scenarios;
        for (const auto& planned : shard->whole) {
            if (find(plan_.scenarios, planned.name) != nullptr) continue;
            scenarios.push_back(planned.name);
            plan_.scenarios.push_back(planned);
        }
        for (const int index : missing) {
            merged_.notes.push_back(fmt::format("shard {} of {} is missing", index, shard->count));
        }
        if (!scenarios.empty()) merged_.notes.push_back("in no part: " + enumerate(scenarios));
    }

    // The order of the whole run, where it is known.
    void put_in_order() {
        const auto& shard = parts_.front().record.shard;
        if (!shard) return;
        const auto place_of = [&](const auto& scenario) { return find(shard->whole, scenario.name); };
        const auto earlier = [&](const auto& one, const auto& other) { return place_of(one) < place_of(other); };
        std::stable_sort(plan_.scenarios.begin(), plan_.scenarios.end(), earlier);
        std::stable_sort(merged_.record.scenarios.begin(), merged_.record.scenarios.end(), earlier);
    }

    std::vector<Part>& parts_;
    std::map<std::string, const Part*> owners_ = {};  // of scenarios, by name
    RunPlan plan_ = {};
    Merged merged_ = {};
};

}  // namespace

Result<Merged> merge(std::vector<Part> parts) {
    if (parts.empty()) return input_error("there are no parts to merge");
    for (const auto& part : parts) {
        if (auto checked = check_environments(parts.front(), part); !checked) return std::move(checked).error();
        if (auto checked = check_shards(parts.front(), part); !checked) return std::move(checked).error();
    }
    return Merger(parts).merge();
}

}  // namespace pgreach::diff
