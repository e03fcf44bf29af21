#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgreach::probe {

// Where one probe sits: the descriptors of its network namespace (-1: ours), of its instructions and its messages.
struct Location {
    int network = -1;
    int in = -1;
    int out = -1;
};

// "NETWORK:IN:OUT", as in `--location 7:8:9`.
std::optional<Location> parse_location(std::string_view text);

// Forks a probe for each location and waits for all of them. They share what a process has to load and compute before
// it can speak TLS, which is most of the cost of a probe. The exit code: 0, or 3 where a probe could not take its
// location.
int serve_locations(const std::vector<Location>& locations);

}  // namespace pgreach::probe
