#include "cli/console.hpp"

#include <sys/ioctl.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>

#include "base/file.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

int first_failure = 0;  // errno of standard output, which is one for the whole program

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

void remember(bool written) {
    if (!written && first_failure == 0) first_failure = errno;
}

}  // namespace

void print(std::string_view text) {
    remember(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

void print_error(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

size_t terminal_width(int descriptor) {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int fail(const Error& error) {
    // A diagnostic already begins with the file's name, as a compiler's does.
    const bool diagnostic = error.message.find(": error: ") != std::string::npos;
    std::fprintf(stderr, "%s%s\n", diagnostic ? "" : "pgreach: ", error.message.c_str());
    if (!error.remedy.empty()) std::fprintf(stderr, "  %s\n", error.remedy.c_str());
    return exit_code_of(error.kind);
}

int complete(const std::function<int()>& body) {
    int code = verdict::exit_internal;
    try {
        code = body();
    } catch (const std::bad_alloc&) {
        code = fail(environment_error("out of memory", "raise the limit (ulimit -v), or do less at once"));
    } catch (const std::exception& exception) {
        code = fail({ErrorKind::internal, exception.what(), "this is a bug of pgreach: please report it"});
    }
    remember(std::fflush(stdout) == 0);
    if (first_failure == 0) return code;
    return verdict::worse(code, fail(system_error("cannot write to standard output", first_failure)));
}

}  // namespace pgreach::cli
