#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/cilium_words.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "engine/engine.hpp"
#include "model/names.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::cli {
namespace {

std::vector<std::string> step_names(const scenario::Scenario& scenario) {
    std::vector<std::string> names;
    for (const auto& step : scenario.steps) names.push_back(step.name);
    return names;
}

Error unknown(const std::string& what, const std::string& name, const std::vector<std::string>& candidates) {
    const auto meant = nearest(name, candidates);
    return {ErrorKind::usage, fmt::format("no {} is called '{}'", what, name),
            meant ? "did you mean '" + *meant + "'?" : "there are " + enumerate(candidates)};
}

Result<void> check_flow(const scenario::Scenario& scenario, const ExplainArguments& explain) {
    std::vector<std::string> members;
    for (const auto& member : scenario.participants.members) members.push_back(member.endpoint.name);
    for (const auto& name : {explain.from, explain.to}) {
        if (scenario.participants.find(name) == nullptr) return unknown("member of the participants", name, members);
    }
    if (explain.port == 0) return Error{ErrorKind::usage, "--to needs a port", "for example --to primary:5432"};
    return {};
}

void print_direction(const char* name, const engine::DirectionDecision& decision) {
    fmt::print("  {}: {}{}{}\n    {}\n", name, to_string(decision.verdict), decision.by.empty() ? "" : " by ",
               decision.by, decision.reason.empty() ? "no policy selects it in this direction" : decision.reason);
}

// Applies the steps up to the wanted one, telling what becomes of each policy.
engine::PolicySet play(const scenario::Scenario& scenario, const std::string& last, const engine::Cilium& cilium) {
    engine::PolicySet policies(cilium);
    for (const auto& step : scenario.steps) {
        for (const auto& manifest : step.remove) policies.remove(manifest);
        for (const auto& manifest : step.apply) {
            const auto admission = policies.apply(manifest, step.validation);
            const auto detail = describe(admission);
            fmt::print("{} {}{}{}\n", manifest::describe(manifest), to_string(admission.result),
                       detail.empty() ? "" : ": ", detail);
        }
        if (step.name == last) break;
    }
    return policies;
}

}  // namespace

int explain_command(const Arguments& arguments, const ExplainArguments& explain) {
    const auto catalog = scenario::Catalog::load(arguments.data);
    if (!catalog) return fail(catalog.error());
    const auto selected = catalog->select({explain.scenario});
    if (!selected) return fail(selected.error());
    const auto cilium = cilium_of(explain.cilium);
    if (!cilium) return fail(cilium.error());
    const auto& scenario = selected->front();
    if (auto known = check_flow(scenario, explain); !known) return fail(known.error());
    const auto steps = step_names(scenario);
    const auto step = explain.step.empty() ? steps.back() : explain.step;
    if (std::find(steps.begin(), steps.end(), step) == steps.end()) return fail(unknown("step", step, steps));

    const auto policies = play(scenario, step, *cilium);
    const Flow flow{explain.from, explain.to, Protocol::tcp, explain.port};
    const auto decision = engine::evaluate(scenario.participants.world(), policies, flow);
    fmt::print("{}: {}\n", describe(flow), to_string(decision.verdict()));
    print_direction("ingress", decision.ingress);
    print_direction("egress", decision.egress);
    const auto& claims =
        scenario.steps[static_cast<size_t>(std::find(steps.begin(), steps.end(), step) - steps.begin())].claims;
    if (const auto claim = claims.find(flow); claim != claims.end()) {
        fmt::print("  the page claims: {}\n", to_string(claim->second));
    }
    return 0;
}

}  // namespace pgreach::cli
