#pragma once

#include <map>
#include <set>

#include "model/flow.hpp"
#include "model/participants.hpp"
#include "scenario/fields.hpp"
#include "yaml/node.hpp"

namespace pgreach::scenario {

// Expands the short form of claims:
//     - {to: instances, port: 5432, allow: [backend, node], deny: rest}
// `rest` means all peers that the other side does not name. Complains of unknown names, of flows claimed twice, and of
// flows of `planned` without a claim. `list` stands where the claims do, for messages.
std::map<Flow, Verdict> expand_claims(const yaml::Node& list, const Participants& participants,
                                      const std::vector<Flow>& planned, Complaints& complaints);

// Expands the flows of a known defect: `- {from: [frontend, plain], to: instances, port: 5432}`, without `from`: all.
std::set<Flow> expand_flows(const std::vector<yaml::Node>& items, const Participants& participants,
                            const std::vector<Flow>& planned, Complaints& complaints);

}  // namespace pgreach::scenario
