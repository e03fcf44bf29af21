#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lint/cnpg_facts.hpp"
#include "lint/policy.hpp"
#include "model/cnpg_needs.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

// One of a party, in a small world made for one cluster. Where nobody knows which endpoint it is (the API server, DNS,
// the operator in another namespace), several stand for it, and what is true of all of them is certain.
struct Participant {
    std::string text;                           // "the Pooler pg-rw"
    std::vector<size_t> may_be = {};            // places in World::endpoints
    std::vector<size_t> governed = {};          // of these, the pods whose own policies are looked at
    std::set<cnpg::Condition> only_under = {};  // takes part in needs with these conditions; empty: in all
    std::string ns = {};
    Labels selected_by = {};              // what tells its pods from others of the namespace
    Address address = {};                 // of an object store or a source: as the objects say
    bool in_cluster = false;              // … and it is a Service
    std::vector<size_t> by_address = {};  // of may_be, those that only a block of addresses opens
};

struct SmallWorld {
    World world;
    std::map<cnpg::Party, std::vector<Participant>> parties;

    const Endpoint& endpoint(size_t index) const { return world.endpoints[index]; }
    const std::vector<Participant>& of(cnpg::Party party) const;
};

// What takes part in the needs of one cluster, under policies with these rules: what those name (a namespace that they
// open the status port to, a block of addresses) may be the operator, the API server and so on.
SmallWorld make_small_world(const Given& given, const Facts& facts, const ClusterFacts& cluster,
                            const std::vector<const PlacedRule*>& rules);

}  // namespace pgreach::lint
