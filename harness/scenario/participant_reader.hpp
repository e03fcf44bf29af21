#pragma once

#include "model/participants.hpp"
#include "scenario/fields.hpp"

namespace pgreach::scenario {

// Reads one participant, and complains of all that no pod, node or address can be.
Participant read_participant(const yaml::Node& node, Complaints& complaints);

// A map of labels; none where there is no node. What no label can be is complained of.
Labels read_labels(const yaml::Node* node, Complaints& complaints);

// The name of a participant or a group: words that mean something in claims are none, nor what `NAME:PORT` and reports
// could not show.
void check_name(const std::string& name, Mark mark, Complaints& complaints);

}  // namespace pgreach::scenario
