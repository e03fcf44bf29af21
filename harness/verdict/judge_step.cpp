#include "verdict/judge_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/attribution.hpp"
#include "model/cnpg_needs.hpp"
#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

// Who makes the claims of a scenario.
const char* claimant(const ScenarioRecord& scenario) {
    return scenario.page.empty() ? "the scenario" : "the page";
}

// What may be the cause where Cilium does not do as predicted: what was found out of this flow, then what is known of
// the whole place.
std::string guesses(const CiliumRecord& cilium, const std::vector<std::string>& causes) {
    std::vector<std::string> all = causes;
    all.insert(all.end(), cilium.assumptions.begin(), cilium.assumptions.end());
    if (!cilium.releases.empty()) {
        std::vector<std::string> nodes;
        for (const auto& [node, release] : cilium.releases) nodes.push_back(release + " on " + node);
        all.push_back("nodes have several releases of Cilium: " + enumerate(nodes));
    }
    for (const auto& setting : cilium.not_followed) all.push_back("set, and not followed: " + setting);
    return all.empty() ? std::string() : "; maybe because: " + join(all, "; or ");
}

std::string deviation_text(const FlowFacts& facts, const ScenarioRecord& scenario) {
    const auto& flow = *facts.record;
    if (!facts.unexpected.empty()) {
        return fmt::format("let pass by {}, which the engine says does not allow it; it says {} does",
                           describe(facts.unexpected), flow.allowed_by.empty() ? "none" : describe(flow.allowed_by));
    }
    return fmt::format("predicted {}, seen {}; {} claims {}", to_string(flow.prediction),
                       to_string(facts.conclusion.observed), claimant(scenario), to_string(flow.claim));
}

std::string flow_text(const FlowFacts& facts, Judgement judgement, const CiliumRecord& cilium,
                      const ScenarioRecord& scenario) {
    const auto& flow = *facts.record;
    switch (judgement) {
        case Judgement::conforms:
            return flow.by_configuration
                       ? "by the agents' configuration: a default installation would decide differently"
                       : "";
        case Judgement::known_defect:
            return fmt::format("known defect {}: {} claims {}, seen {}", flow.defect, claimant(scenario),
                               to_string(flow.claim), to_string(facts.conclusion.observed));
        case Judgement::docs_defect:
            return fmt::format("{} claims {}, Cilium's semantics say {}, seen {}", claimant(scenario),
                               to_string(flow.claim), to_string(flow.prediction), to_string(facts.conclusion.observed));
        case Judgement::stale_defect:
            return fmt::format("listed as defect '{}', yet now the claim ({}) holds: remove it from the list",
                               flow.defect, to_string(flow.claim));
        case Judgement::deviation:
            return deviation_text(facts, scenario) + guesses(cilium, flow.causes);
        case Judgement::inconclusive:
            return "could not tell: " + facts.conclusion.reason();
    }
    return {};
}

std::int64_t duration_of(const Observation& observation) {
    std::int64_t sum = 0;
    for (const auto& attempt : observation.attempts) sum += attempt.duration_us;
    return sum;
}

// Where the agents' configuration decides, nobody has claimed anything.
Judgement judgement_of(const FlowRecord& flow, Observed observed) {
    const Verdict claim = flow.by_configuration ? flow.prediction : flow.claim;
    return pgreach::judge(claim, flow.prediction, observed, !flow.defect.empty() && !flow.by_configuration);
}

Item judge_flow(const Record& record, const ScenarioRecord& scenario, const FlowRecord& flow,
                const Controls& controls) {
    FlowFacts facts{&flow,
                    conclude(flow.observation, {record.drop_evidence, controls.of(scenario.participants, flow.flow)})};
    if (facts.conclusion.observed == Observed::open) facts.unexpected = unexpected_policies(flow);
    const auto judgement =
        facts.unexpected.empty() ? judgement_of(flow, facts.conclusion.observed) : Judgement::deviation;
    Item item{.kind = ItemKind::flow, .name = describe(flow.flow), .judgement = judgement};
    item.text = flow_text(facts, judgement, record.cilium, scenario);
    item.duration_us = duration_of(flow.observation);
    item.about = std::move(facts);
    return item;
}

