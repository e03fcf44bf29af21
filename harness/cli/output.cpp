#include "cli/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "report/report.hpp"
#include "report/terminal.hpp"
#include "run/judge.hpp"

namespace pgreach::cli {
namespace {

bool wants_colour() {
    const char* refused = std::getenv("NO_COLOR");
    return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

Result<void> write_report(const ReportTarget& target, const Record& record) {
    const auto text = report::render(target.format, record);
    if (!text) return text.error();
    return write_file(target.path == "-" ? "/dev/stdout" : target.path, *text);
}

}  // namespace

std::vector<std::string> paths_of(const std::vector<ReportTarget>& reports) {
    std::vector<std::string> paths;
    for (const auto& report : reports) paths.push_back(report.path);
    return paths;
}

int deliver(const Record& record, const Output& output) {
    const bool to_stdout = std::any_of(output.reports.begin(), output.reports.end(),
                                       [](const ReportTarget& report) { return report.path == "-"; });
    if (!to_stdout) {
        const auto palette = wants_colour() ? report::Palette::ansi() : report::Palette::plain();
        const auto text = report::to_terminal(record, {palette, output.verbose, output.quiet});
        print(text);
    }
    int code = record.summary.exit;
    for (const auto& target : output.reports) {
        const auto written = write_report(target, record);
        if (!written) code = run::worse(code, fail(written.error()));
    }
    return code;
}

}  // namespace pgreach::cli
