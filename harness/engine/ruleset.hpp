#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
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
struct PortProtocol {
    Protocol protocol = Protocol::tcp;
    int port = 0;
};

// The rules of a policy set, prepared for one world: which identities they select and match, named ports resolved.
// Deny wins over allow, wherever the two stand. Keeps a reference to the identities.
class Ruleset {
  public:
    Ruleset(const Identities& identities, const PolicySet::Impl& policies, const World& world);

    // Of one identity, the rules that select it: deny rules first, else in the order of policies.
    struct Side {
        Posture posture = Posture::open;
        std::vector<std::uint32_t> rules;
        // Who meets what its allow rules and its deny rules require of peers chosen by labels; none where they do not.
        std::optional<Bits> required[2] = {};
    };
    const Side& side(Direction direction, size_t identity) const { return sides_[index(direction)][identity]; }

    const Rule& rule(std::uint32_t index) const { return rules_[index]; }
    std::uint32_t rules() const { return static_cast<std::uint32_t>(rules_.size()); }
    // "default/cnpg-operator-access ingress[0]", with the kind of the policy where another kind has one of this name.
    std::string name_of(const Rule& rule) const;
    // Whom a rule of this side matches.
    Bits peers(const Side& side, std::uint32_t rule) const;
    bool matches_peer(const Side& side, std::uint32_t rule, size_t peer) const;
    bool is_for_everyone(std::uint32_t rule) const { return compiled_[rule].everyone; }
    // The agent lets a pod's own node in, whatever policies say but for a deny rule.
    bool lets_own_node_in(const Side& side) const { return !own_node_needs_a_rule_ || !side.rules.empty(); }
    // A port that an ingress rule names is the subject's own; one of an egress rule, what all pods call so.
    bool matches_port(std::uint32_t rule, const PortProtocol& l4, size_t subject) const;
    // Of each identity a number, from 0: two have the same where no rule tells them apart, neither as the subject nor
    // as the peer.
    std::vector<size_t> alike() const;

  private:
    // A name: the subject's port of that name, from which a range goes on.
    struct Ports {
        ProtocolSet protocols = 0;
        int from = 0;
        int to = 0;
        std::string name = {};
    };
    struct Compiled {
        Bits by_labels;
        Bits others;
        std::vector<Ports> ports;
        std::optional<Bits> required = {};  // of all rules of the subject, for peers chosen by labels
        bool everyone = false;              // ports without any peer
    };
    class Matches;
    class PeerPorts;
    static size_t index(Direction direction) { return static_cast<size_t>(direction); }
    void add_ports(const Rule& rule, const PeerPorts& known, std::vector<Ports>& ports) const;
    Compiled compile(const Rule& rule, Matches& matches, const World& world, const PeerPorts& known) const;
    static bool add_services(const Rule& rule, const World& world, Matches& matches, Compiled& compiled);
    void select(std::uint32_t rule, Matches& matches);
    void enforce_always();
    bool is_named(const Ports& range, const PortProtocol& l4, size_t subject) const;

    const Identities& identities_;
    bool range_from_zero_;
    bool own_node_needs_a_rule_;
    std::vector<Rule> rules_;
    std::set<std::string> shared_names_;  // qualified names of policies of several kinds
    std::vector<Compiled> compiled_;
    std::vector<Side> sides_[2];
};

}  // namespace pgreach::engine
