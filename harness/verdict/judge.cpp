#include "verdict/judge.hpp"

#include <algorithm>

#include "model/attribution.hpp"
#include "verdict/agreement.hpp"
#include "verdict/audit.hpp"
#include "verdict/completeness.hpp"
#include "verdict/controls.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge_step.hpp"
#include "verdict/watch_items.hpp"

namespace pgreach::verdict {
namespace {

// Why the run did not reach its end; empty where it did.
std::string early_end(const Record& record) {
    if (record.interrupted) return "interrupted";
    if (!record.failure.empty()) return record.failure;
    return record.complete ? "" : "the record is incomplete: the run did not reach its end";
}

std::optional<Judgement> headline_of(const std::vector<Item>& items) {
    bool judged = false;
    Judgement worst = Judgement::conforms;
    for (const auto& item : items) {
        if (!item.judgement) continue;
        judged = judged || item.kind != ItemKind::plan;
        if (gravity(*item.judgement) > gravity(worst)) worst = *item.judgement;
    }
    return judged ? std::optional(worst) : std::nullopt;
}

ScenarioVerdict judge_scenario(const Record& record, const ScenarioRecord& scenario, const Controls& controls,
                               std::vector<Item> gaps) {
    ScenarioVerdict verdict{scenario.name, &scenario, {}, {}};
    for (const auto& step : scenario.steps) {
        auto items = judge_step(record, scenario, step, controls);
        std::move(items.begin(), items.end(), std::back_inserter(verdict.items));
    }
    std::move(gaps.begin(), gaps.end(), std::back_inserter(verdict.items));
    verdict.headline = headline_of(verdict.items);
    return verdict;
}

// A planned scenario of which nothing is recorded.
ScenarioVerdict absent(const std::string& name, bool ended_early) {
    ScenarioVerdict verdict{name, nullptr, {}, {}};
    if (ended_early) return verdict;
    verdict.items.push_back({.kind = ItemKind::plan,
                             .name = "the scenario",
                             .judgement = Judgement::inconclusive,
                             .text = "missing: nothing of it is recorded"});
    return verdict;
}

void judge_scenarios(const Record& record, const RunPlan& plan, bool ended_early, RunVerdict& verdict) {
    const Controls controls(record);
    std::map<std::string, int> recorded;
    for (const auto& scenario : record.scenarios) {
        auto gaps = judge_completeness(scenario, plan, record, recorded[scenario.name]++, ended_early);
        verdict.scenarios.push_back(judge_scenario(record, scenario, controls, std::move(gaps)));
    }
    for (const auto& scenario : plan.scenarios) {
        if (!recorded.contains(scenario.name)) verdict.scenarios.push_back(absent(scenario.name, ended_early));
    }
}

void count_flow(const FlowFacts& facts, Summary& summary) {
    if (facts.record->by_configuration) ++summary.configured;
    if (facts.conclusion.observed != Observed::open || facts.record->allowed_by.empty()) return;
    ++summary.allowed;
    if (!named_policies(*facts.record).empty()) ++summary.attributed;
}

void count(const Item& item, Summary& summary) {
    if (const auto* facts = item.flow()) count_flow(*facts, summary);
    if (const auto* health = item.health()) {
        summary.broken += health->state == HealthState::broken ? 1 : 0;
    }
    if (!item.judgement) return;
    if (item.kind == ItemKind::flow) ++summary.flows[*item.judgement];
    if (item.kind == ItemKind::policy) ++summary.policies[*item.judgement];
    if (item.kind == ItemKind::health) ++summary.health[*item.judgement];
}

int exit_code(const Record& record, const RunVerdict& verdict) {
    if (record.interrupted) return exit_interrupted;
    const bool nothing = record.watch ? record.watch->flows.empty() : verdict.summary.flows.empty();
    int code = nothing ? exit_nothing : exit_conforms;
    for (const auto* item : all_items(verdict)) {
        if (!item->judgement) continue;
        if (is_finding(*item->judgement)) code = worse(code, exit_finding);
        if (*item->judgement == Judgement::inconclusive) code = worse(code, exit_inconclusive);
    }
    return code;
}

}  // namespace

RunVerdict judge(const Record& record) {
    RunVerdict verdict;
    const auto plan = plan_of(record);
    const auto early = early_end(record);
    const bool cut_short = !early.empty() || record.audit;
    judge_scenarios(record, plan, cut_short, verdict);
    // What set out to do nothing has nothing to control.
    if (!record.scenarios.empty() || !plan.flows.empty()) verdict.run = judge_controls(record, plan, cut_short);
    auto agreement = judge_agreement(verdict.scenarios);
    std::move(agreement.begin(), agreement.end(), std::back_inserter(verdict.run));
    if (record.audit) verdict.run.push_back(judge_audit(*record.audit, plan));
    if (record.watch) {
        verdict.watch = judge_watch(*record.watch);
        auto items = watch_items(*record.watch, *verdict.watch);
        std::move(items.begin(), items.end(), std::back_inserter(verdict.run));
    }
    verdict.run.push_back({.kind = ItemKind::end,
                           .name = "the run reached its end",
                           .judgement = early.empty() ? Judgement::conforms : Judgement::inconclusive,
                           .text = early});
    for (const auto* item : all_items(verdict)) count(*item, verdict.summary);
    verdict.exit = exit_code(record, verdict);
    return verdict;
}

}  // namespace pgreach::verdict
