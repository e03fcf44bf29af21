#include "report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/findings.hpp"
#include "report/matrix.hpp"
#include "report/overview.hpp"
#include "report/paint.hpp"
#include "report/summary.hpp"
#include "report/watch_text.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;
using verdict::ScenarioVerdict;

bool is_finding_of(const Item& item, const std::string& step) {
    return item.step == step && item.judgement && *item.judgement != Judgement::conforms &&
           *item.judgement != Judgement::known_defect;
}

bool has_finding(const ScenarioVerdict& scenario, const std::string& step) {
    return std::any_of(scenario.items.begin(), scenario.items.end(),
                       [&](const Item& item) { return is_finding_of(item, step); });
}

std::string step_text(const ScenarioVerdict& scenario, const StepRecord& step, bool verbose) {
    std::vector<std::string> admissions;
    const auto policies = policies_of(*scenario.record);
    for (const auto& admission : step.admissions) {
        admissions.push_back(fmt::format("{} {}", printable_line(distinct_name(admission.policy, policies)),
                                         to_string(admission.observed.result)));
    }
    std::string text = fmt::format("  {}: {}\n", printable_line(step.name),
                                   admissions.empty() ? "nothing applied" : join(admissions, ", "));
    if (verbose) {
        text += fmt::format("    changed in {} ms, in force after {} ms, {} rounds in {} ms, database {} ms\n",
                            step.change_ms, step.in_force_ms, step.rounds, step.observe_ms, step.health_ms);
    }
    return text + to_text(make_matrix(scenario, step.name, !verbose));
}

// Matrices of the steps that are wanted: all, or those with a finding.
std::string matrices_text(const ScenarioVerdict& scenario, const TerminalOptions& options) {
    std::string text;
    if (scenario.record == nullptr) return text;
    const bool all = options.matrix || options.verbose;
    for (const auto& step : scenario.record->steps) {
        if (all || has_finding(scenario, step.name)) text += step_text(scenario, step, options.verbose);
    }
    return text;
}

// What the policies do to the database, though predicted.
std::vector<std::string> consequences(const ScenarioVerdict& scenario) {
    std::vector<std::string> lines;
    for (const auto& item : scenario.items) {
        const auto* health = item.health();
        if (health == nullptr || health->state == HealthState::working) continue;
        if (item.judgement && *item.judgement != Judgement::conforms) continue;  // a finding
        lines.push_back(fmt::format("{} ({}): {}", marked(mark::strong, "consequence"), printable_line(item.step),
                                    printable(item.text)));
    }
    return lines;
}

// Empty where all there is to say of it stands in the overview.
std::string scenario_text(const Record& record, const ScenarioVerdict& scenario, const TerminalOptions& options) {
    auto lines = describe_findings(record, scenario);
    const bool notable = !lines.empty();
    const auto add = [&](std::vector<std::string> more) {
        std::move(more.begin(), more.end(), std::back_inserter(lines));
    };
    if (!options.quiet || notable) add(describe_defects(scenario, options.verbose));
    if (options.verbose) add(consequences(scenario));
    const auto matrices = options.quiet && !notable ? std::string() : matrices_text(scenario, options);
    if (lines.empty() && matrices.empty()) return {};
    std::string text =
        marked(mark::strong, scenario.name) + "  " +
        marked(scenario.headline ? colour_of(*scenario.headline) : mark::unsure, headline_text(scenario)) + "\n";
    if (scenario.record != nullptr) text += "  " + printable(scenario.record->title) + "\n";
    if (scenario.record != nullptr && !scenario.record->page.empty()) {
        text += "  page: " + printable_line(scenario.record->page) + "\n";
    }
    text += matrices;
    for (const auto& line : lines) text += "  " + line + "\n";
    return text + "\n";
}

// What is broken though as predicted is told however quiet one wants it.
std::string broken_text(const verdict::RunVerdict& verdict) {
    std::string text;
    for (const auto& scenario : verdict.scenarios) {
        if (consequences(scenario).empty()) continue;
        text += printable_line(scenario.name) + ": " + database_text(scenario) + "\n";
    }
    return text;
}

bool is_part(const Phase& phase) {
    return phase.name.find(": ") != std::string::npos;
}

// Where preparing took so long that it has parts, everybody wants to know where the time went.
bool has_parts(const Record& record) {
    return std::any_of(record.phases.begin(), record.phases.end(), is_part);
}

// At both ends of the text, so that nobody takes such a run for a real one.
std::string faults_text(const Record& record) {
    if (record.faults.empty()) return {};
    return marked(mark::bad, "TEST RUN") +
           ": it went without something on purpose (PGREACH_FAULT=" + printable_line(join(record.faults, ",")) +
           ") and proves nothing\n";
}

}  // namespace

std::string to_terminal(const Record& record, const verdict::RunVerdict& verdict, const TerminalOptions& options) {
    const std::string faults = faults_text(record);
    std::string text = faults;
    if (!options.quiet && !verdict.scenarios.empty()) text += overview(verdict) + "\n";
    if (record.watch && verdict.watch) text += watch_text(*record.watch, *verdict.watch);
    std::string details;
    for (const auto& scenario : verdict.scenarios) details += scenario_text(record, scenario, options);
    text += details;
    if (details.find("\n    from ") != std::string::npos) text += std::string(legend) + "\n";
    if (options.quiet) text += broken_text(verdict);
    for (const auto& line : describe_run(verdict.run)) text += line + "\n";
    if (options.verbose || (has_parts(record) && !options.quiet)) text += phases_text(record);
    return paint(text + summary_text(record, verdict) + faults, options.colour, options.width);
}

}  // namespace pgreach::report
