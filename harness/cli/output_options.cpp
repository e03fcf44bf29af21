#include <CLI/App.hpp>

#include "base/text.hpp"
#include "cli/checks.hpp"
#include "cli/choices.hpp"
#include "cli/output.hpp"
#include "report/report.hpp"

namespace pgreach::cli {
namespace {

std::string report_target(const std::string& value) {
    const auto equals = value.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) {
        return "'" + value + "' is not FORMAT=PATH";
    }
    return one_of(report::formats())(value.substr(0, equals));
}

ReportTarget parse_report_target(const std::string& value) {
    const auto equals = value.find('=');
    return {value.substr(0, equals), value.substr(equals + 1)};
}

}  // namespace

void add_output_options(CLI::App& command, Output& output) {
    command.add_flag("--matrix", output.matrix,
                     "Show who reaches whom in every scenario, not only where something is wrong");
    const auto store = [&output](const std::vector<std::string>& values) {
        for (const auto& value : values) output.reports.push_back(parse_report_target(value));
    };
    auto* report = command.add_option_function<std::vector<std::string>>(
        "--report", store,
        "Also write a report, - for standard output; may be repeated. Formats: " + join(report::formats(), ", "));
    report->type_name("FORMAT=PATH")
        ->allow_extra_args(false)  // else it would swallow the names of scenarios
        ->check(report_target);
    std::vector<std::string> begun;
    for (const auto& format : report::formats()) begun.push_back(format + "=");
    offer(report, begun);
    std::vector<std::string> names;
    for (const auto& format : report::formats()) names.push_back(report::file_name(format));
    command
        .add_option("--report-dir", output.folder,
                    "Write a report of each format into this folder: " + join(names, ", "))
        ->type_name("DIR");
    auto* verbose =
        command.add_flag("-v,--verbose", output.verbose, "Every peer on its own line, and the time of each phase");
    command.add_flag("-q,--quiet", output.quiet, "Only what is not as it should be, and the summary")
        ->excludes(verbose);
}

}  // namespace pgreach::cli
