#include "cli/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "report/report.hpp"
#include "report/terminal.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::cli {
namespace {

bool wants_colour() {
    const char* refused = std::getenv("NO_COLOR");
    return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

Result<void> write_report(const ReportTarget& target, const Record& record, const verdict::RunVerdict& verdict,
                          const OutputFiles& files) {
    const auto text = report::render(target.format, record, verdict);
    if (!text) return text.error();
    return files.write(target.path, *text);
}

}  // namespace

std::vector<OutputFile> files_of(const std::vector<ReportTarget>& reports) {
    std::vector<OutputFile> files;
    for (const auto& report : reports) files.push_back({"--report " + report.format + "=" + report.path, report.path});
    return files;
}

int deliver(const Record& record, const Output& output, const OutputFiles& files) {
    const auto verdict = verdict::judge(record);
    const bool to_stdout = std::any_of(output.reports.begin(), output.reports.end(),
                                       [](const ReportTarget& report) { return is_standard_output(report.path); });
    if (!to_stdout) {
        const auto text = report::to_terminal(record, verdict,
                                              {.colour = wants_colour(),
                                               .width = terminal_width(STDOUT_FILENO),
                                               .matrix = output.matrix,
                                               .verbose = output.verbose,
                                               .quiet = output.quiet});
        print(text);
    }
    int code = verdict.exit;
    for (const auto& target : output.reports) {
        const auto written = write_report(target, record, verdict, files);
        if (!written) code = verdict::worse(code, fail(written.error()));
    }
    return code;
}

}  // namespace pgreach::cli
