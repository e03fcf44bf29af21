#pragma once

#include <optional>
#include <string>

#include "base/unique_fd.hpp"
#include "proc/child.hpp"

namespace pgreach::probe {

// The stream to a running pgreach-probe: its stdin and stdout, non-blocking. `process` where it is a child of its own;
// a probe served by a common process (see launch.hpp) has none.
struct PeerStream {
    UniqueFd input;
    UniqueFd output;
    std::optional<proc::Child> process = {};

    PeerStream(UniqueFd in, UniqueFd out) : input(std::move(in)), output(std::move(out)) {}
    explicit PeerStream(proc::Child child)
        : input(std::move(child.input())), output(std::move(child.output())), process(std::move(child)) {}
};

}  // namespace pgreach::probe
