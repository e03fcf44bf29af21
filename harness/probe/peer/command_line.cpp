#include "probe/peer/command_line.hpp"

#include <unistd.h>

#include <cstdio>
#include <optional>

#include "base/text.hpp"
#include "probe/peer/handover.hpp"
#include "probe/peer/locations.hpp"
#include "probe/peer/session.hpp"

namespace pgreach::probe {
namespace {

constexpr auto help =
    "Usage: pgreach-probe [--location NETWORK:IN:OUT]... | --resume NAME\n"
    "\n"
    "Reads batches as JSON lines from stdin, tries all flows of a batch at once, and writes\n"
    "attempts as JSON lines to stdout. Started by pgreach in each peer.\n"
    "\n"
    "  --location NETWORK:IN:OUT  serve instead one probe for each location: descriptors of its network\n"
    "                         namespace (-1: this one), its instructions and its messages\n"
    "  --resume NAME          speak to the probe that lost its stream in the middle of the watch NAME\n"
    "\n"
    "Example:\n"
    "  echo '{\"batch\":1,\"timeout_ms\":1000,\"flows\":[{\"id\":0,\"purpose\":\"postgresql\",\n"
    "         \"address\":\"127.0.0.1\",\"port\":5432,\"user\":\"app\",\"database\":\"app\"}]}' | tr -d '\\n' |\n"
    "  pgreach-probe\n";

// Nothing where the arguments are anything but locations.
std::optional<std::vector<Location>> locations_of(const std::vector<std::string>& arguments) {
    std::vector<Location> locations;
    for (size_t i = 0; i < arguments.size(); i += 2) {
        const auto location = i + 1 < arguments.size() ? parse_location(arguments[i + 1]) : std::nullopt;
        if (arguments[i] != "--location" || !location) return std::nullopt;
        locations.push_back(*location);
    }
    return locations;
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return serve(STDIN_FILENO, STDOUT_FILENO);
    if (arguments == std::vector<std::string>{"--help"}) return std::fputs(help, stdout) < 0 ? 3 : 0;
    if (arguments.size() == 2 && arguments[0] == "--resume") {
        return resume(arguments[1], STDIN_FILENO, STDOUT_FILENO);
    }
    const auto locations = locations_of(arguments);
    if (locations) return serve_locations(*locations);
    std::fprintf(stderr, "pgreach-probe: cannot understand: %s\n%s", join(arguments, " ").c_str(), help);
    return 2;
}

}  // namespace pgreach::probe
