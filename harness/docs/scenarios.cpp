#include "docs/scenarios.hpp"

#include <algorithm>

#include "docs/claims.hpp"
#include "docs/peers.hpp"
#include "engine/engine.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::docs {
namespace {

using scenario::Scenario;

std::string free_name(const std::string& wanted, std::vector<std::string>& taken) {
    std::string name = wanted;
    for (int i = 2; std::find(taken.begin(), taken.end(), name) != taken.end(); ++i) {
        name = wanted + "-" + std::to_string(i);
    }
    taken.push_back(name);
    return name;
}

std::map<Flow, Verdict> predict(const Scenario& scenario, const engine::Cilium& cilium) {
    engine::PolicySet policies(cilium);
    for (const auto& policy : scenario.steps[0].apply) policies.apply(policy, FieldValidation::strict);
    const engine::Evaluator evaluator(scenario.participants.world(), policies);
    std::map<Flow, Verdict> predictions;
    for (const auto& flow : scenario::plan(scenario.participants)) {
        predictions[flow] = evaluator.evaluate(flow).verdict();
    }
    return predictions;
}

// With the page's text as it is now.
Scenario with_current_text(const Example& example, const Scenario& scenario, const engine::Cilium& cilium) {
    Scenario current = scenario;
    for (auto& step : current.steps) {
        for (auto* policies : {&step.apply, &step.remove}) {
            for (auto& policy : *policies) {
                if (const auto now = current_policy(example, policy)) policy = *now;
            }
        }
    }
    keep_what_is_left(current, cilium);
    return current;
}

Scenario fresh_scenario(const Example& example, const std::string& page, const engine::Cilium& cilium,
                        std::vector<std::string>& taken) {
    Scenario scenario;
    const auto& first = example.policies.front();
    scenario.name = free_name(first.name.empty() ? "example" : first.name, taken);
    scenario.title = "What Cilium makes of " + describe(first);
    scenario.file = page;
    scenario.argument = page;
    scenario.source = example.block.source;
    scenario.page = {page, example.block.heading, example.block.number};
    scenario.participants = derive_participants(example.policies, scenario.name, cilium);
    const auto home = scenario.participants.members.front().endpoint.ns;
    scenario::Step step{.name = "applied", .apply = example.policies, .predictions_only = true};
    for (auto& policy : step.apply) policy.ns = manifest::applied_namespace(policy, home);
    scenario.steps.push_back(std::move(step));
    scenario.steps[0].claims = predict(scenario, cilium);
    return scenario;
}

}  // namespace

std::vector<Scenario> scenarios_for(const Example& example, const std::string& page, const engine::Cilium& cilium,
                                    std::vector<std::string>& taken) {
    std::vector<Scenario> scenarios;
    if (example.policies.empty()) return scenarios;
    if (example.known == nullptr) {
        scenarios.push_back(fresh_scenario(example, page, cilium, taken));
        return scenarios;
    }
    for (const auto* scenario : example.known->judges) {
        scenarios.push_back(example.state == ExampleState::unchanged ? *scenario
                                                                     : with_current_text(example, *scenario, cilium));
        taken.push_back(scenario->name);
    }
    return scenarios;
}

}  // namespace pgreach::docs
