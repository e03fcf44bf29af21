#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "base/text.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "model/names.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::cli {
namespace {

struct ListOptions {
    std::vector<std::string> scenarios;
    bool verbose = false;
};

std::string step_text(const scenario::Step& step, const std::vector<PolicyId>& policies) {
    std::vector<std::string> changes;
    for (const auto& manifest : step.remove) changes.push_back("remove " + distinct_name(manifest.id(), policies));
    for (const auto& manifest : step.apply) changes.push_back("apply " + distinct_name(manifest.id(), policies));
    std::string text = fmt::format("    {}: {}", step.name, changes.empty() ? "nothing" : join(changes, ", "));
    if (step.validation == FieldValidation::ignore) text += " (unknown fields pruned)";
    text += '\n';
    for (const auto& defect : step.known_defects) {
        text += fmt::format("      known defect {}: {}\n", defect.id, defect.happens);
    }
    return text;
}

int list(const Invocation& invocation, const ListOptions& options) {
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return fail(catalog.error());
    const auto scenarios = catalog->select(options.scenarios);
    if (!scenarios) return fail(scenarios.error());
    for (const auto& scenario : *scenarios) {
        print(fmt::format("{:<42} {}\n", scenario.name, scenario.title));
        if (!options.verbose) continue;
        const auto policies = scenario::policies_of(scenario);
        for (const auto& step : scenario.steps) print(step_text(step, policies));
    }
    return 0;
}

Action declare_list(CLI::App& command) {
    const auto options = std::make_shared<ListOptions>();
    name_scenarios(command.add_option("NAME", options->scenarios, "Only these: names, patterns, files or folders"));
    command.add_flag("-v,--verbose", options->verbose, "Also their steps, policies and known defects");
    return [options](const Invocation& invocation) { return list(invocation, *options); };
}

}  // namespace

extern const Command list_command{"list", "Show the scenarios", "", declare_list};

}  // namespace pgreach::cli
