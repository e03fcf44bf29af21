#include "world/contents.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "engine/world_objects.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"
#include "world/cnpg_pods.hpp"
#include "world/pods.hpp"

namespace pgreach::world {
namespace {

// Of one owner, pods that are one identity: a text for each, \0 cannot stand in a label.
std::string key_of(const Pods& pods, const engine::Labeller& labeller) {
    const Owner& owner = pods.workload.owner;
    std::string key = owner.kind + '\0' + owner.ns + '\0' + owner.name;
    for (const auto& label : labeller.labels_of(pods.endpoint).labels) key += '\0' + label.key + '=' + label.value;
    for (const auto& port : pods.workload.ports) {
        key += '\0' + port.name + ':' + std::to_string(port.port) + std::to_string(static_cast<int>(port.protocol));
    }
    return key;
}

std::vector<Pods> group(const std::vector<Pods>& all, const engine::Labeller& labeller) {
    std::vector<Pods> groups;
    std::unordered_map<std::string, size_t> known;
    for (const auto& pods : all) {
        const auto [found, added] = known.try_emplace(key_of(pods, labeller), groups.size());
        if (added) {
            groups.push_back(pods);
            continue;
        }
        Pods& group = groups[found->second];
        group.workload.pods += pods.workload.pods;
        group.endpoint.name = std::min(group.endpoint.name, pods.endpoint.name);
    }
    return groups;
}

// An instance of a database and a bare pod are known by their own name, others by that of their owner.
std::string short_name(const Pods& pods) {
    const Owner& owner = pods.workload.owner;
    return owner.ns + "/" + (owner.kind == "Cluster" ? pods.endpoint.name : owner.name);
}

// In the order of their names; of several that would be called alike each says its kind, or else a number.
void give_names(std::vector<Pods>& groups) {
    std::vector<std::pair<std::string, Pods>> named;
    for (auto& pods : groups) named.emplace_back(short_name(pods), std::move(pods));
    std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) {
        const auto order = [](const auto& one) {
            const Endpoint& endpoint = one.second.endpoint;
            return std::tie(one.first, one.second.workload.owner.kind, endpoint.labels, endpoint.name);
        };
        return order(a) < order(b);
    });
    groups.clear();
    for (auto& [name, pods] : named) groups.push_back(std::move(pods));
    std::map<std::string, std::set<std::string>> kinds;
    for (const auto& pods : groups) kinds[short_name(pods)].insert(pods.workload.owner.kind);
    std::map<std::string, int> used;
    for (auto& pods : groups) {
        std::string name = short_name(pods);
        if (kinds[name].size() > 1) name += " (" + pods.workload.owner.kind + ")";
        const int number = ++used[name];
        pods.endpoint.name = number == 1 ? name : name + " #" + std::to_string(number);
    }
}

// Whoever is no pod. Nodes are told apart only by their labels and addresses.
void add_others(const std::vector<manifest::Manifest>& objects, World& world) {
    world.endpoints.push_back({.name = "node", .kind = EndpointKind::host});
    world.endpoints.push_back({.name = "other node", .kind = EndpointKind::remote_node});
    world.endpoints.push_back({.name = "API server", .kind = EndpointKind::kube_apiserver});
    world.endpoints.push_back({.name = "internet", .kind = EndpointKind::world});
    for (const auto& object : objects) {
        if (object.kind != "Node" || object.api_version != "v1") continue;
        Endpoint node{.name = "node " + object.name, .kind = EndpointKind::remote_node};
        const yaml::Node* labels = kube::at(object.document, {"metadata", "labels"});
        for (size_t i = 0; labels != nullptr && i < labels->entries.size(); ++i) {
            node.labels[labels->entries[i].key] = labels->entries[i].value.text;
        }
        for (const auto& address : kube::items_at(object.document, {"status", "addresses"})) {
            if (kube::text_at(address, {"type"}) == "InternalIP") node.ip = kube::text_at(address, {"address"});
        }
        world.endpoints.push_back(std::move(node));
    }
}

