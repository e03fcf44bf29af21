#include "engine/ruleset.hpp"

#include <algorithm>
#include <utility>

#include "engine/ports.hpp"
#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

bool is_there(const Peer& peer, const World& world) {
    return peer.only_with_group.empty() ||
           std::any_of(world.cidr_groups.begin(), world.cidr_groups.end(),
                       [&peer](const CidrGroup& group) { return group.name == peer.only_with_group; });
}

}  // namespace

// Bits of selectors that many rules share are computed once.
class Ruleset::Matches {
  public:
    explicit Matches(const Identities& identities) : identities_(identities) {}

    const Bits& of(const Selector& selector) {
        const auto found = known_.find(selector);
        if (found != known_.end()) return found->second;
        return known_.emplace(selector, identities_.matching(selector)).first->second;
    }
    Bits of(const CidrPeer& peer) { return identities_.matching(peer); }
    size_t size() const { return identities_.size(); }

  private:
    const Identities& identities_;
    std::map<Selector, Bits> known_;
};

// Ingress: the endpoint's own port, from which a range goes on. Egress: that very port of the peer. Only TCP ports have
// names here. Cilium: L4Filter.toMapState.
Ruleset::Ports Ruleset::resolve(const PortRange& range, Direction direction,
                                const std::map<std::string, int>& named_ports) const {
    Ports ports{range.protocols, range.from, std::max(range.from, range.to), !range.name.empty()};
    if (ports.named) {
        const auto found = named_ports.find(range.name);
        ports.protocols = found == named_ports.end() ? ProtocolSet{0} : range.protocols & only(Protocol::tcp);
        ports.from = found == named_ports.end() ? 0 : found->second;
        ports.to = direction == Direction::ingress ? std::max(ports.from, range.to) : ports.from;
    } else if (range.from == 0 && (range.to == 0 || !range_from_zero_)) {
        ports.to = highest_port;
    }
    return ports;
}

Ruleset::Compiled Ruleset::compile(const Rule& rule, Matches& matches, const World& world) const {
    Compiled compiled{Bits(matches.size()), Bits(matches.size()), {}};
    bool anybody = !rule.any_port;  // beside ports, no peer at all is everyone
    for (const auto& peer : rule.peers) {
        if (rule.selects_nobody || !is_there(peer, world)) continue;
        anybody = false;
        Bits& bits = peer.by_labels ? compiled.by_labels : compiled.others;
        std::visit([&](const auto& what) { bits |= matches.of(what); }, peer.what);
    }
    if (anybody && !rule.selects_nobody) compiled.others.fill();
    for (const auto& range : rule.ports) compiled.ports.push_back(resolve(range, rule.direction, world.named_ports));
    return compiled;
}

Ruleset::Ruleset(const Identities& identities, const PolicySet::Impl& policies, const World& world)
    : peer_ports_known_(world.peer_ports_known),
      range_from_zero_(has(policies.cilium.version, Behaviour::range_from_zero)),
      own_node_needs_a_rule_(has(policies.cilium.version, Behaviour::own_node_needs_a_rule)) {
    const EnforcementMode mode = policies.cilium.config.enforcement;
    if (mode != EnforcementMode::never) {
        for (const auto& policy : policies.policies)
            rules_.insert(rules_.end(), policy.rules.begin(), policy.rules.end());
    }
    std::stable_partition(rules_.begin(), rules_.end(), [](const Rule& rule) { return rule.deny; });
    Matches matches(identities);
    for (const auto& rule : rules_) compiled_.push_back(compile(rule, matches, world));
    for (auto& sides : sides_) sides.resize(identities.size());
    for (std::uint32_t i = 0; i < rules_.size(); ++i) select(i, identities, matches);
    if (mode == EnforcementMode::always) enforce_always(identities);
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

bool Ruleset::matches_peer(const Side& side, std::uint32_t rule, size_t peer) const {
    const auto& required = side.required[rules_[rule].deny ? 1 : 0];
    const Compiled& compiled = compiled_[rule];
    return compiled.others.test(peer) || (compiled.by_labels.test(peer) && (!required || required->test(peer)));
}

Bits Ruleset::peers(const Side& side, std::uint32_t rule) const {
    const auto& required = side.required[rules_[rule].deny ? 1 : 0];
    Bits matched = compiled_[rule].by_labels;
    if (required) matched &= *required;
    return matched |= compiled_[rule].others;
}

void Ruleset::select(std::uint32_t rule, const Identities& identities, Matches& matches) {
    const Rule& selected = rules_[rule];
    const Bits& subjects = matches.of(selected.subject);
    const Bits* required = selected.required.requirements.empty() ? nullptr : &matches.of(selected.required);
    auto& sides = sides_[index(selected.direction)];
    for (size_t i = 0; i < identities.size(); ++i) {
        if (!identities.may_be_subject(i) || !subjects.test(i)) continue;
        Side& side = sides[i];
        side.rules.push_back(rule);
        if (selected.default_deny) side.posture = Posture::default_deny;
        if (side.posture == Posture::open) side.posture = Posture::default_allow;
        if (required == nullptr) continue;
        auto& all = side.required[selected.deny ? 1 : 0];
        if (!all) all.emplace(identities.size()).fill();
        *all &= *required;
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
