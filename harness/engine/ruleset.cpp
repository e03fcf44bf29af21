#include "engine/ruleset.hpp"

#include <algorithm>
#include <map>
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
    const Bits& subjects(const Rule& rule) {
        auto& known = rule.for_nodes ? nodes_ : subjects_;
        const auto found = known.find(rule.subject);
        if (found != known.end()) return found->second;
        return known.emplace(rule.subject, identities_.subjects(rule.subject, rule.for_nodes)).first->second;
    }
    size_t size() const { return identities_.size(); }

  private:
    const Identities& identities_;
    std::map<Selector, Bits> known_;
    std::map<Selector, Bits> subjects_;
    std::map<Selector, Bits> nodes_;
};

// What pods call their ports, all together: a name that means two ports of one protocol means none. Cilium:
// namedPortMultiMap, pkg/types/portmap.go.
class Ruleset::PeerPorts {
  public:
    explicit PeerPorts(const World& world) {
        if (!world.peer_ports_known) return;
        for (const auto& [name, port] : world.named_ports) add({name, Protocol::tcp, port});
        for (const auto& endpoint : world.endpoints) {
            for (const auto& port : endpoint.named_ports) add(port);
        }
    }

    // 0 where there is none.
    int find(const std::string& name, Protocol protocol) const {
        const auto found = ports_.find({name, protocol});
        return found == ports_.end() ? 0 : found->second;
    }

  private:
    void add(const NamedPort& named) {
        const auto [known, added] = ports_.try_emplace({named.name, named.protocol}, named.port);
        if (!added && known->second != named.port) known->second = 0;
    }

    std::map<std::pair<std::string, Protocol>, int> ports_;
};

// A range that begins with a name goes on only where the name is the subject's own. Cilium: L4Filter.toMapState.
void Ruleset::add_ports(const Rule& rule, const PeerPorts& known, std::vector<Ports>& ports) const {
    for (const auto& range : rule.ports) {
        if (range.name.empty()) {
            const bool every_port = range.from == 0 && (range.to == 0 || !range_from_zero_);
            ports.push_back({range.protocols, range.from, every_port ? highest_port : std::max(range.from, range.to)});
        } else if (rule.direction == Direction::ingress) {
            ports.push_back({range.protocols, 0, range.to, range.name});
        } else {
            for (const Protocol protocol : {Protocol::tcp, Protocol::udp, Protocol::sctp}) {
                const int port = known.find(range.name, protocol);
                if (port != 0)
                    ports.push_back({static_cast<ProtocolSet>(range.protocols & only(protocol)), port, port});
            }
        }
    }
}

// True where the world has one of the rule's services.
bool Ruleset::add_services(const Rule& rule, const World& world, Matches& matches, Compiled& compiled) {
    bool any = false;
    for (const auto& service : world.services) {
        const bool meant = std::any_of(rule.services.begin(), rule.services.end(),
                                       [&service](const ServicePeer& peer) { return peer.matches(service); });
        if (!meant) continue;
        Selector pods;
        for (const auto& [key, value] : service.selector) pods.require(parse_label_key(key, "any"), value);
        if (!service.selector.empty()) {
            pods.require(k8s(namespace_key), service.ns);
            compiled.by_labels |= matches.of(pods);
            any = true;
        }
        for (const auto& address : service.addresses) {
            const auto block = manifest::parse_address_or_cidr(address);
            if (!block || !service.selector.empty()) continue;
            compiled.others |= matches.of(CidrPeer{*block});
            any = true;
        }
    }
    return any;
}

