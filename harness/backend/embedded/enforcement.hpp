#pragma once

#include <vector>

#include "backend/embedded/addresses.hpp"
#include "engine/policy_set.hpp"
#include "netns/ruleset.hpp"

namespace pgreach::backend {

// What the engine lets pass between participants: everybody to every target, on each port of the
// participants. Nobody else listens anywhere.
std::vector<netns::AllowedFlow> allowed_flows(const Participants& participants, const AddressBook& addresses,
                                              const engine::PolicySet& policies);

}  // namespace pgreach::backend
