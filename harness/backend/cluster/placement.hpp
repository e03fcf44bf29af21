#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "kube/objects.hpp"
#include "model/participants.hpp"

namespace pgreach::backend {

// An instance among the participants and the pod that stands for it now. `standbys`: further instances of that role.
// What is true of the pod is true of them, as long as no policy tells them apart.
struct Target {
    std::string member;
    InstanceRole role = InstanceRole::none;
    kube::Pod pod;
    std::vector<kube::Pod> standbys = {};
};

// Where a probe runs.
enum class LocationKind : std::uint8_t {
    pod,       // a pod of ours with the peer's labels
    instance,  // inside the instance's own pod
    host,      // a pod of ours in the network of a node
    process,   // on this machine, outside the cluster
};

struct ProbeLocation {
    std::string name;    // unique; what the prober calls this peer
    std::string member;  // the participant; empty where it stands for none
    LocationKind kind = LocationKind::pod;
    std::string ns = {};
    std::string pod = {};
    std::string node = {};
    Labels labels = {};
    std::string service_account = "default";
};

// The values of labels in which these instances differ, and the keys that only some of them have. A policy that speaks
// of none of them cannot tell them apart.
std::set<std::string> distinctions(const std::vector<kube::Pod>& instances);

// The primary, and the first of the replicas by name with the others as its standbys, for the participants's primary
// and replica.
Result<std::vector<Target>> find_targets(const Participants& participants, const std::vector<kube::Pod>& instances);

// One location for each peer (one a node for those that are nodes), by turns on a node that has targets and on one that
// has none, so that every target is probed from its own node and from another. `id` goes into the names of pods.
std::vector<ProbeLocation> place(const Participants& participants, const std::vector<Target>& targets,
                                 const std::vector<kube::Node>& nodes, const std::string& id,
                                 const std::string& host_namespace);

// A location on a node of the API server, in its network: what reaches an instance from there is to Cilium what the API
// server sends, and needs none of the connections that it keeps. It stands for no participant. Nothing where no node is
// known.
std::optional<ProbeLocation> location_beside_api_server(const std::set<std::string>& nodes, const std::string& id,
                                                        const std::string& host_namespace);

// The location from which a peer probes a target; null where there is none, as for another node in a cluster of one.
const ProbeLocation* location_for(const std::vector<ProbeLocation>& locations, const Endpoint& peer,
                                  const Target& target);

}  // namespace pgreach::backend
