#pragma once

#include "base/diagnostic.hpp"
#include "model/participants.hpp"
#include "yaml/node.hpp"

namespace pgreach::scenario {

struct ParticipantsFile {
    Participants participants;  // of use only where there are no errors
    Diagnostics diagnostics;
};

// Reads a participants file (fixtures/participants). Whatever could not exist in a cluster, or could not be told apart,
// is complained of: illegal namespaces and labels, names and addresses used twice, ports that nobody serves.
ParticipantsFile read_participants(const SourcePtr& source);

// The same of the participants that stand within a scenario: a map with all keys of such a file but the name.
ParticipantsFile read_participants_within(const yaml::Node& map, const std::string& name, const SourcePtr& source);

}  // namespace pgreach::scenario
