#include "report/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace pgreach::report {
namespace {

Place place_in(const PolicyText* policy, int line) {
    return policy == nullptr ? Place{} : Place{shown_path(policy->file), line > 0 ? line : policy->line};
}

Place place_of_flow(const FlowRecord& flow, const ScenarioRecord& scenario) {
    if (flow.rule) return place_in(find_text(scenario, flow.rule->policy), flow.rule->line);
    // Where one policy is all there is, what it does not do is its fault.
    return scenario.policies.size() == 1 ? place_in(&scenario.policies.front(), 0) : Place{};
}

}  // namespace

std::string shown_path(const std::string& path) {
    std::error_code unknown;
    const auto here = std::filesystem::current_path(unknown).string() + "/";
    return !unknown && here != "//" && path.starts_with(here) ? path.substr(here.size()) : path;
}

Place place_of(const verdict::Item& item, const ScenarioRecord& scenario) {
    Place place;
    if (const auto* facts = item.flow()) place = place_of_flow(*facts->record, scenario);
    if (const auto* admission = item.admission()) place = place_in(find_text(scenario, admission->policy), 0);
    return place.file.empty() ? Place{shown_path(scenario.file), 0} : place;
}

const PolicyText* find_text(const ScenarioRecord& scenario, const PolicyId& policy) {
    const auto found = std::find_if(scenario.policies.begin(), scenario.policies.end(),
                                    [&](const PolicyText& text) { return text.policy == policy; });
    return found == scenario.policies.end() ? nullptr : &*found;
}

std::string repeat_command(const ScenarioRecord& scenario, const Flow& flow) {
    const auto& argument = scenario.argument.empty() ? scenario.name : scenario.argument;
    return fmt::format("pgreach run {} --from {} --to {}:{}", shell_quote(argument), shell_quote(flow.from),
                       shell_quote(flow.to), flow.port);
}

}  // namespace pgreach::report
