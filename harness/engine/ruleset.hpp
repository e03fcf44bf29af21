#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/identities.hpp"
#include "engine/policy_set_impl.hpp"
#include "engine/rule.hpp"
#include "model/flow.hpp"

namespace pgreach::engine {

// How the agent stands towards one identity in one direction.
enum class Posture : std::uint8_t {
    open,          // no rule selects it, or the agent enforces nothing
    default_deny,  // closed but for what rules allow
    default_allow  // rules select it, but none of them brings default deny
};

// A protocol and a destination port.
struct Service {
    Protocol protocol = Protocol::tcp;
    int port = 0;
};

// The rules of a policy set, prepared for one world: which identities they select and match, named ports resolved.
// Deny wins over allow, wherever the two stand.
class Ruleset {
  public:
    Ruleset(const Identities& identities, const PolicySet::Impl& policies, const World& world);

    // Of one identity, the rules that select it: deny rules first, else in the order of policies.
    struct Side {
        Posture posture = Posture::open;
        std::vector<std::uint32_t> rules;
    };
    const Side& side(Direction direction, size_t identity) const { return sides_[index(direction)][identity]; }

    const Rule& rule(std::uint32_t index) const { return rules_[index]; }
    const Bits& peers(std::uint32_t rule) const { return compiled_[rule].peers; }
    bool matches_peer(std::uint32_t rule, size_t peer) const { return compiled_[rule].peers.test(peer); }
    // An egress rule that names a port means the peer's, which only a pod can have.
    bool matches_port(std::uint32_t rule, const Service& service, bool peer_is_pod) const;

  private:
    struct Ports {
        ProtocolSet protocols;
        int from;
        int to;
        bool named;
    };
    struct Compiled {
        Bits peers;
        std::vector<Ports> ports;
    };
    static size_t index(Direction direction) { return static_cast<size_t>(direction); }
    static Ports resolve(const PortRange& range, Direction direction, const std::map<std::string, int>& named_ports);
    void select(std::uint32_t rule, const Identities& identities, const Bits& subjects);
    void enforce_always(const Identities& identities);

    bool peer_ports_known_;
    std::vector<Rule> rules_;
    std::vector<Compiled> compiled_;
    std::vector<Side> sides_[2];
};

}  // namespace pgreach::engine
