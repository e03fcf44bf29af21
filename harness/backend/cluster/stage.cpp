#include "backend/cluster/stage.hpp"

#include <algorithm>
#include <set>

#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"

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
               std::equal(a.twins.begin(), a.twins.end(), b.twins.begin(), b.twins.end(), same_place);
    });
}

// CNPG's services: rw leads to the primary, ro to the replicas, r to all.
void lead_services(Stage& stage) {
    for (auto& [name, service] : stage.directory.services) {
        service.instances.clear();
        for (const auto& pod : stage.findings.instances) {
            const bool primary = pod.label("cnpg.io/instanceRole") == "primary";
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

std::string services_for_outside(const Ownership& owner, const Stage& stage, int first_port) {
    std::set<std::string> pods;
    for (const auto& pod : stage.findings.instances) pods.insert(pod.name);
    std::vector<std::string> manifests;
    for (const auto& target : stage.targets) {
        const auto place = std::distance(pods.begin(), pods.find(target.pod.name));
        const int port = first_port == 0 ? 0 : first_port + static_cast<int>(place * std::ssize(stage.cast.ports));
        manifests.push_back(service_manifest(owner, target, outside_service(owner, target), stage.cast.ports, port));
    }
    return kube::list_of(manifests);
}

}  // namespace

const Target* Stage::target(const std::string& member) const {
    const auto found =
        std::find_if(targets.begin(), targets.end(), [&](const auto& one) { return one.member == member; });
    return found != targets.end() ? &*found : nullptr;
}

const Seat* Stage::seat(const std::string& name) const {
    const auto found = std::find_if(seats.begin(), seats.end(), [&](const auto& one) { return one.name == name; });
    return found != seats.end() ? &*found : nullptr;
}

const Seat* Stage::seat_of_api_server() const {
    const auto found = std::find_if(seats.begin(), seats.end(), [](const auto& one) { return one.member.empty(); });
    return found != seats.end() ? &*found : nullptr;
}

std::string Stage::operator_member(const std::string& operator_namespace) const {
    for (const auto& member : cast.members) {
        const auto name = member.endpoint.labels.find("app.kubernetes.io/name");
        if (member.endpoint.ns == operator_namespace && name != member.endpoint.labels.end() &&
            name->second == "cloudnative-pg") {
            return member.endpoint.name;
        }
    }
    return {};
}

bool Stage::has_outsider() const {
    return std::any_of(seats.begin(), seats.end(), [](const Seat& seat) { return seat.kind == SeatKind::process; });
}

bool Stage::sits_on_nodes() const {
    return std::any_of(seats.begin(), seats.end(), [](const Seat& seat) { return seat.kind == SeatKind::host; });
}

std::vector<std::string> Stage::nodes() const {
    std::set<std::string> nodes;
    for (const auto& target : targets) {
        nodes.insert(target.pod.node);
        for (const auto& twin : target.twins) nodes.insert(twin.node);
    }
    for (const auto& seat : seats) {
        if (!seat.node.empty()) nodes.insert(seat.node);
    }
    return {nodes.begin(), nodes.end()};
}

Result<void> read_login(const kube::Kubectl& kubectl, const ClusterOptions& options, Stage& stage) {
    auto app = secret(kubectl, options.database + "-app", options.database_namespace);
    if (!app) return std::move(app).error();
    auto ca = secret(kubectl, stage.findings.database.ca_secret, options.database_namespace);
    if (!ca) return std::move(ca).error();
    stage.login = {(*app)["username"], (*app)["dbname"], (*ca)["ca.crt"], options.database + "-rw"};
    stage.password = (*app)["password"];
    return {};
}

Result<void> read_directory(const kube::Kubectl& kubectl, const ClusterOptions& options, Stage& stage) {
    for (const auto& node : stage.findings.nodes) stage.directory.nodes[node.name] = node.internal_ip;
    auto services = kubectl.get({"services", "-n", options.database_namespace});
    if (!services) return std::move(services).error();
    if (!services->has_value()) return {};
    for (const auto& service : kube::items_at(**services, {"items"})) {
        const std::string name = kube::text_at(service, {"metadata", "name"});
        for (const char* suffix : {"rw", "ro", "r"}) {
            if (name != options.database + "-" + suffix) continue;
            stage.directory.services[suffix].address = kube::text_at(service, {"spec", "clusterIP"});
        }
    }
    lead_services(stage);
    return {};
}

Result<void> open_outside(const kube::Kubectl& kubectl, const Ownership& owner, Stage& stage) {
    stage.directory.outside.clear();
    if (!stage.has_outsider()) return {};
    auto made = kubectl.create(services_for_outside(owner, stage, first_node_port));
    if (!made) made = kubectl.create(services_for_outside(owner, stage, 0));  // somebody else has them
    if (!made) return made;
    for (const auto& target : stage.targets) {
        const std::string name = outside_service(owner, target);
        auto service = kubectl.get({"service", name, "-n", target.pod.ns});
        if (!service) return std::move(service).error();
        if (!service->has_value()) return environment_error("service " + name + " has gone");
        for (const auto& port : kube::items_at(**service, {"spec", "ports"})) {
            const int number = static_cast<int>(kube::integer_at(port, {"port"}));
            stage.directory.outside[{target.pod.name, number}] = static_cast<int>(kube::integer_at(port, {"nodePort"}));
        }
    }
    return {};
}

Result<bool> recast(const kube::Kubectl& kubectl, const ClusterOptions& options, Stage& stage) {
    auto pods =
        kubectl.pods(options.database_namespace, "cnpg.io/cluster=" + options.database + ",cnpg.io/podRole=instance");
    if (!pods) return std::move(pods).error();
    auto targets = find_targets(stage.cast, *pods);
    if (!targets) return std::move(targets).error();
    stage.findings.instances = *std::move(pods);
    lead_services(stage);
    if (same_places(stage.targets, *targets)) return false;
    stage.targets = *std::move(targets);
    for (auto& seat : stage.seats) {
        const Target* now = seat.kind == SeatKind::instance ? stage.target(seat.member) : nullptr;
        if (now == nullptr) continue;
        seat.pod = now->pod.name;
        seat.node = now->pod.node;
    }
    return true;
}

}  // namespace pgreach::backend