void find_databases(Contents& contents) {
    std::map<std::pair<std::string, std::string>, Database> known;
    const auto at = [&known](const std::string& ns, const std::string& name) -> Database& {
        auto& database = known[{ns, name}];
        database.ns = ns;
        database.name = name;
        return database;
    };
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        const Owner& owner = contents.workloads[i].owner;
        const auto& labels = contents.world.endpoints[i].labels;
        if (owner.kind == "Cluster") at(owner.ns, owner.name).instances.push_back(i);
        const auto cluster = labels.find(cnpg::cluster_label);
        if (owner.kind == "Pooler" && cluster != labels.end()) at(owner.ns, cluster->second).poolers.push_back(i);
    }
    for (auto& [key, database] : known) contents.databases.push_back(std::move(database));
}

}  // namespace

std::string describe(const Owner& owner) {
    std::string kind = owner.kind;
    if (kind == "Cluster" || kind == "Pooler") {
        kind = kind == "Cluster" ? "CNPG cluster" : "CNPG pooler";
    } else {
        std::transform(kind.begin(), kind.end(), kind.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    return kind + " " + owner.ns + "/" + owner.name;
}

Contents make_contents(const Objects& objects, const engine::Cilium& cilium) {
    Contents contents;
    contents.policies = objects.policies;
    for (const auto& object : objects.others) engine::add_to_world(object, contents.world);
    auto pods = read_pods(objects.others);
    for (auto& some : pods) claim_for_cnpg(some);
    add_cnpg(objects.others, pods, contents.world);
    const auto on_host =
        std::stable_partition(pods.begin(), pods.end(), [](const Pods& p) { return !p.on_host_network; });
    for (auto some = on_host; some != pods.end(); ++some) contents.on_host_network += some->workload.pods;
    pods.erase(on_host, pods.end());
    auto groups = group(pods, engine::Labeller(contents.world, cilium));
    give_names(groups);
    for (auto& some : groups) {
        contents.workloads.push_back(std::move(some.workload));
        contents.world.endpoints.push_back(std::move(some.endpoint));
    }
    add_others(objects.others, contents.world);
    find_databases(contents);
    return contents;
}

namespace {

// Workloads of a world that names its endpoints itself.
void add_participants(const World& world, Contents& contents) {
    std::vector<NamedPort> everywhere;  // what every pod calls its ports in a world of participants
    for (const auto& [name, port] : world.named_ports) everywhere.push_back({name, Protocol::tcp, port});
    for (const auto& endpoint : world.endpoints) {
        if (endpoint.kind != EndpointKind::pod) continue;
        Pods pods{.workload = {}, .endpoint = endpoint};
        pods.workload.owner = {"Pod", endpoint.ns, endpoint.name};
        claim_for_cnpg(pods);
        pods.workload.ports = endpoint.named_ports;
        if (pods.workload.owner.kind == "Cluster") pods.workload.ports = everywhere;
        contents.workloads.push_back(std::move(pods.workload));
        contents.world.endpoints.push_back(endpoint);
    }
}

bool is_pod(const Endpoint& endpoint) {
    return endpoint.kind == EndpointKind::pod;
}

}  // namespace

Contents make_contents(World world, const Objects& objects, const engine::Cilium& cilium) {
    Contents contents;
    Contents more = make_contents(objects, cilium);
    contents.policies = objects.policies;
    add_participants(world, contents);
    auto& endpoints = contents.world.endpoints;
    for (size_t i = 0; i < more.workloads.size(); ++i) {
        contents.workloads.push_back(std::move(more.workloads[i]));
        endpoints.push_back(std::move(more.world.endpoints[i]));
    }
    std::copy_if(world.endpoints.begin(), world.endpoints.end(), std::back_inserter(endpoints),
                 [](const Endpoint& endpoint) { return !is_pod(endpoint); });
    world.endpoints = std::move(endpoints);
    for (const auto& object : objects.others) engine::add_to_world(object, world);
    for (auto& service : more.world.services) {
        const auto known = [&service](const auto& one) { return one.ns == service.ns && one.name == service.name; };
        if (std::none_of(world.services.begin(), world.services.end(), known)) world.services.push_back(service);
    }
    contents.on_host_network = more.on_host_network;
    contents.world = std::move(world);
    find_databases(contents);
    return contents;
}

}  // namespace pgreach::world
