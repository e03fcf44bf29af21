#include "world/services.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "kube/json.hpp"
#include "model/names.hpp"

namespace pgreach::world {
namespace {

// 0 where it is none.
int as_port(const std::string& text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65535 ? port : 0;
}

// "pg-rw.db.svc.cluster.local" as "db/pg-rw".
std::string qualified(const std::string& name) {
    const size_t dot = name.find('.');
    if (dot == std::string::npos || name.find('/') != std::string::npos) return name;
    return name.substr(dot + 1, name.find('.', dot + 1) - dot - 1) + "/" + name.substr(0, dot);
}

// What the Service's own object maps the port to; the same where there is no object, or it says nothing.
Target mapped(const Objects& objects, const std::string& service, const Target& target) {
    for (const auto& object : objects.others) {
        if (object.kind != "Service" || namespace_of(object) + "/" + object.name != service) continue;
        for (const auto& entry : kube::items_at(object.document, {"spec", "ports"})) {
            const std::string number = kube::text_at(entry, {"port"});
            const auto protocol = from_string<Protocol>(kube::text_at(entry, {"protocol"})).value_or(Protocol::tcp);
            if (number != target.port && kube::text_at(entry, {"name"}) != target.port) continue;
            if (target.protocol && *target.protocol != protocol) continue;
            const std::string there = kube::text_at(entry, {"targetPort"});
            return {target.name, there.empty() ? number : there, protocol};
        }
    }
    return target;
}

bool has_all(const Labels& labels, const Labels& wanted) {
    return std::includes(labels.begin(), labels.end(), wanted.begin(), wanted.end());
}

}  // namespace

Result<Target> parse_target(const std::string& text) {
    const Error fault{ErrorKind::usage, "'" + text + "' is not TARGET:PORT",
                      "for example db/pg:5432, db/pg-rw:5432, kube-system/coredns:53/udp"};
    const size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return fault;
    Target target{text.substr(0, colon), text.substr(colon + 1), {}};
    if (const size_t slash = target.port.find('/'); slash != std::string::npos) {
        std::string name = target.port.substr(slash + 1);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        const auto protocol = from_string<Protocol>(name);
        if (!protocol || slash == 0) return fault;
        target.protocol = protocol;
        target.port.resize(slash);
    }
    const bool number = target.port.find_first_not_of("0123456789") == std::string::npos;
    if (number && as_port(target.port) == 0) return fault;
    return target;
}

std::optional<Arrival> arrival_at(const Contents& contents, size_t endpoint, const Target& target) {
    if (const int number = as_port(target.port); number != 0) {
        return Arrival{endpoint, number, target.protocol.value_or(Protocol::tcp)};
    }
    if (endpoint >= contents.workloads.size()) return std::nullopt;
    for (const auto& known : contents.workloads[endpoint].ports) {
        const bool meant = known.name == target.port && (!target.protocol || *target.protocol == known.protocol);
        if (meant) return Arrival{endpoint, known.port, known.protocol};
    }
    return std::nullopt;
}

bool is_service(const Contents& contents, const std::string& name) {
    return std::any_of(contents.world.services.begin(), contents.world.services.end(),
                       [&name](const auto& service) { return service.ns + "/" + service.name == qualified(name); });
}

std::vector<Arrival> behind_service(const Contents& contents, const Objects& objects, const Target& target) {
    const std::string name = qualified(target.name);
    std::vector<Arrival> arrivals;
    for (const auto& service : contents.world.services) {
        if (service.ns + "/" + service.name != name || service.selector.empty()) continue;
        const Target there = mapped(objects, name, target);
        for (size_t i = 0; i < contents.workloads.size(); ++i) {
            const auto& pod = contents.world.endpoints[i];
            if (pod.ns != service.ns || !has_all(pod.labels, service.selector)) continue;
            if (const auto arrival = arrival_at(contents, i, there)) arrivals.push_back(*arrival);
        }
    }
    return arrivals;
}

}  // namespace pgreach::world
