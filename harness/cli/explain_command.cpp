#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/explain_world.hpp"
#include "cli/flow_target.hpp"
#include "cli/needs_text.hpp"
#include "engine/engine.hpp"
#include "model/names.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::cli {
namespace {

struct ExplainOptions {
    std::vector<std::string> words;  // one names a scenario, or all of them policies and other objects
    WorldOptions world;
    std::string step;  // empty: the last
    std::string from;
    std::string to;  // TARGET:PORT
};

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

Result<Flow> find_flow(const scenario::Scenario& scenario, const ExplainOptions& options) {
    const auto target = parse_flow_target(options.to);
    std::vector<std::string> members;
    for (const auto& member : scenario.participants.members) members.push_back(member.endpoint.name);
    for (const auto& name : {options.from, target.name}) {
        if (scenario.participants.find(name) == nullptr) return unknown("participant", name, members);
    }
    if (target.port == 0) return Error{ErrorKind::usage, "--to needs a port", "for example --to primary:5432"};
    const Flow by_udp{options.from, target.name, Protocol::udp, target.port};
    if (scenario.participants.find_port(by_udp) != nullptr) return by_udp;
    return Flow{options.from, target.name, Protocol::tcp, target.port};
}

void print_direction(const char* name, const engine::DirectionDecision& decision) {
    print(fmt::format("  {}: {}{}{}{}\n    {}\n", name, to_string(decision.verdict), decision.by.empty() ? "" : " by ",
                      decision.by, decision.audited ? ", but let through: policy-audit-mode" : "",
                      decision.reason.empty() ? "no policy selects it in this direction" : decision.reason));
}

// Applies the steps up to the last one that is wanted, and prints what becomes of each policy.
engine::PolicySet apply_steps(const scenario::Scenario& scenario, const std::string& last,
                              const engine::Cilium& cilium) {
    engine::PolicySet policies(cilium);
    for (const auto& step : scenario.steps) {
        for (const auto& manifest : step.remove) policies.remove(manifest);
        for (const auto& manifest : step.apply) {
            const auto admission = policies.apply(manifest, step.validation);
            const auto detail = describe(admission);
            print(fmt::format("{} {}{}{}\n", manifest::describe(manifest), to_string(admission.result),
                              detail.empty() ? "" : ": ", detail));
        }
        if (step.name == last) break;
    }
    return policies;
}

int explain_scenario(const Invocation& invocation, const ExplainOptions& options) {
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return fail(catalog.error());
    const std::string& name = options.words.front();
    const auto selected = catalog->select({name});
    if (!selected) return fail(selected.error());
    if (selected->size() > 1) {
        return fail(
            {ErrorKind::usage, fmt::format("'{}' names {} scenarios", name, selected->size()), "name one of them"});
    }
    const auto& scenario = selected->front();
    const auto flow = find_flow(scenario, options);
    if (!flow) return fail(flow.error());
    const auto names = step_names(scenario);
    const auto step = options.step.empty() ? names.end() - 1 : std::find(names.begin(), names.end(), options.step);
    if (step == names.end()) return fail(unknown("step", options.step, names));

    const auto cilium = choose_cilium(options.world, {});
    if (!cilium) return fail(cilium.error());
    const auto policies = apply_steps(scenario, *step, *cilium);
    const auto decision = engine::evaluate(scenario.participants.world(), policies, *flow);
    print(fmt::format("{}: {}\n", describe(*flow), to_string(decision.verdict())));
    print_direction("ingress", decision.ingress);
    print_direction("egress", decision.egress);
    print(needs_text(scenario.participants.world(), *flow));
    const auto& claims = scenario.steps[static_cast<size_t>(step - names.begin())].claims;
    if (const auto claim = claims.find(*flow); claim != claims.end()) {
        print(fmt::format("  {} claims: {}\n", scenario.page ? "the page" : "the scenario", to_string(claim->second)));
    }
    return 0;
}

int explain(const Invocation& invocation, const ExplainOptions& options) {
    if (options.words.empty() && !names_world(options.world)) {
        return fail({ErrorKind::usage, "explain what?",
                     "name a scenario, or give policies and pods: FILE…, --world, --context"});
    }
    if (means_world(options.words, options.world)) {
        return explain_in_world(options.words, options.world, options.from, options.to);
    }
    if (const std::string fault = flow_target(options.to); !fault.empty()) return fail({ErrorKind::usage, fault});
    return explain_scenario(invocation, options);
}

Action declare_explain(CLI::App& command) {
    const auto options = std::make_shared<ExplainOptions>();
    name_scenarios(command.add_option("SCENARIO|FILE", options->words,
                                      "Name or file of a scenario; or policies and other objects: files, folders, git "
                                      "revisions"));
    command.add_option("--from", options->from, "The peer that connects")->type_name("PEER")->required();
    command.add_option("--to", options->to, "The target and its port; in a world also a Service, a port's name, /udp")
        ->type_name("TARGET:PORT")
        ->required();
    command.add_option("--step", options->step, "The step after which to look; the last one unless given")
        ->type_name("NAME");
    add_world_options(command, options->world);
    return [options](const Invocation& invocation) { return explain(invocation, *options); };
}

constexpr const char* explain_epilogue =
    "Examples:\n"
    "  pgreach explain postgres-access-backend-label --from frontend --to primary:5432\n"
    "  pgreach explain policies/ --world world.yaml --from web/api --to db/pg-rw:5432";

}  // namespace

extern const Command explain_command{"explain", "Say what Cilium's semantics make of one flow, and why",
                                     explain_epilogue, declare_explain};

}  // namespace pgreach::cli
