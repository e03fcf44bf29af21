#include "verdict/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"

namespace pgreach::verdict {
namespace {

const PlannedScenario* find_scenario(const RunPlan& plan, const std::string& name) {
    const auto found = std::find_if(plan.scenarios.begin(), plan.scenarios.end(),
                                    [&](const PlannedScenario& one) { return one.name == name; });
    return found == plan.scenarios.end() ? nullptr : &*found;
}

const PlannedFlows* find_flows(const RunPlan& plan, const std::string& participants) {
    const auto found = std::find_if(plan.flows.begin(), plan.flows.end(),
                                    [&](const PlannedFlows& one) { return one.participants == participants; });
    return found == plan.flows.end() ? nullptr : &*found;
}

// What of a flow the plan does not know: its peer, its target, its port, or only this combination.
std::string unknown_part(const Flow& flow, const PlannedFlows& planned) {
    const auto known = [&](auto&& same) { return std::any_of(planned.flows.begin(), planned.flows.end(), same); };
    if (!known([&](const Flow& one) { return one.from == flow.from; })) return "unknown peer '" + flow.from + "'";
    if (!known([&](const Flow& one) { return one.to == flow.to; })) return "unknown target '" + flow.to + "'";
    if (!known([&](const Flow& one) { return one.port == flow.port && one.protocol == flow.protocol; })) {
        return fmt::format("unknown port {}", flow.port);
    }
    return "not in the plan";
}

class Completeness {
  public:
    Completeness(const ScenarioRecord& scenario, const RunPlan& plan, const Record& record, bool ended_early)
        : scenario_(scenario), plan_(plan), ended_early_(ended_early) {
        for (const auto& control : record.controls) {
            if (control.participants != scenario.participants) continue;
            std::map<std::string, int> made;
            for (const auto& check : control.health) {
                if (!check.by_chance) ++made[subject_of(check)];
            }
            for (const auto& [subject, count] : made) checks_[subject] = std::max(checks_[subject], count);
        }
    }

    std::vector<Item> judge(int earlier) {
        if (earlier > 0) add("", "the scenario", "recorded more than once");
        const auto* planned = find_scenario(plan_, scenario_.name);
        if (planned == nullptr) {
            add("", "the scenario", "it is not in the plan of the run");
        } else {
            examine_steps(*planned);
        }
        for (const auto& step : scenario_.steps) {
            examine_flows(step);
            examine_health(step);
            examine_defects(step);
        }
        return std::move(items_);
    }

  private:
    void add(const std::string& step, const std::string& name, const std::string& text) {
        items_.push_back(
            {.kind = ItemKind::plan, .step = step, .name = name, .judgement = Judgement::inconclusive, .text = text});
    }

    void examine_steps(const PlannedScenario& planned) {
        std::set<std::string> seen;
        for (const auto& step : scenario_.steps) {
            if (!seen.insert(step.name).second) add(step.name, "the step", "recorded more than once");
            const auto known = std::find_if(planned.steps.begin(), planned.steps.end(),
                                            [&](const PlannedStep& one) { return one.name == step.name; });
            if (known == planned.steps.end()) {
                add(step.name, "the step", "unknown: it is not in the plan of the run");
            } else {
                examine_admissions(step, *known);
            }
        }
        for (const auto& step : planned.steps) {
            if (!ended_early_ && !seen.contains(step.name)) {
                add(step.name, "the step", "missing: nothing of it is recorded");
            }
        }
    }

    void examine_admissions(const StepRecord& step, const PlannedStep& planned) {
        std::set<PolicyId> missing(planned.applies.begin(), planned.applies.end());
        for (const auto& admission : step.admissions) {
            if (missing.erase(admission.policy) > 0) continue;
            add(step.name, describe(admission.policy), "recorded more than once, or not applied in this step");
        }
        if (ended_early_) return;
        for (const auto& policy : missing)
            add(step.name, describe(policy), "missing: what became of it is not recorded");
    }

    // Whatever was looked at with nothing applied is looked at in each step, as often; after a failover of other
    // instances.
    void examine_health(const StepRecord& step) {
        if (ended_early_) return;
        for (const auto& [subject, count] : checks_) {
            const auto made = std::ranges::count(step.health, subject,
                                                 [](const HealthRecord& health) { return subject_of(health.check); });
            if (made < count)
                add(step.name, subject, fmt::format("missing: {} of {} checks are recorded", made, count));
        }
    }

    void examine_flows(const StepRecord& step) {
        const auto* planned = find_flows(plan_, scenario_.participants);
        if (planned == nullptr) return add(step.name, "the flows", "no plan of what is probed");
        const std::set<Flow> wanted(planned->flows.begin(), planned->flows.end());
        std::set<Flow> seen;
        for (const auto& flow : step.flows) {
            if (!seen.insert(flow.flow).second) add(step.name, describe(flow.flow), "recorded more than once");
            if (!wanted.contains(flow.flow)) add(step.name, describe(flow.flow), unknown_part(flow.flow, *planned));
        }
        std::vector<Flow> missing;
        std::set_difference(wanted.begin(), wanted.end(), seen.begin(), seen.end(), std::back_inserter(missing));
        if (!missing.empty() && !ended_early_) add(step.name, "missing flows", name_some(missing));
    }

    void examine_defects(const StepRecord& step) {
        std::set<std::string> named;
        for (const auto& flow : step.flows) named.insert(flow.defect);
        for (const auto& admission : step.admissions) named.insert(admission.defect);
        named.erase("");
        for (const auto& defect : scenario_.defects) named.erase(defect.id);
        for (const auto& id : named)
            add(step.name, "known defect '" + id + "'", "unknown: the scenario lists no such defect");
    }

    const ScenarioRecord& scenario_;
    const RunPlan& plan_;
    bool ended_early_;
    std::map<std::string, int> checks_ = {};  // of the database, by subject
    std::vector<Item> items_ = {};
};

}  // namespace

RunPlan plan_of(const Record& record) {
    if (record.plan) return *record.plan;
    RunPlan plan;
    for (const auto& control : record.controls) {
        if (find_flows(plan, control.participants) != nullptr) continue;
        plan.flows.push_back({control.participants, {}});
        for (const auto& [flow, observation] : control.flows) plan.flows.back().flows.push_back(flow);
    }
    for (const auto& scenario : record.scenarios) {
        if (find_flows(plan, scenario.participants) == nullptr) {
            std::set<Flow> flows;
            for (const auto& step : scenario.steps) {
                for (const auto& flow : step.flows) flows.insert(flow.flow);
            }
            plan.flows.push_back({scenario.participants, {flows.begin(), flows.end()}});
        }
        if (find_scenario(plan, scenario.name) != nullptr) continue;
        plan.scenarios.push_back({scenario.name, scenario.participants, {}});
        for (const auto& step : scenario.steps) {
            plan.scenarios.back().steps.push_back({step.name, {}});
            auto& applies = plan.scenarios.back().steps.back().applies;
            for (const auto& admission : step.admissions) applies.push_back(admission.policy);
        }
    }
    return plan;
}

std::vector<Item> judge_completeness(const ScenarioRecord& scenario, const RunPlan& plan, const Record& record,
                                     int earlier, bool ended_early) {
    return Completeness(scenario, plan, record, ended_early).judge(earlier);
}

}  // namespace pgreach::verdict
