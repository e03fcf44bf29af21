#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/observation.hpp"

namespace pgreach {

// Who a check comes from where no member of the participants does: the target's own node, or another one, which may be
// that of the API server. In the words of Cilium's labels.
inline constexpr const char* own_node = "reserved:host";
inline constexpr const char* other_node = "reserved:remote-node";

enum class HealthState : std::uint8_t { working, broken, unclear };

// A consequence of the policies in force for the database itself, beside the matrix of flows. Found by looking at what
// must happen (a replica acknowledges new WAL), never at what CNPG says of itself: its phase stays "Cluster in healthy
// state" for minutes while replication is dead.
struct HealthCheck {
    std::string name;  // "replication of replica", "operator status of primary"
    HealthState state = HealthState::unclear;
    std::string detail = {};  // what was seen
    // The flow that this depends on, so that the engine can predict it: empty where there is none.
    std::string from = {};
    std::string to = {};
    int port = 0;
    std::vector<Doubt> doubts = {};  // why the state may have another cause; with any it is unclear
    // There is this check only if somebody happened to connect: that it is missing says nothing.
    bool by_chance = false;
    std::string need = {};  // of CNPG, by its name in model/cnpg_needs.hpp: what breaks with it; empty: none
};

// What a check looks at, whichever instance it is about: "replication" of "replication of replica".
std::string subject_of(const HealthCheck& check);

}  // namespace pgreach
