#include "report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"
#include "report/findings.hpp"
#include "report/matrix.hpp"

namespace pgreach::report {
namespace {

constexpr size_t name_width = 40;
constexpr size_t cell_width = 7;

// The names of a row; a long list is cut, with the count of what is missing.
std::string row_name(const std::vector<std::string>& peers) {
    std::string text = peers.front();
    for (size_t i = 1; i < peers.size(); ++i) {
        const std::string more = fmt::format(" +{}", peers.size() - i);
        if (text.size() + peers[i].size() + 2 + more.size() > name_width) return text + more;
        text += ", " + peers[i];
    }
    return text;
}

std::string header(const Matrix& matrix) {
    std::string targets = std::string(name_width + 4, ' ');
    std::string ports = "    " + fmt::format("{:<{}}", "from", name_width);
    for (const auto& target : matrix.targets) {
        targets += fmt::format("{:<{}}", target, cell_width * matrix.ports.size() + 2);
        for (const int port : matrix.ports) ports += fmt::format("{:<{}}", port, cell_width);
        ports += "  ";
    }
    return std::string(targets.substr(0, targets.find_last_not_of(' ') + 1)) + "\n" +
           ports.substr(0, ports.find_last_not_of(' ') + 1) + "\n";
}

std::string matrix_text(const Matrix& matrix) {
    std::string text = header(matrix);
    for (const auto& row : matrix.rows) {
        std::string line = "    " + fmt::format("{:<{}}", row_name(row.peers), name_width);
        for (size_t i = 0; i < row.cells.size(); ++i) {
            line += fmt::format("{:<{}}", row.cells[i] == nullptr ? "" : cell_text(*row.cells[i]), cell_width);
            if ((i + 1) % matrix.ports.size() == 0) line += "  ";
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string step_text(const ScenarioRecord& scenario, const StepRecord& step, bool verbose) {
    std::vector<std::string> admissions;
    for (const auto& admission : scenario.admissions) {
        if (admission.step != step.name) continue;
        admissions.push_back(fmt::format("{} {}", admission.policy, to_string(admission.observed.result)));
    }
    std::string text =
        fmt::format("  {}: {}\n", step.name, admissions.empty() ? "nothing applied" : join(admissions, ", "));
    if (verbose) {
        text += fmt::format("    changed in {} ms, in force after {} ms, {} rounds in {} ms, database {} ms\n",
                            step.change_ms, step.in_force_ms, step.rounds, step.observe_ms, step.health_ms);
    }
    return text + matrix_text(make_matrix(scenario, step.name, !verbose));
}

std::string scenario_text(const ScenarioRecord& scenario, const TerminalOptions& options) {
    const auto verdict = worst(scenario);
    const auto& palette = options.palette;
    const auto& colour = verdict == Judgement::conforms       ? palette.good
                         : verdict == Judgement::known_defect ? palette.known
                                                              : palette.bad;
    std::string text = fmt::format("{}{}{}  {}{}{}\n  {}\n", palette.strong, scenario.name, palette.end, colour,
                                   to_string(verdict), palette.end, scenario.title);
    if (!scenario.page.empty()) text += fmt::format("  page: {}\n", scenario.page);
    for (const auto& step : scenario.steps) text += step_text(scenario, step, options.verbose);
    for (const auto& line : describe_findings(scenario, palette)) text += "  " + line + "\n";
    return text + "\n";
}

std::string counts_text(const std::map<Judgement, int>& counts) {
    std::vector<std::string> parts;
    for (const auto& [judgement, count] : counts) parts.push_back(fmt::format("{} {}", count, to_string(judgement)));
    return parts.empty() ? "none" : join(parts, ", ");
}

// A control that was not open everywhere undermines every closed flow, so it is told however quiet one wants to be.
std::string controls_text(const Record& record) {
    std::string text;
    for (const auto& control : record.controls) {
        for (const auto& [flow, observation] : control.flows) {
            if (observation.observed == Observed::open) continue;
            text += fmt::format("positive control {}: {} was {}{}{}\n", control.when, describe(flow),
                                to_string(observation.observed), observation.reason.empty() ? "" : ": ",
                                observation.reason);
        }
    }
    return text;
}

bool is_part(const Phase& phase) {
    return phase.name.find(": ") != std::string::npos;
}

// Where raising took so long that it has parts, everybody wants to know where the time went.
bool has_parts(const Record& record) {
    return std::any_of(record.phases.begin(), record.phases.end(), is_part);
}

std::string phases_text(const Record& record) {
    std::string text = "phases:\n";
    for (const auto& phase : record.phases) {
        text += fmt::format("  {:<44} {:>9.1f} ms\n", phase.name, static_cast<double>(phase.microseconds) / 1000);
    }
    return text;
}

std::string summary_text(const Record& record, const Palette& palette) {
    const auto& summary = record.summary;
    std::string text = controls_text(record);
    if (!record.failure.empty()) text += fmt::format("{}failed{}: {}\n", palette.bad, palette.end, record.failure);
    if (record.interrupted) text += "interrupted: what was seen until then stands above\n";
    text += fmt::format("{} scenarios; flows: {}; policies: {}\n", record.scenarios.size(), counts_text(summary.flows),
                        counts_text(summary.admissions));
    if (summary.health_differs > 0) {
        text += fmt::format("{} looks at the database contradict the prediction\n", summary.health_differs);
    }
    if (summary.attributed > 0) {
        text +=
            fmt::format("{} of {} flows that a policy lets pass are attributed to it by the datapath's own events\n",
                        summary.attributed, summary.allowed);
    }
    std::vector<std::string> versions;
    for (const auto& [name, version] : record.versions) versions.push_back(name + " " + version);
    text += fmt::format("backend {}, semantics of {}{}{}\n", record.backend, record.engine,
                        versions.empty() ? "" : ", ", join(versions, ", "));
    for (const auto& note : record.notes) text += note + "\n";
    return text;
}

bool has_marks(const Record& record) {
    return std::any_of(record.summary.flows.begin(), record.summary.flows.end(),
                       [](const auto& entry) { return entry.first != Judgement::conforms && entry.second > 0; });
}

}  // namespace

std::string to_terminal(const Record& record, const TerminalOptions& options) {
    std::string text;
    for (const auto& scenario : record.scenarios) {
        const auto verdict = worst(scenario);
        const bool fine = verdict == Judgement::conforms || verdict == Judgement::known_defect;
        if (!options.quiet || !fine) text += scenario_text(scenario, options);
    }
    if (!options.quiet && has_marks(record)) {
        text +=
            "open: answered  -: dropped  ?: could not tell  "
            "*: known defect  !: docs-defect  ~: stale-defect  !!: deviation\n";
    }
    if (options.verbose || (has_parts(record) && !options.quiet)) text += phases_text(record);
    return text + summary_text(record, options.palette);
}

}  // namespace pgreach::report
