#include "backend/cluster/inventory.hpp"

#include <algorithm>
#include <set>

#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

Result<std::map<std::string, std::string>> secret(const kube::Kubectl& kubectl, const std::string& name,
                                                  const std::string& ns) {
    auto found = kubectl.output({"get", "secret", name, "-n", ns, "-o", "json"});
    if (!found) return std::move(found).error();
    return kube::read_secret(*found);
}

bool same_place(const kube::Pod& a, const kube::Pod& b) {
    return a.name == b.name && a.ip == b.ip && a.node == b.node;
}

bool same_places(const std::vector<Target>& before, const std::vector<Target>& now) {
    return std::equal(before.begin(), before.end(), now.begin(), now.end(), [](const Target& a, const Target& b) {
        return same_place(a.pod, b.pod) &&
               std::equal(a.standbys.begin(), a.standbys.end(), b.standbys.begin(), b.standbys.end(), same_place);
    });
}

// CNPG's services: rw leads to the primary, ro to the replicas, r to all.
void lead_services(Inventory& inventory) {
    for (auto& [name, service] : inventory.directory.services) {
        service.instances.clear();
        for (const auto& pod : inventory.preflight.instances) {
            const bool primary = pod.label(cnpg::instance_role_label) == cnpg::primary_role;
            if (!pod.ip.empty() && (name == "r" || (name == "rw") == primary)) service.instances.push_back(pod);
        }
    }
}

// The same ports in every run: were the ports new each time, the node would still remember connections through those of
// the last run for two minutes, and give one that has the same client port another one behind its back; then no event
// of Hubble fits it. They are among those that Kubernetes leaves to who asks for a certain one.
constexpr int first_node_port = 30030;

std::string outside_service(const Ownership& owner, const Target& target) {
    return object_name("pgreach-" + owner.run + "-" + target.pod.name);
}

std::string services_for_outside(const Ownership& owner, const Inventory& inventory, int first_port) {
    std::set<std::string> pods;
    for (const auto& pod : inventory.preflight.instances) pods.insert(pod.name);
    std::vector<std::string> manifests;
    for (const auto& target : inventory.targets) {
        const auto place = std::distance(pods.begin(), pods.find(target.pod.name));
        const int port =
            first_port == 0 ? 0 : first_port + static_cast<int>(place * std::ssize(inventory.participants.ports));
        manifests.push_back(
            service_manifest(owner, target, outside_service(owner, target), inventory.participants.ports, port));
    }
    return kube::list_of(manifests);
}

}  // namespace

const Target* Inventory::target(const std::string& member) const {
    const auto found =
        std::find_if(targets.begin(), targets.end(), [&](const auto& one) { return one.member == member; });
    return found != targets.end() ? &*found : nullptr;
}

const ProbeLocation* Inventory::location(const std::string& name) const {
    const auto found =
        std::find_if(locations.begin(), locations.end(), [&](const auto& one) { return one.name == name; });
    return found != locations.end() ? &*found : nullptr;
}

const ProbeLocation* Inventory::location_of_api_server() const {
    const auto found =
        std::find_if(locations.begin(), locations.end(), [](const auto& one) { return one.member.empty(); });
    return found != locations.end() ? &*found : nullptr;
}

std::string Inventory::operator_member(const std::string& operator_namespace) const {
    for (const auto& member : participants.members) {
        const auto name = member.endpoint.labels.find(cnpg::app_label);
        if (member.endpoint.ns == operator_namespace && name != member.endpoint.labels.end() &&
            name->second == cnpg::operator_app) {
            return member.endpoint.name;
        }
    }
    return {};
}

bool Inventory::has_outsider() const {
    return std::any_of(locations.begin(), locations.end(),
                       [](const ProbeLocation& location) { return location.kind == LocationKind::process; });
}

bool Inventory::sits_on_nodes() const {
    return std::any_of(locations.begin(), locations.end(),
                       [](const ProbeLocation& location) { return location.kind == LocationKind::host; });
}

std::vector<std::string> Inventory::nodes() const {
    std::set<std::string> nodes;
    for (const auto& target : targets) {
        nodes.insert(target.pod.node);
        for (const auto& standby : target.standbys) nodes.insert(standby.node);
    }
    for (const auto& location : locations) {
        if (!location.node.empty()) nodes.insert(location.node);
    }
    return {nodes.begin(), nodes.end()};
}

Result<void> read_login(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory) {
    auto app = secret(kubectl, options.database + "-app", options.database_namespace);
    if (!app) return std::move(app).error();
    auto ca = secret(kubectl, inventory.preflight.database.ca_secret, options.database_namespace);
    if (!ca) return std::move(ca).error();
    inventory.login = {(*app)["username"], (*app)["dbname"], (*ca)["ca.crt"], options.database + "-rw"};
    inventory.password = (*app)["password"];
    return {};
}

Result<void> read_directory(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory) {
    for (const auto& node : inventory.preflight.nodes) inventory.directory.nodes[node.name] = node.internal_ip;
    auto services = kubectl.get({"services", "-n", options.database_namespace});
    if (!services) return std::move(services).error();
    if (!services->has_value()) return {};
    for (const auto& service : kube::items_at(**services, {"items"})) {
        const std::string name = kube::text_at(service, {"metadata", "name"});
        for (const char* suffix : {"rw", "ro", "r"}) {
            if (name != options.database + "-" + suffix) continue;
            inventory.directory.services[suffix].address = kube::text_at(service, {"spec", "clusterIP"});
        }
    }
    lead_services(inventory);
    return {};
}

Result<void> open_outside(const kube::Kubectl& kubectl, const Ownership& owner, Inventory& inventory) {
    inventory.directory.outside.clear();
    if (!inventory.has_outsider()) return {};
    auto made = kubectl.create(services_for_outside(owner, inventory, first_node_port));
    if (!made) made = kubectl.create(services_for_outside(owner, inventory, 0));  // somebody else has them
    if (!made) return made;
    for (const auto& target : inventory.targets) {
        const std::string name = outside_service(owner, target);
        auto service = kubectl.get({"service", name, "-n", target.pod.ns});
        if (!service) return std::move(service).error();
        if (!service->has_value()) return environment_error("service " + name + " has gone");
        for (const auto& port : kube::items_at(**service, {"spec", "ports"})) {
            const int number = static_cast<int>(kube::integer_at(port, {"port"}));
            inventory.directory.outside[{target.pod.name, number}] =
                static_cast<int>(kube::integer_at(port, {"nodePort"}));
        }
    }
    return {};
}

Result<bool> refresh_targets(const kube::Kubectl& kubectl, const ClusterOptions& options, Inventory& inventory) {
    auto pods = kubectl.pods(options.database_namespace, cnpg::instances_selector(options.database));
    if (!pods) return std::move(pods).error();
    auto targets = find_targets(inventory.participants, *pods);
    if (!targets) return std::move(targets).error();
    inventory.preflight.instances = *std::move(pods);
    lead_services(inventory);
    if (same_places(inventory.targets, *targets)) return false;
    inventory.targets = *std::move(targets);
    for (auto& location : inventory.locations) {
        const Target* now = location.kind == LocationKind::instance ? inventory.target(location.member) : nullptr;
        if (now == nullptr) continue;
        location.pod = now->pod.name;
        location.node = now->pod.node;
    }
    return true;
}

}  // namespace pgreach::backend
