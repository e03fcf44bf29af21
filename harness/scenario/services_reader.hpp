#pragma once

#include "model/participants.hpp"
#include "scenario/fields.hpp"

namespace pgreach::scenario {

// Reads `services` of a participant: what it serves to others, by port. Their names become named ports of the pod.
// Complains of ports that are there twice, and of participants that can serve nothing: instances, whose ports are those
// of the database, and the node.
void read_services(Fields& fields, Participant& member, Complaints& complaints);

}  // namespace pgreach::scenario
