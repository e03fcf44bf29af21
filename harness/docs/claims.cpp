#include "docs/claims.hpp"

#include <algorithm>

#include "engine/engine.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::docs {
namespace {

using manifest::Manifest;

const Manifest* now(const Example& example, const Manifest& then) {
    for (const auto& policy : example.policies) {
        if (policy.kind == then.kind && policy.name == then.name) return &policy;
    }
    const bool renamed = example.policies.size() == 1 && example.known->policies.size() == 1;
    return renamed ? &example.policies[0] : nullptr;
}

class ScenarioJudge {
  public:
    ScenarioJudge(const Example& example, const scenario::Scenario& scenario, const engine::Cilium& cilium)
        : example_(example), scenario_(scenario), world_(scenario.participants.world()), policies_(cilium) {}

    StepClaims judge(const scenario::Step& step) {
        StepClaims result{.scenario = scenario_.name, .step = step.name};
        for (const auto& policy : step.remove) {
            if (const auto current = current_policy(example_, policy)) policies_.remove(*current);
        }
        for (const auto& policy : step.apply) apply(policy, step, result);
        judge_flows(step, result);
        find_stale(step, result);
        return result;
    }

  private:
    void apply(const Manifest& then, const scenario::Step& step, StepClaims& result) {
        const auto current = current_policy(example_, then);
        if (!current) return;
        auto admission = policies_.apply(*current, step.validation);
        if (admission.result == AdmissionResult::accepted) return;
        if (const auto* defect = defect_of(step, then.id())) result.remedy = defect->remedy;
        result.refused.push_back(std::move(admission));
    }

    void judge_flows(const scenario::Step& step, StepClaims& result) {
        const engine::Evaluator evaluator(world_, policies_);
        for (const auto& entry : step.claims) {
            const Flow& flow = entry.first;
            ++result.flows;
            const auto decision = evaluator.evaluate(flow);
            if (decision.verdict() == entry.second) continue;
            if (result.otherwise.empty()) result.reason = decision.deciding().reason;
            if (result.remedy.empty()) {
                const auto defect = std::find_if(step.known_defects.begin(), step.known_defects.end(),
                                                 [&](const auto& known) { return known.flows.contains(flow); });
                if (defect != step.known_defects.end()) result.remedy = defect->remedy;
            }
            result.otherwise.push_back(flow);
        }
    }

    void find_stale(const scenario::Step& step, StepClaims& result) const {
        if (!result.kept()) return;
        for (const auto& defect : step.known_defects) result.stale.push_back(defect.id);
    }

    static const scenario::KnownDefect* defect_of(const scenario::Step& step, const PolicyId& policy) {
        for (const auto& defect : step.known_defects) {
            if (defect.admissions.contains(policy)) return &defect;
        }
        return nullptr;
    }

    const Example& example_;
    const scenario::Scenario& scenario_;
    World world_;
    engine::PolicySet policies_;
};

}  // namespace

std::optional<Manifest> current_policy(const Example& example, const Manifest& then) {
    const auto* policy = now(example, then);
    if (policy == nullptr) return std::nullopt;
    Manifest current = *policy;
    current.ns = manifest::applied_namespace(current, then.ns);
    return current;
}

void keep_what_is_left(scenario::Scenario& scenario, const engine::Cilium& cilium) {
    engine::PolicySet policies(cilium);
    const World world = scenario.participants.world();
    for (auto& step : scenario.steps) {
        for (const auto& policy : step.remove) policies.remove(policy);
        std::map<PolicyId, AdmissionResult> results;
        for (const auto& policy : step.apply) results[policy.id()] = policies.apply(policy, step.validation).result;
        const engine::Evaluator evaluator(world, policies);
        for (auto& defect : step.known_defects) {
            std::erase_if(defect.flows,
                          [&](const Flow& flow) { return evaluator.evaluate(flow).verdict() == step.claims.at(flow); });
            std::erase_if(defect.admissions, [&](const auto& listed) {
                const auto result = results.find(listed.first);
                return result == results.end() || result->second != listed.second;
            });
        }
        std::erase_if(step.known_defects,
                      [](const auto& defect) { return defect.flows.empty() && defect.admissions.empty(); });
    }
}

std::vector<StepClaims> judge_claims(const Example& example, const engine::Cilium& cilium) {
    std::vector<StepClaims> claims;
    if (example.known == nullptr) return claims;
    for (const auto* scenario : example.known->judges) {
        ScenarioJudge judge(example, *scenario, cilium);
        for (const auto& step : scenario->steps) claims.push_back(judge.judge(step));
    }
    return claims;
}

}  // namespace pgreach::docs
