#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/engine.hpp"
#include "engine/identities.hpp"
#include "engine/ruleset.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// Says why a direction of a flow is decided as it is. Refers to what it is given.
class Reasoner {
  public:
    Reasoner(const World& world, const Identities& identities, const Ruleset& ruleset)
        : world_(world), identities_(identities), ruleset_(ruleset) {}

    // `subject` and `peer` are endpoints of the world.
    DirectionDecision decide(Direction direction, size_t subject, size_t peer, const PortProtocol& l4) const;

  private:
    std::vector<PolicyId> allowing(Direction direction, size_t subject, size_t peer, const PortProtocol& l4) const;
    std::string by_rule(std::uint32_t index, size_t peer_identity) const;
    RuleReference reference(std::uint32_t index, bool decides) const;
    // Says which rule comes nearest, and puts it into the decision.
    std::string nearest_miss(Direction direction, size_t subject, size_t peer, const PortProtocol& l4,
                             DirectionDecision& decision) const;

    const World& world_;
    const Identities& identities_;
    const Ruleset& ruleset_;
};

}  // namespace pgreach::engine
