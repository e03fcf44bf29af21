#include "cli/terminal_progress.hpp"

#include <unistd.h>

#include <cstdio>

#include "base/columns.hpp"
#include "cli/console.hpp"

namespace pgreach::cli {
namespace {

constexpr const char* erase_line = "\r\033[K";

}  // namespace

TerminalProgress::TerminalProgress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

TerminalProgress::~TerminalProgress() {
    clear();
}

void TerminalProgress::clear() {
    if (shown_) std::fputs(erase_line, stderr);
    shown_ = false;
}

void TerminalProgress::show(const std::string& text) {
    if (quiet_) return;
    if (terminal_) {
        // A line that is broken could not be taken away again.
        const size_t width = terminal_width(STDERR_FILENO);
        std::fprintf(stderr, "%s%s", erase_line, (width > 0 ? shortened(text, width - 1) : text).c_str());
        shown_ = true;
    } else {
        std::fprintf(stderr, "pgreach: %s\n", text.c_str());
    }
    std::fflush(stderr);
}

void TerminalProgress::step(const std::string& text) {
    step_ = text;
    show(text);
}

void TerminalProgress::update(const std::string& text) {
    // On paper, every look at the same thing would be a line of its own.
    if (terminal_) show(step_ + ": " + text);
}

void TerminalProgress::note(const std::string& text) {
    clear();
    if (!text.empty()) std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace pgreach::cli
