#pragma once

#include <string>

#include "model/participants.hpp"

namespace pgreach::repro {

// Who sends, in the words of the script: "pod", "instance", "host", "remote-node"; empty where kubectl cannot make it.
std::string kind_of(const Participant& peer);

// What the pod of a peer is called.
std::string pod_name(const Participant& peer);

// The manifest of the peer's pod, with its labels. It has no Service of its own labels send to it, since it never
// becomes ready. "@IMAGE@" and "@NODE@" are for the script to fill in.
std::string peer_manifest(const Participant& peer, const std::string& ns);

// The manifest of the database: two instances where a replica takes part.
std::string database_manifest(const Participants& participants, const Participant& target, bool with_replica);

// Peer and target as a participants file of pgreach.
std::string participants_file(const Participants& participants, const Participant& peer, const Participant& target);

// A scalar as YAML takes it: plain where it can be, else quoted.
std::string scalar(const std::string& text);

}  // namespace pgreach::repro
