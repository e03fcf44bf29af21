#pragma once

#include <map>
#include <string>
#include <vector>

namespace pgreach {

using Labels = std::map<std::string, std::string>;

// What an endpoint is to Cilium. Everything but a pod is known by a reserved identity.
enum class EndpointKind {
    pod,             // has labels and a namespace
    host,            // the node that the target runs on
    remote_node,     // another node of the cluster
    kube_apiserver,  // the API server, where it is not a pod
    world,           // outside the cluster, no particular address
    cidr,            // outside the cluster, at `cidr`
};

// One party of a flow. Labels are a pod's own, as `kubectl get pod --show-labels` prints them; what the agent adds
// (namespace, cluster, service account) is the engine's business.
struct Endpoint {
    std::string name;  // unique in a world
    EndpointKind kind = EndpointKind::pod;
    std::string ns = {};    // pods only
    Labels labels = {};     // pods only
    std::string cidr = {};  // EndpointKind::cidr only: "203.0.113.7/32"
    std::string service_account = "default";
};

// A CiliumCIDRGroup: blocks of addresses outside the cluster under one name.
struct CidrGroup {
    std::string name;
    Labels labels = {};
    std::vector<std::string> blocks = {};  // "203.0.113.0/24"
};

// Everything a policy can be evaluated against.
struct World {
    std::vector<Endpoint> endpoints;
    // Labels of namespaces. A namespace that is not listed has what Kubernetes gives each one:
    // kubernetes.io/metadata.name.
    std::map<std::string, Labels> namespaces = {};
    std::vector<CidrGroup> cidr_groups = {};
    // TCP ports that every pod of the participants names ("postgresql" → 5432).
    std::map<std::string, int> named_ports = {};
    // The agent learns from the cluster what its peers call their ports, so that an egress rule can name one. False: it
    // knows an endpoint's own names only, and such a rule matches nothing.
    bool peer_ports_known = true;

    // Null where there is no endpoint of that name.
    const Endpoint* find(const std::string& name) const {
        for (const auto& endpoint : endpoints) {
            if (endpoint.name == name) return &endpoint;
        }
        return nullptr;
    }
};

}  // namespace pgreach
