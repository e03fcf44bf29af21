#include "backend/cluster/placement.hpp"

#include <algorithm>
#include <set>

#include "backend/cluster/run_id.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

// Those that have this role now, by name.
std::vector<kube::Pod> instances_for(InstanceRole role, const std::vector<kube::Pod>& instances) {
    const std::string wanted = role == InstanceRole::primary ? cnpg::primary_role : cnpg::replica_role;
    std::vector<kube::Pod> found;
    std::copy_if(instances.begin(), instances.end(), std::back_inserter(found), [&](const kube::Pod& pod) {
        return pod.label(cnpg::instance_role_label) == wanted && !pod.terminating && !pod.ip.empty();
    });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

std::set<std::string> nodes_of(const std::vector<Target>& targets) {
    std::set<std::string> nodes;
    for (const auto& target : targets) nodes.insert(target.pod.node);
    return nodes;
}

// The node of the first target, and another: of another target's where there is one, else any.
std::vector<std::string> alternate_nodes(const std::vector<Target>& targets, const std::vector<kube::Node>& nodes) {
    std::vector<std::string> chosen;
    const auto add = [&](const std::string& node) {
        if (chosen.size() < 2 && std::find(chosen.begin(), chosen.end(), node) == chosen.end()) chosen.push_back(node);
    };
    for (const auto& target : targets) add(target.pod.node);
    for (const auto& node : nodes) {
        if (node.ready) add(node.name);
    }
    return chosen;
}

bool is_node(EndpointKind kind) {
    return kind == EndpointKind::host || kind == EndpointKind::remote_node;
}

// Locations are made for one set of participants; keeps count, so that names are unique and nodes alternate.
class Locating {
  public:
    Locating(const std::vector<Target>& targets, const std::vector<kube::Node>& nodes, const std::string& id)
        : targets_(targets), nodes_(alternate_nodes(targets, nodes)), id_(id) {}

    void pod_location(const Participant& member) {
        const std::string& node = nodes_[turn_++ % nodes_.size()];
        const auto& endpoint = member.endpoint;
        locations_.push_back({endpoint.name, endpoint.name, LocationKind::pod, endpoint.ns, pod_name(endpoint.name),
                              node, endpoint.labels, endpoint.service_account});
    }
    void instance_location(const Participant& member) {
        for (const auto& target : targets_) {
            if (target.member != member.endpoint.name) continue;
            locations_.push_back({target.member, target.member, LocationKind::instance, target.pod.ns, target.pod.name,
                                  target.pod.node, target.pod.labels});
        }
    }
    void host_location(const std::string& member, const std::string& node, const std::string& ns) {
        const std::string name = member + "@" + node;
        locations_.push_back({name, member, LocationKind::host, ns, pod_name(name), node, {}});
    }
    void process_location(const Participant& member) {
        locations_.push_back({member.endpoint.name, member.endpoint.name, LocationKind::process});
    }
    std::vector<ProbeLocation> take() { return std::move(locations_); }

  private:
    std::string pod_name(const std::string& peer) {
        return object_name("pgreach-" + id_ + "-" + std::to_string(++count_) + "-" + peer);
    }

    const std::vector<Target>& targets_;
    std::vector<std::string> nodes_;
    std::string id_;
    size_t turn_ = 0;
    int count_ = 0;
    std::vector<ProbeLocation> locations_;
};

}  // namespace

std::set<std::string> distinctions(const std::vector<kube::Pod>& instances) {
    std::set<std::string> values;
    for (const auto& pod : instances) {
        for (const auto& label : pod.labels) {
            const bool shared = std::all_of(instances.begin(), instances.end(), [&](const kube::Pod& other) {
                return other.label(label.first) == label.second;
            });
            if (shared) continue;
            values.insert(label.second);
            const bool everywhere = std::all_of(instances.begin(), instances.end(), [&](const kube::Pod& other) {
                return other.labels.count(label.first) != 0;
            });
            if (!everywhere) values.insert(label.first);
        }
    }
    return values;
}

Result<std::vector<Target>> find_targets(const Participants& participants, const std::vector<kube::Pod>& instances) {
    std::vector<Target> targets;
    for (const auto& member : participants.members) {
        if (!member.is_instance()) continue;
        auto pods = instances_for(member.instance, instances);
        if (pods.empty()) return environment_error("no instance of the database can stand for " + member.endpoint.name);
        Target target{member.endpoint.name, member.instance, pods.front()};
        target.standbys.assign(pods.begin() + 1, pods.end());
        targets.push_back(std::move(target));
    }
    return targets;
}

std::vector<ProbeLocation> place(const Participants& participants, const std::vector<Target>& targets,
                                 const std::vector<kube::Node>& nodes, const std::string& id,
                                 const std::string& host_namespace) {
    Locating locating(targets, nodes, id);
    std::set<std::string> others;
    for (const auto& node : nodes) others.insert(node.name);
    for (const auto& member : participants.members) {
        if (!member.peer) continue;
        const EndpointKind kind = member.endpoint.kind;
        if (member.is_instance()) {
            locating.instance_location(member);
        } else if (kind == EndpointKind::pod) {
            locating.pod_location(member);
        } else if (is_node(kind)) {
            const auto where = kind == EndpointKind::host ? nodes_of(targets) : others;
            for (const auto& node : where) locating.host_location(member.endpoint.name, node, host_namespace);
        } else if (kind == EndpointKind::world || kind == EndpointKind::cidr) {
            locating.process_location(member);
        }
    }
    return locating.take();
}

std::optional<ProbeLocation> location_beside_api_server(const std::set<std::string>& nodes, const std::string& id,
                                                        const std::string& host_namespace) {
    if (nodes.empty()) return std::nullopt;
    const std::string& node = *nodes.begin();
    return ProbeLocation{.name = "api-server@" + node,
                         .member = {},
                         .kind = LocationKind::host,
                         .ns = host_namespace,
                         .pod = object_name("pgreach-" + id + "-api-server-" + node),
                         .node = node};
}

const ProbeLocation* location_for(const std::vector<ProbeLocation>& locations, const Endpoint& peer,
                                  const Target& target) {
    for (const auto& location : locations) {
        if (location.member != peer.name) continue;
        const bool same_node = location.node == target.pod.node;
        if (peer.kind == EndpointKind::host && !same_node) continue;
        if (peer.kind == EndpointKind::remote_node && same_node) continue;
        return &location;
    }
    return nullptr;
}

}  // namespace pgreach::backend
