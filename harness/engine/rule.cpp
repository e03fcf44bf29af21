#include "engine/rule.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::engine {
namespace {

// Cilium gives a block of no bits the label of the whole world (of that family), every other one its own.
bool lies_in(const IdentityLabels& labels, const manifest::Cidr& block) {
    return labels.cidr && block.contains(*labels.cidr);
}

}  // namespace

bool CidrPeer::matches(const IdentityLabels& labels) const {
    if (!labels.world || !lies_in(labels, block)) return false;
    return std::none_of(except.begin(), except.end(),
                        [&labels](const manifest::Cidr& hole) { return lies_in(labels, hole); });
}

bool Peer::matches(const IdentityLabels& labels) const {
    return std::visit([&labels](const auto& peer) { return peer.matches(labels); }, what);
}

// Labels of services have no source.
bool ServicePeer::matches(const KubernetesService& service) const {
    if (!ns.empty() && ns != service.ns) return false;
    if (!selector) return name == service.name;
    IdentityLabels labels;
    for (const auto& [key, value] : service.labels) labels.labels.push_back({"any", key, value});
    return selector->matches(labels);
}

bool Rule::matches_peer(const IdentityLabels& labels) const {
    if (selects_nobody) return false;
    if (peers.empty()) return !any_port && services.empty();  // "ingress: [{}]" selects nobody, yet brings default deny
    return std::any_of(peers.begin(), peers.end(), [&labels](const Peer& peer) { return peer.matches(labels); });
}

std::string to_text(const PortRange& range) {
    std::string text = range.name.empty() ? std::to_string(range.from) : range.name;
    if (range.name.empty() && range.from == 0) text = "every port";
    if (range.to > range.from && range.from != 0) text += "-" + std::to_string(range.to);
    if (range.protocols == every_protocol) return text;
    std::vector<std::string> names;
    for (const Protocol protocol : {Protocol::tcp, Protocol::udp, Protocol::sctp}) {
        if ((range.protocols & only(protocol)) != 0) names.emplace_back(to_string(protocol));
    }
    return text + "/" + join(names, "+");
}

}  // namespace pgreach::engine
