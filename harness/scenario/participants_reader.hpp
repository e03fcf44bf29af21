#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/participants.hpp"

namespace pgreach::scenario {

// A participants with the short names that claims may use for several members: "instances", "all", and the file's
// groups.
struct NamedParticipants {
    Participants participants;
    std::map<std::string, std::vector<std::string>> groups;

    // The members that a word of a claim means; empty where it means nobody.
    std::vector<std::string> resolve(const std::string& word) const;
    // Every word that resolves, for "did you mean".
    std::vector<std::string> vocabulary() const;
};

struct ParticipantsFile {
    NamedParticipants participants;
    Diagnostics diagnostics;
};

// Reads a participants file (fixtures/participants).
ParticipantsFile read_cast(const SourcePtr& source);

}  // namespace pgreach::scenario
