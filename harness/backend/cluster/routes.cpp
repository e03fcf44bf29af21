#include "backend/cluster/routes.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::backend {
namespace {

probe::Dial dial_for(const Member& peer, const CastPort& port, const Login& login) {
    probe::Dial dial;
    dial.service = port.service;
    dial.port = port.number;
    switch (port.service) {
        case Service::postgresql:
            dial.user = login.user;
            dial.database = login.database;
            break;
        case Service::status:
            dial.path = peer.status_path;
            dial.ca = login.ca;
            dial.server_name = login.server_name;
            break;
        case Service::metrics:
            dial.path = "/metrics";
            break;
    }
    return dial;
}

// The service of CNPG that leads to instances of this role, and to the primary to no other.
std::string service_of(const Target& target) {
    return target.role == InstanceRole::primary ? "rw" : "ro";
}

Route outside_route(const Target& target, const CastPort& port, probe::Dial dial, const Directory& directory) {
    const auto node = directory.nodes.find(target.pod.node);
    const auto node_port = directory.outside.find({target.pod.name, port.number});
    if (node == directory.nodes.end() || node_port == directory.outside.end()) return {};
    dial.address = node->second;
    dial.port = node_port->second;
    const std::string behind = probe::endpoint_text(target.pod.ip, port.number);
    return {probe::endpoint_text(dial.address, dial.port), std::move(dial), {behind}, target.pod.ip};
}

}  // namespace

std::vector<Route> routes_to(const Target& target, const Seat& seat, const Member& peer, const CastPort& port,
                             const Login& login, const Directory& directory) {
    probe::Dial dial = dial_for(peer, port, login);
    if (seat.kind == SeatKind::process) {
        auto route = outside_route(target, port, std::move(dial), directory);
        return route.name.empty() ? std::vector<Route>() : std::vector<Route>{std::move(route)};
    }
    dial.address = target.pod.ip;
    const std::string direct = probe::endpoint_text(target.pod.ip, port.number);
    std::vector<Route> routes = {{direct, dial, {}, target.pod.ip}};
    const auto service = directory.services.find(service_of(target));
    // Only where the service leads to nobody else can drop and answer be told of this target.
    if (port.service != Service::postgresql || service == directory.services.end() ||
        target.role != InstanceRole::primary) {
        return routes;
    }
    dial.address = service->second;
    routes.push_back({"service " + service->first, dial, {direct}, target.pod.ip});
    return routes;
}

Observation agree(std::vector<std::pair<std::string, Observation>> by_route) {
    if (by_route.empty()) return {Observed::unclear, "there is no way to the target", {}, {}};
    Observation together;
    together.observed = by_route.front().second.observed;
    std::vector<std::string> views;
    for (auto& [name, one] : by_route) {
        views.push_back(std::string(to_string(one.observed)) + " by " + name);
        if (one.observed != together.observed) together.observed = Observed::unclear;
        if (!one.reason.empty()) together.reason += (together.reason.empty() ? "" : "; ") + one.reason;
        std::move(one.evidence.begin(), one.evidence.end(), std::back_inserter(together.evidence));
        std::move(one.attempts.begin(), one.attempts.end(), std::back_inserter(together.attempts));
    }
    if (together.observed == Observed::unclear && together.reason.empty()) together.reason = enumerate(views);
    return together;
}

}  // namespace pgreach::backend
