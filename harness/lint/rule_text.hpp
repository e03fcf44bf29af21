#pragma once

#include <string>
#include <vector>

#include "lint/gap.hpp"

namespace pgreach::lint {

// What tells the pods of a participant from others of their namespace. Precisely, from those of the same Cluster as
// well.
engine::Selector selector_of(cnpg::Party party, const Participant& participant, const ClusterFacts& cluster,
                             bool precise = false);

// The rule that meets the need, as an item of a policy in that namespace (empty for a clusterwide one), and the one
// that makes names known where it has some; none where this kind of policy cannot say it. Precisely: for nobody else
// and nothing else.
std::vector<std::string> rules_for(const Gap& gap, bool cilium, const std::string& ns, bool precise);

}  // namespace pgreach::lint