Ruleset::Compiled Ruleset::compile(const Rule& rule, Matches& matches, const World& world,
                                   const PeerPorts& known) const {
    Compiled compiled{.by_labels = Bits(matches.size()), .others = Bits(matches.size()), .ports = {}};
    bool anybody = !rule.any_port;  // beside ports, no peer at all is everyone
    if (add_services(rule, world, matches, compiled)) anybody = false;
    for (const auto& peer : rule.peers) {
        if (rule.selects_nobody || !is_there(peer, world)) continue;
        anybody = false;
        Bits& bits = peer.by_labels ? compiled.by_labels : compiled.others;
        std::visit([&](const auto& what) { bits |= matches.of(what); }, peer.what);
    }
    compiled.everyone = anybody && !rule.selects_nobody;
    if (compiled.everyone) compiled.others.fill();
    if (!rule.required.requirements.empty()) compiled.required = matches.of(rule.required);
    add_ports(rule, known, compiled.ports);
    return compiled;
}

std::string Ruleset::name_of(const Rule& rule) const {
    const auto name = qualified_name(rule.policy);
    return (shared_names_.contains(name) ? describe(rule.policy) : name) + " " + rule.path;
}

Ruleset::Ruleset(const Identities& identities, const PolicySet::Impl& policies, const World& world)
    : identities_(identities),
      range_from_zero_(has(policies.cilium.version, Behaviour::range_from_zero)),
      own_node_needs_a_rule_(has(policies.cilium.version, Behaviour::own_node_needs_a_rule)) {
    const EnforcementMode mode = policies.cilium.config.enforcement;
    if (mode != EnforcementMode::never) {
        std::set<std::string> names;
        for (const auto& policy : policies.policies) {
            rules_.insert(rules_.end(), policy.rules.begin(), policy.rules.end());
            const auto name = qualified_name(policy.id);
            if (!names.insert(name).second) shared_names_.insert(name);
        }
    }
    std::stable_partition(rules_.begin(), rules_.end(), [](const Rule& rule) { return rule.deny; });
    Matches matches(identities);
    const PeerPorts known(world);
    for (const auto& rule : rules_) compiled_.push_back(compile(rule, matches, world, known));
    for (auto& sides : sides_) sides.resize(identities.size());
    for (std::uint32_t i = 0; i < rules_.size(); ++i) select(i, matches);
    if (mode == EnforcementMode::always) enforce_always();
}

bool Ruleset::is_named(const Ports& range, const PortProtocol& l4, size_t subject) const {
    const auto& named = identities_.named_ports(subject);
    const auto found =
        std::find_if(named.begin(), named.end(), [&range](const NamedPort& port) { return port.name == range.name; });
    return found != named.end() && found->protocol == l4.protocol && l4.port >= found->port &&
           l4.port <= std::max(found->port, range.to);
}

bool Ruleset::matches_port(std::uint32_t rule, const PortProtocol& l4, size_t subject) const {
    if (rules_[rule].any_port) return true;
    const auto& ports = compiled_[rule].ports;
    return std::any_of(ports.begin(), ports.end(), [&](const Ports& range) {
        if ((range.protocols & only(l4.protocol)) == 0) return false;
        if (!range.name.empty()) return is_named(range, l4, subject);
        return l4.port >= range.from && l4.port <= range.to;
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

void Ruleset::select(std::uint32_t rule, Matches& matches) {
    const Rule& selected = rules_[rule];
    const Bits& subjects = matches.subjects(selected);
    const auto& required = compiled_[rule].required;
    auto& sides = sides_[index(selected.direction)];
    for (size_t i = 0; i < identities_.size(); ++i) {
        if (!subjects.test(i)) continue;
        Side& side = sides[i];
        side.rules.push_back(rule);
        if (selected.default_deny) side.posture = Posture::default_deny;
        if (side.posture == Posture::open) side.posture = Posture::default_allow;
        if (!required) continue;
        auto& all = side.required[selected.deny ? 1 : 0];
        if (!all) all.emplace(identities_.size()).fill();
        *all &= *required;
    }
}

void Ruleset::enforce_always() {
    for (auto& sides : sides_) {
        for (size_t i = 0; i < identities_.size(); ++i) {
            if (identities_.may_be_subject(i)) sides[i].posture = Posture::default_deny;
        }
    }
}

}  // namespace pgreach::engine
