#pragma once

#include "model/participants.hpp"
#include "scenario/fields.hpp"

namespace pgreach::scenario {

// What is wrong with the participants taken together: names and addresses used twice, instances that are no cluster of
// CloudNativePG's, ports that nobody serves. `root` is where they were read from, for places.
void check_participants(const Participants& participants, const yaml::Node& root, Complaints& complaints);

}  // namespace pgreach::scenario
