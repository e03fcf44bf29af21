#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "probe/peer.hpp"
#include "proc/starter.hpp"

namespace pgreach::probe {

// A peer and the descriptor of its network namespace (-1: ours).
struct Place {
    std::string peer;
    int network = -1;
};

// Probes of this machine, served by one process: they end with it.
struct ServedProbes {
    proc::Child process;
    std::vector<std::pair<std::string, PeerStream>> streams;  // in the order of the places
};

// Starts pgreach-probe (`program`: its path) once for all places. It forks a probe for each, which enters that place's
// network: whoever calls this must be allowed to, and the process keeps our capabilities for it.
Result<ServedProbes> serve_probes(proc::ChildStarter& starter, const std::string& program,
                                  const std::vector<Place>& places);

// One more, in a process of its own; for a lost one.
Result<PeerStream> start_probe(proc::ChildStarter& starter, const std::string& program, const Place& place);

}  // namespace pgreach::probe
