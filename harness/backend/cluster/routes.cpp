#include "backend/cluster/routes.hpp"

#include <algorithm>

namespace pgreach::backend {
namespace {

probe::Dial dial_for(const Participant& peer, const TargetPort& port, const Login& login) {
    probe::Dial dial;
    dial.purpose = port.purpose;
    dial.port = port.number;
    switch (port.purpose) {
        case PortPurpose::postgresql:
            dial.user = login.user;
            dial.database = login.database;
            break;
        case PortPurpose::status:
            dial.path = peer.status_path;
            dial.ca = login.ca;
            dial.server_name = login.server_name;
            break;
        case PortPurpose::metrics:
            dial.path = "/";  // an answer as well: /metrics has the exporter run its queries, for half a second
            break;
        case PortPurpose::https:
        case PortPurpose::http:
        case PortPurpose::tcp:
        case PortPurpose::udp:
        case PortPurpose::dns:
            break;  // of no instance
    }
    return dial;
}

// The services of CNPG that are tried for an instance of this role.
std::vector<std::string> services_of(InstanceRole role) {
    if (role == InstanceRole::primary) return {"rw"};
    return {"ro", "r"};
}

// Whether that instance is to this location what the target is.
bool stands_for(const kube::Pod& instance, const Target& target, const ProbeLocation& location) {
    if (location.kind == LocationKind::instance) return instance.name != location.pod;
    if (location.kind == LocationKind::host)
        return (instance.node == location.node) == (target.pod.node == location.node);
    return true;
}

bool all_stand_for(const std::vector<kube::Pod>& instances, const Target& target, const ProbeLocation& location) {
    return !instances.empty() && std::all_of(instances.begin(), instances.end(), [&](const kube::Pod& instance) {
        return stands_for(instance, target, location);
    });
}

bool leads_to_target_alone(const ServicePath& service, const Target& target) {
    return service.instances.size() == 1 && service.instances.front().name == target.pod.name;
}

Route direct_route(const kube::Pod& instance, probe::Dial dial) {
    dial.address = instance.ip;
    return {probe::endpoint_text(instance.ip, dial.port), std::move(dial), {}, {instance.ip}};
}

Route service_route(const std::string& name, const ServicePath& service, probe::Dial dial) {
    Route route{"service " + name, std::move(dial)};
    route.dial.address = service.address;
    for (const auto& instance : service.instances) {
        route.behind.push_back(probe::endpoint_text(instance.ip, route.dial.port));
        route.answerers.push_back(instance.ip);
    }
    return route;
}

Route outside_route(const Target& target, const TargetPort& port, probe::Dial dial, const Directory& directory) {
    const auto node = directory.nodes.find(target.pod.node);
    const auto node_port = directory.outside.find({target.pod.name, port.number});
    if (node == directory.nodes.end() || node_port == directory.outside.end()) return {};
    dial.address = node->second;
    dial.port = node_port->second;
    const std::string behind = probe::endpoint_text(target.pod.ip, port.number);
    return {probe::endpoint_text(dial.address, dial.port), std::move(dial), {behind}, {target.pod.ip}};
}

}  // namespace

std::vector<Route> routes_to(const Target& target, const ProbeLocation& location, const Participant& peer,
                             const TargetPort& port, const Login& login, const Directory& directory,
                             bool instances_alike) {
    const probe::Dial dial = dial_for(peer, port, login);
    if (location.kind == LocationKind::process) {
        auto route = outside_route(target, port, dial, directory);
        return route.name.empty() ? std::vector<Route>() : std::vector<Route>{std::move(route)};
    }
    std::vector<Route> routes = {direct_route(target.pod, dial)};
    for (const auto& standby : target.standbys) {
        if (instances_alike && stands_for(standby, target, location)) routes.push_back(direct_route(standby, dial));
    }
    if (port.purpose != PortPurpose::postgresql) return routes;
    for (const auto& name : services_of(target.role)) {
        const auto service = directory.services.find(name);
        if (service == directory.services.end()) continue;
        const bool discerned = !instances_alike && !leads_to_target_alone(service->second, target);
        if (discerned || !all_stand_for(service->second.instances, target, location)) continue;
        routes.push_back(service_route(name, service->second, dial));
    }
    return routes;
}

Route status_route(const Target& target, const TargetPort& port, const Login& login) {
    Route route = direct_route(target.pod, dial_for({}, port, login));
    route.dial.brief = true;
    return route;
}

}  // namespace pgreach::backend
