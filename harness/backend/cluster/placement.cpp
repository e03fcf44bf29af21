#include "backend/cluster/placement.hpp"

#include <algorithm>
#include <set>

#include "backend/cluster/run_id.hpp"

namespace pgreach::backend {
namespace {

// Those that play this role now, by name.
std::vector<kube::Pod> instances_for(InstanceRole role, const std::vector<kube::Pod>& instances) {
    const std::string wanted = role == InstanceRole::primary ? "primary" : "replica";
    std::vector<kube::Pod> found;
    std::copy_if(instances.begin(), instances.end(), std::back_inserter(found), [&](const kube::Pod& pod) {
        return pod.label("cnpg.io/instanceRole") == wanted && !pod.terminating && !pod.ip.empty();
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

// Seats are made for one cast; keeps count, so that names are unique and nodes alternate.
class Seating {
  public:
    Seating(const std::vector<Target>& targets, const std::vector<kube::Node>& nodes, const std::string& id)
        : targets_(targets), nodes_(alternate_nodes(targets, nodes)), id_(id) {}

    void seat_pod(const Member& member) {
        const std::string& node = nodes_[turn_++ % nodes_.size()];
        const auto& endpoint = member.endpoint;
        seats_.push_back(
            {endpoint.name, endpoint.name, SeatKind::pod, endpoint.ns, pod_name(endpoint.name), node, endpoint.labels});
    }
    void seat_instance(const Member& member) {
        for (const auto& target : targets_) {
            if (target.member != member.endpoint.name) continue;
            seats_.push_back({target.member, target.member, SeatKind::instance, target.pod.ns, target.pod.name,
                              target.pod.node, target.pod.labels});
        }
    }
    void seat_host(const std::string& member, const std::string& node, const std::string& ns) {
        const std::string name = member + "@" + node;
        seats_.push_back({name, member, SeatKind::host, ns, pod_name(name), node, {}});
    }
    void seat_process(const Member& member) {
        seats_.push_back({member.endpoint.name, member.endpoint.name, SeatKind::process});
    }
    std::vector<Seat> take() { return std::move(seats_); }

  private:
    std::string pod_name(const std::string& peer) {
        return object_name("pgreach-" + id_ + "-" + std::to_string(++count_) + "-" + peer);
    }

    const std::vector<Target>& targets_;
    std::vector<std::string> nodes_;
    std::string id_;
    size_t turn_ = 0;
    int count_ = 0;
    std::vector<Seat> seats_;
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

Result<std::vector<Target>> find_targets(const Cast& cast, const std::vector<kube::Pod>& instances) {
    std::vector<Target> targets;
    for (const auto& member : cast.members) {
        if (!member.target()) continue;
        auto pods = instances_for(member.instance, instances);
        if (pods.empty()) return environment_error("no instance of the database plays " + member.endpoint.name);
        Target target{member.endpoint.name, member.instance, pods.front()};
        target.twins.assign(pods.begin() + 1, pods.end());
        targets.push_back(std::move(target));
    }
    return targets;
}

std::vector<Seat> place(const Cast& cast, const std::vector<Target>& targets, const std::vector<kube::Node>& nodes,
                        const std::string& id, const std::string& host_namespace) {
    Seating seating(targets, nodes, id);
    std::set<std::string> others;
    for (const auto& node : nodes) others.insert(node.name);
    for (const auto& member : cast.members) {
        if (!member.peer) continue;
        const EndpointKind kind = member.endpoint.kind;
        if (member.target()) {
            seating.seat_instance(member);
        } else if (kind == EndpointKind::pod) {
            seating.seat_pod(member);
        } else if (is_node(kind)) {
            const auto where = kind == EndpointKind::host ? nodes_of(targets) : others;
            for (const auto& node : where) seating.seat_host(member.endpoint.name, node, host_namespace);
        } else if (kind == EndpointKind::world || kind == EndpointKind::cidr) {
            seating.seat_process(member);
        }
    }
    return seating.take();
}

std::optional<Seat> seat_beside_api_server(const std::set<std::string>& nodes, const std::string& id,
                                           const std::string& host_namespace) {
    if (nodes.empty()) return std::nullopt;
    const std::string& node = *nodes.begin();
    return Seat{.name = "api-server@" + node,
                .member = {},
                .kind = SeatKind::host,
                .ns = host_namespace,
                .pod = object_name("pgreach-" + id + "-api-server-" + node),
                .node = node};
}

const Seat* seat_for(const std::vector<Seat>& seats, const Endpoint& peer, const Target& target) {
    for (const auto& seat : seats) {
        if (seat.member != peer.name) continue;
        const bool same_node = seat.node == target.pod.node;
        if (peer.kind == EndpointKind::host && !same_node) continue;
        if (peer.kind == EndpointKind::remote_node && same_node) continue;
        return &seat;
    }
    return nullptr;
}

}  // namespace pgreach::backend
