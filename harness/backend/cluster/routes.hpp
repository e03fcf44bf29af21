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

// A service of CNPG and the instances that it leads to.
struct ServicePath {
    std::string address;
    std::vector<kube::Pod> instances;
};

// The addresses under which targets can be reached.
struct Directory {
    std::map<std::string, ServicePath> services;         // "rw", "ro", "r"; empty: only pod addresses are tried
    std::map<std::string, std::string> nodes;            // node → its address
    std::map<std::pair<std::string, int>, int> outside;  // target's pod and port → node port
};

// One way to a target, and who may answer on it.
struct Route {
    std::string name;  // "10.244.1.236:5432", "service rw"
    probe::Dial dial;
    std::vector<std::string> behind = {};
    std::vector<std::string> answerers = {};  // empty: anybody
};

// The way to a target's status port, as far as it proves that it answers.
Route status_route(const Target& target, const TargetPort& port, const Login& login);

// All paths from a location to a target: its pod's address and its standbys', and for PostgreSQL the services that lead
// to it (rw to the primary; ro and r to a replica); from outside the port on its node. A way that may lead to another
// instance is one only where that makes no difference: not where policies tell instances apart, where it may lead back
// to the location's own pod, or, from a node, to a pod of another one. Empty where there is none.
std::vector<Route> routes_to(const Target& target, const ProbeLocation& location, const Participant& peer,
                             const TargetPort& port, const Login& login, const Directory& directory,
                             bool instances_alike);

}  // namespace pgreach::backend
