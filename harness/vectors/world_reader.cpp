#include "vectors/world_reader.hpp"

#include <string>
#include <utility>
#include <vector>

#include "engine/world_objects.hpp"
#include "model/names.hpp"
#include "vectors/json_values.hpp"

namespace pgreach::vectors {
namespace {

// {"postgresql": 5432, "dns": {"port": 53, "protocol": "UDP"}}
void read_named_ports(JsonReader& json, std::vector<NamedPort>& ports) {
    json.map([&](std::string_view name) {
        NamedPort& named = ports.emplace_back();
        named.name = name;
        if (json.next() != '{') {
            named.port = read_port(json);
            return;
        }
        json.map([&](std::string_view key) {
            if (key == "port") {
                named.port = read_port(json);
            } else if (key == "protocol") {
                named.protocol = read_protocol(json);
            } else {
                json.skip();
            }
        });
    });
}

}  // namespace

Endpoint WorldReader::endpoint(JsonReader& json) {
    Endpoint endpoint;
    json.map([&](std::string_view key) {
        if (key == "name") {
            endpoint.name = json.text();
        } else if (key == "namespace") {
            endpoint.ns = json.text();
        } else if (key == "labels") {
            endpoint.labels = read_labels(json);
        } else if (key == "serviceAccount") {
            extended_ = true;
            endpoint.service_account = json.text();
        } else if (key == "namedPorts") {
            read_named_ports(json, endpoint.named_ports);
        } else if (key == "ip") {
            extended_ = true;
            endpoint.ip = json.text();
        } else if (key == "cidr") {
            endpoint.kind = EndpointKind::cidr;
            endpoint.cidr = json.text();
        } else if (key == "reserved") {
            const std::string text(json.text());
            const auto kind = from_string<EndpointKind>(text);
            if (!kind) json.fail("unknown reserved peer '" + text + "'");
            endpoint.kind = kind.value_or(EndpointKind::world);
            endpoint.on_node = false;
        } else {
            json.skip();
        }
    });
    if (endpoint.name.empty()) json.fail("a pod has no name");
    return endpoint;
}

// Ports that every pod names.
void WorldReader::share_ports(JsonReader& json) {
    std::vector<NamedPort> shared;
    read_named_ports(json, shared);
    for (const auto& port : shared) {
        if (port.protocol == Protocol::tcp) {
            world_.named_ports[port.name] = port.port;
            continue;
        }
        for (auto& pod : world_.endpoints) {
            if (pod.kind == EndpointKind::pod) pod.named_ports.push_back(port);
        }
    }
}

bool WorldReader::read(std::string_view name, JsonReader& json) {
    if (name == "pods") {
        json.list([&] { world_.endpoints.push_back(endpoint(json)); });
    } else if (name == "namespaces") {
        extended_ = true;
        json.map([&](std::string_view key) {
            Labels& labels = world_.namespaces[std::string(key)];
            labels = read_labels(json);
        });
    } else if (name == "objects") {
        json.list([&] { engine::add_to_world(read_manifest(json), world_); });
    } else if (name == "dns") {
        json.map([&](std::string_view key) {
            auto& addresses = world_.dns[std::string(key)];
            json.list([&] { addresses.emplace_back(json.text()); });
        });
    } else if (name == "namedPorts") {
        share_ports(json);
    } else {
        return false;
    }
    return true;
}

}  // namespace pgreach::vectors
