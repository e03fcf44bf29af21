#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/flow.hpp"

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

// What a container calls one of its ports.
struct NamedPort {
    std::string name;
    Protocol protocol = Protocol::tcp;
    int port = 0;
    auto operator<=>(const NamedPort&) const = default;
};

// One party of a flow. Labels are a pod's own, as `kubectl get pod --show-labels` prints them, or a node's; what the
// agent adds (namespace, cluster, service account) is the engine's business.
struct Endpoint {
    std::string name;  // unique in a world
    EndpointKind kind = EndpointKind::pod;
    std::string ns = {};  // pods only
    Labels labels = {};   // pods and nodes
    // "203.0.113.7/32": where it is outside the cluster. An API server with one is outside, too.
    std::string cidr = {};
    std::string service_account = "default";
    std::vector<NamedPort> named_ports = {};  // of this pod alone
    std::string ip = {};                      // of a pod or node; blocks match a node's only if the agent is told to
    // An API server without `cidr` runs on another node, and is a remote node as well. False: it is known as API server
    // alone.
    bool on_node = true;
};

// A CiliumCIDRGroup: blocks of addresses outside the cluster under one name.
struct CidrGroup {
    std::string name;
    Labels labels = {};
    std::vector<std::string> blocks = {};  // "203.0.113.0/24"
};

// A Service of Kubernetes, for toServices: its endpoints are the pods that its selector matches, else these addresses.
struct KubernetesService {
    std::string ns;
    std::string name;
    Labels labels = {};
    Labels selector = {};
    std::vector<std::string> addresses = {};
};

// Everything a policy can be evaluated against.
struct World {
    std::vector<Endpoint> endpoints;
    // Labels of namespaces. A namespace that is not listed has what Kubernetes gives each one:
    // kubernetes.io/metadata.name.
    std::map<std::string, Labels> namespaces = {};
    std::vector<CidrGroup> cidr_groups = {};
    std::vector<KubernetesService> services = {};
    // What DNS answers, for toFQDNs: addresses by name ("s3.example.com").
    std::map<std::string, std::vector<std::string>> dns = {};
    // TCP ports that every pod of the participants names ("postgresql" → 5432).
    std::map<std::string, int> named_ports = {};
    // The agent learns from the cluster what its peers call their ports, so that an egress rule can name one. False: it
    // knows an endpoint's own names only, and such a rule matches nothing.
    bool peer_ports_known = true;
    // Blocks of addresses match pods by their `ip`, too: what others make of a NetworkPolicy, and Cilium never.
    bool blocks_match_pods = false;

    // Null where there is no endpoint of that name.
    const Endpoint* find(const std::string& name) const {
        for (const auto& endpoint : endpoints) {
            if (endpoint.name == name) return &endpoint;
        }
        return nullptr;
    }
};

}  // namespace pgreach
