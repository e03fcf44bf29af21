#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "reach/peer_set.hpp"

namespace pgreach::reach {
namespace {

// What is said of some labels: "with role=backend", "without env=prod".
struct Told {
    std::vector<std::string> with;
    std::vector<std::string> without;

    void add(const std::string& key, const LabelValues& values);
    std::string text() const;
};

std::string one_of(const std::string& key, const std::set<std::string>& values) {
    if (values.size() == 1) return values.begin()->empty() ? key + "=\"\"" : key + "=" + *values.begin();
    return key + " in (" + join({values.begin(), values.end()}, ", ") + ")";
}

void Told::add(const std::string& key, const LabelValues& values) {
    if (!values.all_but && values.listed.empty()) {
        without.push_back(key);
    } else if (!values.all_but) {
        with.push_back(one_of(key, values.listed) + (values.absent ? " or no " + key : ""));
    } else if (values.absent) {
        without.push_back(one_of(key, values.listed));
    } else if (values.listed.empty()) {
        with.push_back(key);
    } else {
        with.push_back(key + " other than " + join({values.listed.begin(), values.listed.end()}, ", "));
    }
}

std::string Told::text() const {
    std::string text;
    if (!with.empty()) text += " with " + join(with, ", ");
    if (!without.empty()) text += std::string(with.empty() ? "" : " and") + " without " + join(without, ", ");
    return text;
}

std::string values_text(const std::string& one, const std::string& several, const LabelValues& values) {
    const std::vector<std::string> listed(values.listed.begin(), values.listed.end());
    const std::string name = listed.size() == 1 ? one : several;
    return (values.all_but ? "any " + one + " but " : name + " ") + enumerate(listed);
}

std::string pods_text(const PeerSet& peers) {
    Told pod, space;
    std::string account, place, cluster;
    for (const auto& [label, values] : peers.labels) {
        switch (label.of) {
            case PeerLabel::pod_label:
            case PeerLabel::node_label:
                pod.add(label.key, values);
                break;
            case PeerLabel::namespace_label:
                space.add(label.key, values);
                break;
            case PeerLabel::account:
                account = " of " + values_text("service account", "service accounts", values);
                break;
            case PeerLabel::ns:
                place = " in " + values_text("namespace", "namespaces", values);
                break;
            case PeerLabel::cluster:
                cluster = " of " + values_text("cluster", "clusters", values);
                break;
        }
    }
    const std::string labels = pod.text() + account;
    if (const std::string of_space = space.text(); !of_space.empty()) {
        place += (place.empty() ? " in namespaces" : ", a namespace") + of_space;
    }
    if (place.empty()) place = labels.empty() ? " in the cluster" : " in any namespace";
    return (labels.empty() ? "every pod" : "any pod") + labels + place + cluster;
}

std::string node_text(const PeerSet& peers, const std::string& name) {
    Told node;
    for (const auto& [label, values] : peers.labels) node.add(label.key, values);
    return name + node.text();
}

std::string text_of(const PeerSet& peers) {
    switch (peers.kind) {
        case PeerKind::pod:
            return pods_text(peers);
        case PeerKind::own_node:
            return node_text(peers, "its own node");
        case PeerKind::other_node:
            return node_text(peers, peers.name.empty() ? "other nodes" : peers.name);
        case PeerKind::api_server:
            return node_text(peers, peers.name.empty() ? "the API server" : "the API server at " + peers.name);
        case PeerKind::ingress:
            return "Cilium's ingress proxy";
        case PeerKind::health:
            return "Cilium's health checks";
        case PeerKind::initialising:
            return "pods whose labels Cilium does not know yet (reserved:init)";
        case PeerKind::unmanaged:
            return "pods that Cilium does not manage (reserved:unmanaged)";
        case PeerKind::outside:
            return to_text(peers.addresses);
        case PeerKind::named:
            return "the addresses of " + peers.name;
        case PeerKind::group:
            return "CIDR group " + peers.name + ", which is not among the objects";
    }
    return {};
}

}  // namespace

std::string to_text(const PeerSet& peers) {
    return printable_line(text_of(peers));
}

}  // namespace pgreach::reach
