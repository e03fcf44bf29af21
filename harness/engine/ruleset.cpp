#include "engine/ruleset.hpp"

#include <algorithm>
#include <utility>

#include "engine/ports.hpp"

namespace pgreach::engine {
namespace {

// Bits of selectors that many rules share are computed once.
class Matches {
  public:
    explicit Matches(const Identities& identities) : identities_(identities) {}

    const Bits& of(const Selector& selector) {
        const auto found = known_.find(selector);
        if (found != known_.end()) return found->second;
        return known_.emplace(selector, identities_.matching(selector)).first->second;
    }
    Bits of(const CidrPeer& peer) { return identities_.matching(peer); }

  private:
    const Identities& identities_;
    std::map<Selector, Bits> known_;
};

}  // namespace

// Ingress: the endpoint's own port, from which a range goes on. Egress: that very port of the peer. Only TCP ports have
// names here. Cilium: L4Filter.toMapState.
Ruleset::Ports Ruleset::resolve(const PortRange& range, Direction direction,
                                const std::map<std::string, int>& named_ports) {
    Ports ports{range.protocols, range.from, std::max(range.from, range.to), !range.name.empty()};
    if (ports.named) {
        const auto found = named_ports.find(range.name);
        ports.protocols = found == named_ports.end() ? ProtocolSet{0} : range.protocols & only(Protocol::tcp);
        ports.from = found == named_ports.end() ? 0 : found->second;
        ports.to = direction == Direction::ingress ? std::max(ports.from, range.to) : ports.from;
    } else if (range.from == 0) {
        ports.to = highest_port;
    }
    return ports;
}

Ruleset::Ruleset(const Identities& identities, const PolicySet::Impl& policies, const World& world)
    : peer_ports_known_(world.peer_ports_known) {
    if (policies.mode != EnforcementMode::never) {
        for (const auto& policy : policies.policies)
            rules_.insert(rules_.end(), policy.rules.begin(), policy.rules.end());
    }
    std::stable_partition(rules_.begin(), rules_.end(), [](const Rule& rule) { return rule.deny; });
    Matches matches(identities);
    for (const auto& rule : rules_) {
        Compiled compiled{Bits(identities.size()), {}};
        if (!rule.selects_nobody && rule.peers.empty() && !rule.any_port) compiled.peers.fill();
        for (const auto& peer : rule.peers) {
            if (rule.selects_nobody) break;
            std::visit([&](const auto& what) { compiled.peers |= matches.of(what); }, peer.what);
        }
        for (const auto& range : rule.ports)
            compiled.ports.push_back(resolve(range, rule.direction, world.named_ports));
        compiled_.push_back(std::move(compiled));
    }
    for (auto& sides : sides_) sides.resize(identities.size());
    for (std::uint32_t i = 0; i < rules_.size(); ++i) select(i, identities, matches.of(rules_[i].subject));
    if (policies.mode == EnforcementMode::always) enforce_always(identities);
}

bool Ruleset::matches_port(std::uint32_t rule, const Service& service, bool peer_is_pod) const {
    if (rules_[rule].any_port) return true;
    const bool names_count = rules_[rule].direction == Direction::ingress || (peer_is_pod && peer_ports_known_);
    const auto& ports = compiled_[rule].ports;
    return std::any_of(ports.begin(), ports.end(), [&](const Ports& range) {
        return (range.protocols & only(service.protocol)) != 0 && service.port >= range.from &&
               service.port <= range.to && (names_count || !range.named);
    });
}

void Ruleset::select(std::uint32_t rule, const Identities& identities, const Bits& subjects) {
    const bool default_deny = rules_[rule].default_deny;
    auto& sides = sides_[index(rules_[rule].direction)];
    for (size_t i = 0; i < identities.size(); ++i) {
        if (!identities.may_be_subject(i) || !subjects.test(i)) continue;
        sides[i].rules.push_back(rule);
        if (default_deny) sides[i].posture = Posture::default_deny;
        if (sides[i].posture == Posture::open) sides[i].posture = Posture::default_allow;
    }
}

void Ruleset::enforce_always(const Identities& identities) {
    for (auto& sides : sides_) {
        for (size_t i = 0; i < identities.size(); ++i) {
            if (identities.may_be_subject(i)) sides[i].posture = Posture::default_deny;
        }
    }
}

}  // namespace pgreach::engine
