#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// The namespace of a scenario's database.
std::string home_of(const Participants& participants);

// The scenario with its database, and all that is in the namespace of its database, in another one: participants,
// policies, the labels of the namespace, and the selectors of policies that name it by the label
// io.kubernetes.pod.namespace or kubernetes.io/metadata.name. What is claimed stays as it is.
Scenario moved(Scenario scenario, const std::string& ns);

// All of them, for that namespace of a cluster that others use. A usage error where a policy of one is clusterwide, and
// so in force everywhere, or where a participant is in that namespace already.
Result<std::vector<Scenario>> move_all(std::vector<Scenario> scenarios, const std::string& ns);

}  // namespace pgreach::scenario
