#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"
#include "model/world.hpp"
#include "world/objects.hpp"

namespace pgreach::world {

// What made some pods: "Deployment web/api". CNPG's pods are of their Cluster or Pooler, a bare pod of itself.
struct Owner {
    std::string kind;
    std::string ns;
    std::string name;
    auto operator<=>(const Owner&) const = default;
};
std::string describe(const Owner& owner);  // "deployment web/api", "CNPG cluster db/pg"

// Pods that policies cannot tell apart, of one owner.
struct Workload {
    Owner owner;
    size_t pods = 1;
    bool assumed = false;               // no file tells of it: CNPG's operator as its manifests install it
    bool temporary = false;             // there only while it runs: a Job of CNPG's
    std::vector<NamedPort> ports = {};  // that its containers declare; sorted, `name` may be empty
};

// A Cluster of CloudNativePG. Its members by their place in Contents::workloads.
struct Database {
    std::string ns;
    std::string name;
    std::vector<size_t> instances = {};
    std::vector<size_t> poolers = {};
};

// What there is in a cluster, as far as files tell of it: who policies are about, and the policies.
struct Contents {
    // The first endpoints are the workloads, one each, in their order; then come nodes, the API server and the world
    // outside. Names are unique: "web/api", "db/pg-1", "node", "internet".
    World world;
    std::vector<Workload> workloads;  // sorted by name, participants of a scenario before all others
    std::vector<Database> databases;  // sorted by namespace and name
    std::vector<manifest::Manifest> policies;
    size_t on_host_network = 0;  // pods that are their node to Cilium, and so no workloads here

    const std::string& name(size_t workload) const { return world.endpoints[workload].name; }
};

// Pods are grouped by what this Cilium makes an identity of. What CNPG makes of its objects is derived where no pod of
// theirs is among the objects: instances, Poolers, services, and the operator.
Contents make_contents(const Objects& objects, const engine::Cilium& cilium);

// The same of a world that names its endpoints itself (participants of a scenario): those come first, in their order,
// then what the objects tell of.
Contents make_contents(World world, const Objects& objects, const engine::Cilium& cilium);

}  // namespace pgreach::world
