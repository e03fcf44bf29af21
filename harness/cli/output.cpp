#include "cli/output.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
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
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::cli {
namespace {

int exit_code_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
        case ErrorKind::input:
            return verdict::exit_usage;
        case ErrorKind::no_match:
            return verdict::exit_nothing;
        case ErrorKind::environment:
            return verdict::exit_inconclusive;
        case ErrorKind::interrupted:
            return verdict::exit_interrupted;
        case ErrorKind::internal:
            return verdict::exit_internal;
    }
    return verdict::exit_internal;
}

bool wants_colour() {
    const char* refused = std::getenv("NO_COLOR");
    return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0');
}

// In columns; 0 where nobody looks.
size_t terminal_width() {
    winsize size{};
    if (::isatty(STDOUT_FILENO) != 1 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
}

Result<void> write_report(const ReportTarget& target, const Record& record, const verdict::RunVerdict& verdict) {
    const auto text = report::render(target.format, record, verdict);
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
    const auto verdict = verdict::judge(record);
    const bool to_stdout = std::any_of(output.reports.begin(), output.reports.end(),
                                       [](const ReportTarget& report) { return report.path == "-"; });
    if (!to_stdout) {
        const auto text = report::to_terminal(record, verdict,
                                              {.colour = wants_colour(),
                                               .width = terminal_width(),
                                               .matrix = output.matrix,
                                               .verbose = output.verbose,
                                               .quiet = output.quiet});
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
    }
    int code = verdict.exit;
    for (const auto& target : output.reports) {
        const auto written = write_report(target, record, verdict);
        if (!written) code = verdict::worse(code, fail(written.error()));
    }
    return code;
}

}  // namespace pgreach::cli
