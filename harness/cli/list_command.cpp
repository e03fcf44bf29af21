#include <fmt/format.h>

#include <cstdio>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "model/names.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::cli {
namespace {

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

}  // namespace

int list_command(const Arguments& arguments, const ListArguments& list) {
    const auto catalog = scenario::Catalog::load(arguments.data);
    if (!catalog) return fail(catalog.error());
    const auto scenarios = catalog->select(list.scenarios);
    if (!scenarios) return fail(scenarios.error());
    for (const auto& scenario : *scenarios) {
        fmt::print("{:<42} {}\n", scenario.name, scenario.title);
        if (!list.verbose) continue;
        const auto policies = scenario::policies_of(scenario);
        for (const auto& step : scenario.steps) fmt::print("{}", step_text(step, policies));
    }
    return 0;
}

}  // namespace pgreach::cli
