#pragma once

#include "base/diagnostic.hpp"
#include "model/participants.hpp"

namespace pgreach::scenario {

struct ParticipantsFile {
    Participants participants;  // of use only where there are no errors
    Diagnostics diagnostics;
};

// Reads a participants file (fixtures/participants). Whatever could not exist in a cluster, or could not be told apart,
// is complained of: illegal namespaces and labels, names and addresses used twice, ports that nobody serves.
ParticipantsFile read_participants(const SourcePtr& source);

}  // namespace pgreach::scenario
