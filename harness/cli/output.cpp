#include "cli/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

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

// Whether it was made, and so is to be removed again where nothing comes of it.
Result<bool> make_folder(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return false;
    if (std::filesystem::create_directories(path, error) || !error) return true;
    return Error{ErrorKind::usage, "cannot make the folder " + path + ": " + error.message(),
                 "nothing was run; name a path in a folder that is yours"};
}

}  // namespace

Result<OutputFiles> claim_reports(Output& output, std::vector<OutputFile> others) {
    bool made = false;
    if (!output.folder.empty()) {
        const auto folder = make_folder(output.folder);
        if (!folder) return folder.error();
        made = *folder;
        for (const auto& format : report::formats()) {
            const auto path = std::filesystem::path(output.folder) / report::file_name(format);
            output.reports.push_back({format, path.string()});
            others.push_back({"--report-dir " + output.folder, path.string()});
        }
    }
    const auto own = output.reports.size() - (output.folder.empty() ? 0 : report::formats().size());
    for (size_t i = 0; i < own; ++i) {
        const auto& report = output.reports[i];
        others.push_back({"--report " + report.format + "=" + report.path, report.path});
    }
    auto claimed = OutputFiles::claim(others);
    std::error_code ignored;
    if (!claimed && made) std::filesystem::remove(output.folder, ignored);
    return claimed;
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
