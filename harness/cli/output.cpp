#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "base/unique_fd.hpp"
#include "report/report.hpp"
#include "report/terminal.hpp"
#include "run/judge.hpp"

namespace pgreach::cli {
namespace {

int exit_code_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
        case ErrorKind::input:
            return run::exit_usage;
        case ErrorKind::no_match:
            return run::exit_nothing;
        case ErrorKind::environment:
            return run::exit_inconclusive;
        case ErrorKind::interrupted:
            return run::exit_interrupted;
        case ErrorKind::internal:
            return run::exit_internal;
    }
    return run::exit_internal;
}

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

int fail(const Error& error) {
    // A diagnostic already begins with the file's name, as a compiler's does.
    const bool diagnostic = error.message.find(": error: ") != std::string::npos;
    std::fprintf(stderr, "%s%s\n", diagnostic ? "" : "pgreach: ", error.message.c_str());
    if (!error.remedy.empty()) std::fprintf(stderr, "  %s\n", error.remedy.c_str());
    return exit_code_of(error.kind);
}

Result<void> check_writable(const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        if (path == "-") continue;
        std::error_code ignored;
        const bool existed = std::filesystem::exists(path, ignored);
        const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        if (!file) {
            auto error = system_error("cannot write " + path, errno);
            error.kind = ErrorKind::usage;
            error.remedy = "nothing was run; name a path in a folder that exists and is yours";
            return error;
        }
        if (!existed) ::unlink(path.c_str());
    }
    return {};
}

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
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
    }
    int code = record.summary.exit;
    for (const auto& target : output.reports) {
        const auto written = write_report(target, record);
        if (!written) code = run::worse(code, fail(written.error()));
    }
    return code;
}

}  // namespace pgreach::cli