Judgement judge_admission(const AdmissionRecord& admission) {
    if (!admission.doubts.empty()) return Judgement::inconclusive;
    const auto seen = admission.observed.result;
    if (seen != admission.predicted.result) return Judgement::deviation;
    if (admission.by_configuration) return Judgement::conforms;
    const bool listed = !admission.defect.empty();
    if (seen == AdmissionResult::accepted) return listed ? Judgement::stale_defect : Judgement::conforms;
    return listed && admission.listed == seen ? Judgement::known_defect : Judgement::docs_defect;
}

Item judge_policy(const CiliumRecord& cilium, const ScenarioRecord& scenario, const AdmissionRecord& admission) {
    const auto judgement = judge_admission(admission);
    const auto policy = distinct_name(admission.policy, policies_of(scenario));
    Item item{.kind = ItemKind::policy, .name = "admission of " + policy, .judgement = judgement};
    if (judgement != Judgement::conforms) {
        item.text = fmt::format("{} is {}", policy, to_string(admission.observed.result));
        const auto why = describe(admission.observed);
        if (!why.empty()) item.text += ": " + why;
    }
    if (judgement == Judgement::deviation) {
        const auto why = describe(admission.predicted);
        item.text +=
            fmt::format("; predicted {}{}{}", to_string(admission.predicted.result), why.empty() ? "" : ": ", why);
        item.text += guesses(cilium, {});
    }
    for (const auto& doubt : admission.doubts) item.text += "; the agents differ: " + doubt.text;
    item.about = &admission;
    return item;
}

std::optional<Judgement> judgement_of(const HealthRecord& health, HealthState state, bool worked_before) {
    if (!health.prediction) return std::nullopt;
    if (state == HealthState::unclear || !worked_before) return Judgement::inconclusive;
    const bool predicted = *health.prediction == Verdict::allow;
    return (state == HealthState::working) == predicted ? Judgement::conforms : Judgement::deviation;
}

Item judge_health(const CiliumRecord& cilium, const HealthRecord& health, bool worked_before) {
    const auto state = conclude(health.check);
    Item item{.kind = ItemKind::health, .name = health.check.name};
    item.judgement = judgement_of(health, state, worked_before);
    item.text = fmt::format("{} is {}", health.check.name, to_string(state));
    const auto* need = cnpg::find_need(health.check.need);
    if (need != nullptr && state == HealthState::broken) item.text += " (" + cnpg::consequence(*need) + ")";
    if (item.judgement == Judgement::deviation) item.text += ", against the prediction" + guesses(cilium, {});
    if (item.judgement == Judgement::inconclusive && !worked_before) {
        item.text += ", and it did not work with nothing applied either";
    }
    for (const auto& doubt : health.check.doubts) item.text += ": " + doubt.text;
    if (!health.check.detail.empty()) item.text += ": " + health.check.detail;
    item.about = HealthFacts{&health, state};
    return item;
}

}  // namespace

std::vector<Item> judge_step(const Record& record, const ScenarioRecord& scenario, const StepRecord& step,
                             const Controls& controls) {
    std::vector<Item> items;
    for (const auto& admission : step.admissions) items.push_back(judge_policy(record.cilium, scenario, admission));
    for (const auto& flow : step.flows) items.push_back(judge_flow(record, scenario, flow, controls));
    for (const auto& health : step.health) {
        items.push_back(judge_health(record.cilium, health, controls.worked(scenario.participants, health.check.name)));
    }
    for (auto& item : items) item.step = step.name;
    return items;
}

}  // namespace pgreach::verdict
