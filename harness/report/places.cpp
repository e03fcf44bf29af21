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

Place place_of_flow(const FlowRecord& flow, const ScenarioRecord& scenario, size_t step) {
    if (flow.rule) return place_in(find_text(scenario, flow.rule->policy, step), flow.rule->line);
    if (scenario.policies.empty()) return {};
    // Where one policy is all there is, what it does not do is its fault.
    const auto& only = scenario.policies.front().policy;
    const bool others = std::any_of(scenario.policies.begin(), scenario.policies.end(),
                                    [&](const PolicyText& text) { return text.policy != only; });
    return others ? Place{} : place_in(find_text(scenario, only, step), 0);
}

template <typename T>
bool holds(const std::vector<T>& records, const T* one) {
    return !records.empty() && one >= &records.front() && one <= &records.back();
}

size_t step_of(const verdict::Item& item, const ScenarioRecord& scenario) {
    const auto found = std::find_if(scenario.steps.begin(), scenario.steps.end(),
                                    [&](const StepRecord& step) { return belongs(item, step); });
    return static_cast<size_t>(found - scenario.steps.begin());
}

}  // namespace

std::string shown_path(const std::string& path) {
    std::error_code unknown;
    const auto here = std::filesystem::current_path(unknown).string() + "/";
    return !unknown && here != "//" && path.starts_with(here) ? path.substr(here.size()) : path;
}

Place place_of(const verdict::Item& item, const ScenarioRecord& scenario) {
    Place place;
    const size_t step = step_of(item, scenario);
    if (const auto* facts = item.flow()) place = place_of_flow(*facts->record, scenario, step);
    if (const auto* admission = item.admission()) place = place_in(find_text(scenario, admission->policy, step), 0);
    return place.file.empty() ? Place{shown_path(scenario.file), 0} : place;
}

bool belongs(const verdict::Item& item, const StepRecord& step) {
    if (const auto* flow = item.flow()) return holds(step.flows, flow->record);
    if (const auto* health = item.health()) return holds(step.health, health->record);
    const auto* admission = item.admission();
    return admission != nullptr && holds(step.admissions, admission);
}

std::string repeat_options(const Record& run) {
    std::string options;
    if (!run.backend.empty() && run.backend != "embedded") options += " --backend " + shell_quote(run.backend);
    const auto& release = run.cilium.release;
    const bool named = !release.empty() && release != default_cilium && run.cilium.releases.empty();
    return named ? options + " --cilium " + shell_quote(release) : options;
}

std::string repeat_command(const Record& run, const ScenarioRecord& scenario, const Flow& flow) {
    const auto& argument = scenario.argument.empty() ? scenario.name : scenario.argument;
    return fmt::format("pgreach run {} --from {} --to {}:{}{}", shell_quote(argument), shell_quote(flow.from),
                       shell_quote(flow.to), flow.port, repeat_options(run));
}

}  // namespace pgreach::report
