#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backend/cluster/placement.hpp"
#include "model/observation.hpp"
#include "probe/prober.hpp"

namespace pgreach::backend {

// How the database lets somebody in. The password is not here: probes have it where they run.
struct Login {
    std::string user;
    std::string database;
    std::string ca;           // PEM
    std::string server_name;  // in the certificates of the instances
};

// The addresses under which targets can be reached.
struct Directory {
    std::map<std::string, std::string> services;         // "rw" → "10.96.189.44"; empty: only pod addresses are tried
    std::map<std::string, std::string> nodes;            // node → its address
    std::map<std::pair<std::string, int>, int> outside;  // target's pod and port → node port
};

// One way to a target, and who may answer on it.
struct Route {
    std::string name;  // "10.244.1.236:5432", "service rw"
    probe::Dial dial;
    std::vector<std::string> behind = {};
    std::string answerer = {};  // empty: anybody
};

// All ways from a seat to a target: its pod's address, and for PostgreSQL the service that leads to it; from outside
// the port on its node. Empty where there is none.
std::vector<Route> routes_to(const Target& target, const Seat& seat, const Member& peer, const CastPort& port,
                             const Login& login, const Directory& directory);

// What several ways to one target show together: open or closed only where all agree.
Observation agree(std::vector<std::pair<std::string, Observation>> by_route);

}  // namespace pgreach::backend
