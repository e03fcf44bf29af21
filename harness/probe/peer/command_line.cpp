#include "probe/peer/command_line.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "probe/peer/session.hpp"

namespace pgreach::probe {
namespace {

constexpr auto help =
    "Usage: pgreach-probe [--help]\n"
    "\n"
    "Reads plans as JSON lines from stdin, tries all flows of a plan at once, and writes\n"
    "attempts as JSON lines to stdout. Started by pgreach in each peer.\n"
    "\n"
    "Example:\n"
    "  echo '{\"plan\":1,\"timeout_ms\":1000,\"flows\":[{\"id\":0,\"service\":\"postgresql\",\n"
    "         \"address\":\"127.0.0.1\",\"port\":5432,\"user\":\"app\",\"database\":\"app\"}]}' | tr -d '\\n' |\n"
    "  pgreach-probe\n";

}  // namespace

int run_command_line(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return serve(STDIN_FILENO, STDOUT_FILENO);
    if (arguments == std::vector<std::string>{"--help"}) return std::fputs(help, stdout) < 0 ? 3 : 0;
    std::fprintf(stderr, "pgreach-probe: unknown argument '%s'\n%s", arguments.front().c_str(), help);
    return 2;
}

}  // namespace pgreach::probe
