#pragma once

#include <string>
#include <vector>

#include "engine/cilium.hpp"
#include "reach/policies.hpp"
#include "world/contents.hpp"
#include "world/objects.hpp"

namespace pgreach::reach {

// Something that CloudNativePG needs and that policies certainly leave unmet.
struct UnmetNeed {
    std::string name;         // "replication", of the table of needs (model/cnpg_needs.hpp)
    std::string text;         // "replicas cannot reach the primary on 5432 (cluster pg in namespace db)"
    std::string consequence;  // "replicas stop following their primary, at once"
    std::string policy;       // "CiliumNetworkPolicy db/pg", which closes it
    std::string file;
    int line = 0;
};

// Of all clusters that these objects tell of, each need once, sorted; lint's answer (lint/trial.hpp).
std::vector<UnmetNeed> find_unmet_needs(const world::Objects& objects, const engine::Cilium& cilium);

// The same where a world names its members itself (participants of a scenario): of each need between two of them.
std::vector<UnmetNeed> find_unmet_needs(const world::Contents& contents, const Policies& policies);

}  // namespace pgreach::reach
