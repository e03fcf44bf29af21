#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/selector.hpp"
#include "manifest/cidr.hpp"
#include "model/flow.hpp"
#include "model/policy_id.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

enum class Direction : std::uint8_t { ingress, egress };

// Addresses outside the cluster: a block without its exceptions. Pods and nodes are never matched by it.
struct CidrPeer {
    manifest::Cidr block;
    std::vector<manifest::Cidr> except = {};

    bool matches(const IdentityLabels& labels) const;
};

// Whom a rule is about on the other side. `text`: as the policy names it ("role=backend", "entity world").
struct Peer {
    std::variant<Selector, CidrPeer> what;
    std::string text;
    Mark mark = {};
    bool by_labels = false;  // an item of fromEndpoints or toEndpoints: what requirements are for
    // As if it were not there where the world has no CIDR group of that name (up to 1.16).
    std::string only_with_group = {};

    bool matches(const IdentityLabels& labels) const;
};

// toServices: one service by its name, or those with some labels. No namespace: in any.
struct ServicePeer {
    std::string ns = {};
    std::string name = {};
    std::optional<Selector> selector = {};
    Mark mark = {};

    bool matches(const KubernetesService& service) const;
};

// A set of protocols, one bit each.
using ProtocolSet = std::uint8_t;
constexpr ProtocolSet only(Protocol protocol) {
    return static_cast<ProtocolSet>(1U << static_cast<unsigned>(protocol));
}
inline constexpr ProtocolSet every_protocol = only(Protocol::tcp) | only(Protocol::udp) | only(Protocol::sctp);

// Ports of some protocols. Named: what the target calls so; then `from` is 0. Else 0 stands for every port.
struct PortRange {
    ProtocolSet protocols = every_protocol;
    int from = 0;
    int to = 0;  // 0 where the rule gives no endPort
    std::string name = {};
};

// One item of ingress, egress, ingressDeny or egressDeny, with all implied by the policy around it.
struct Rule {
    PolicyId policy;
    std::string path;  // "ingress[0]"
    Mark mark = {};
    Direction direction = Direction::ingress;
    bool deny = false;
    bool default_deny = true;  // selected endpoints are closed in this direction but for what rules allow
    Selector subject = {};     // the endpoints that this rule is for
    bool for_nodes = false;    // or the nodes (nodeSelector), which the host firewall guards
    Mark subject_mark = {};    // of endpointSelector or podSelector
    // No peer at all is selected where a list is given and empty; where none is given, everyone is if ports are.
    bool selects_nobody = false;
    std::vector<Peer> peers = {};
    std::vector<ServicePeer> services = {};  // as if they were not there where the world has none of them
    // What peers chosen by labels must have as well, in every rule for the same endpoints (fromRequires, up to 1.18).
    Selector required = {};
    bool any_port = true;  // no toPorts
    std::vector<PortRange> ports = {};

    bool matches_peer(const IdentityLabels& labels) const;
};

// "5432/TCP", "8000-8100", "postgresql/TCP", "every port".
std::string to_text(const PortRange& range);

}  // namespace pgreach::engine
