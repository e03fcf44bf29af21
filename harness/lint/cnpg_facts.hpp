#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/policy.hpp"
#include "model/cnpg_needs.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

// Where a Cluster finds its backups, or the server that it follows, as its objects say. `host` is a name, an address,
// or a pattern where only the provider is known ("*.amazonaws.com").
struct Address {
    std::string host;
    int port = 0;
    auto operator<=>(const Address&) const = default;
};

struct PoolerFacts {
    Labels labels = {};
    bool monitored = false;
};

// One Cluster of CloudNativePG, as far as the files (or the world) tell of it.
struct ClusterFacts {
    std::string ns;       // empty: not told
    std::string name;     // empty: not told
    bool certain = true;  // false: nothing tells that there is one; a policy for every pod would be for it
    Labels labels = {};   // of instances, beyond those that CNPG gives: by inheritedMetadata, policies or the world
    std::set<cnpg::Condition> conditions = {cnpg::Condition::always, cnpg::Condition::replicas,
                                            cnpg::Condition::isolation_check};
    std::map<std::string, PoolerFacts> poolers = {};
    // Of Party::object_store and Party::source, by the condition under which they are needed.
    std::map<cnpg::Condition, std::set<Address>> addresses = {};

    // "cluster pg in namespace db"
    std::string text() const;
    // Where its pods are: a namespace that is not told may be any.
    std::string home() const;
    bool has(cnpg::Condition condition) const { return conditions.count(condition) > 0; }
};

struct Facts {
    std::vector<ClusterFacts> clusters;
    std::set<std::string> prometheus_namespaces = {};
    bool operator_home = false;  // there is a policy for pods of the operator's namespace
};

// From policies that select or name instances, Poolers or the operator, and from objects; with a world, from its pods
// and what objects say of those. Where something is of CloudNativePG but names no Cluster, each namespace that has a
// policy for all its pods may hold one. Without a sign of CloudNativePG there are none.
Facts find_facts(const Given& given);

// What objects beside the policies say. Clusters by namespace and name.
using ClustersByName = std::map<std::pair<std::string, std::string>, ClusterFacts>;
void read_objects(const std::vector<manifest::Manifest>& objects, ClustersByName& clusters, Facts& facts);
// An object that only those who run CloudNativePG have.
bool is_of_cnpg(const manifest::Manifest& object);

}  // namespace pgreach::lint
