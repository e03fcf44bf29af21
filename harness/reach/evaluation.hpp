#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/identities.hpp"
#include "engine/ruleset.hpp"
#include "reach/policies.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// Why one side lets a flow pass or does not.
struct Why {
    engine::Ground ground = engine::Ground::no_policy;
    std::string rule = {};  // "web/allow-db ingress[0]", where one decides
    std::string file = {};  // where it stands
    int line = 0;

    auto operator<=>(const Why&) const = default;
};

// Judges flows between the endpoints of a world, by their place in it. Sides that nobody enforces (nodes, the world
// outside) let everything pass, as does all under policy-audit-mode.
class Evaluation {
  public:
    Evaluation(const World& world, const Policies& policies);
    Evaluation(const Evaluation&) = delete;
    Evaluation& operator=(const Evaluation&) = delete;

    const World& world() const { return world_; }
    engine::Outcome side(engine::Direction direction, size_t subject, size_t peer,
                         const engine::PortProtocol& l4) const;
    // The identities that this side lets pass.
    engine::Bits allowed(engine::Direction direction, size_t subject, const engine::PortProtocol& l4) const;
    bool allows(size_t from, size_t to, const engine::PortProtocol& l4) const;
    Why why(const engine::Outcome& outcome) const;
    const engine::Identities& identities() const { return identities_; }
    const engine::Ruleset& ruleset() const { return ruleset_; }
    bool is_enforced(size_t endpoint) const;
    // The policies that select an endpoint in a direction, sorted.
    std::vector<PolicyId> selecting(engine::Direction direction, size_t subject) const;
    // Of those, the ones that close it by default.
    std::vector<PolicyId> closing(engine::Direction direction, size_t subject) const;
    // "CiliumNetworkPolicy db/pg (policies/db.yaml)"
    std::string describe_policy(const PolicyId& id) const;
    const Policies& policies() const { return policies_; }

  private:
    template <typename Chosen>
    std::vector<PolicyId> policies_of(engine::Direction direction, size_t subject, const Chosen& chosen) const;

    const Policies& policies_;
    bool audit_;
    const World& world_;
    engine::Identities identities_;
    engine::Ruleset ruleset_;
};

// "web/allow-db ingress[0] (policies/db.yaml:12)", "no policy selects it".
std::string to_text(const Why& why);

}  // namespace pgreach::reach
