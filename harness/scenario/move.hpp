#pragma once

#include <string>

#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// The namespace of a scenario's database.
std::string home_of(const Participants& participants);

// The scenario with its database, and all that is in the namespace of its database, in another one: participants,
// policies, and the selectors of policies that name the namespace by the label io.kubernetes.pod.namespace. What is
// claimed stays as it is.
Scenario moved(Scenario scenario, const std::string& ns);

}  // namespace pgreach::scenario
