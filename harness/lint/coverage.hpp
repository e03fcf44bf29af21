#pragma once

#include "engine/cilium.hpp"
#include "engine/rule.hpp"
#include "model/flow.hpp"

namespace pgreach::lint {

// What follows from two rules alone. Each answer "true" is certain.

// Under these settings: blocks of addresses may match nodes as well.
bool covers(const engine::Peer& wide, const engine::Peer& narrow, const engine::Cilium& cilium);

// The rule is for every endpoint and every port that the other is for, in the same direction.
bool covers_subject_and_ports(const engine::Rule& wide, const engine::Rule& narrow);

// The rule has a peer list that matches nobody, or has neither peers nor ports.
bool matches_nobody(const engine::Rule& rule);
// The rule names no peers, so that everyone is meant.
bool matches_everyone(const engine::Rule& rule);

// The rule allows this port to some peer or other. A port by name might be this one.
bool may_have_port(const engine::Rule& rule, Protocol protocol, int port);

}  // namespace pgreach::lint
