#include "engine/world_objects.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace pgreach::engine {
namespace {

const yaml::Node* at(const yaml::Node& document, std::initializer_list<std::string_view> path) {
    const yaml::Node* node = &document;
    for (const auto key : path) {
        if (node != nullptr) node = node->find(key);
    }
    return node;
}

Labels labels_at(const yaml::Node* map) {
    Labels labels;
    for (size_t i = 0; map != nullptr && i < map->entries.size(); ++i) {
        labels[map->entries[i].key] = map->entries[i].value.text;
    }
    return labels;
}

std::string namespace_or_default(const manifest::Manifest& object) {
    return object.ns.empty() ? "default" : object.ns;
}

KubernetesService& service_of(World& world, const std::string& ns, const std::string& name) {
    const auto known =
        std::find_if(world.services.begin(), world.services.end(),
                     [&](const KubernetesService& service) { return service.ns == ns && service.name == name; });
    if (known != world.services.end()) return *known;
    return world.services.emplace_back(KubernetesService{.ns = ns, .name = name});
}

void add_namespace(const manifest::Manifest& object, World& world) {
    world.namespaces[object.name] = labels_at(at(object.document, {"metadata", "labels"}));
}

void add_group(const manifest::Manifest& object, World& world) {
    CidrGroup group{.name = object.name, .labels = labels_at(at(object.document, {"metadata", "labels"}))};
    const yaml::Node* blocks = at(object.document, {"spec", "externalCIDRs"});
    for (size_t i = 0; blocks != nullptr && i < blocks->items.size(); ++i)
        group.blocks.push_back(blocks->items[i].text);
    world.cidr_groups.push_back(std::move(group));
}

void add_service(const manifest::Manifest& object, World& world) {
    KubernetesService& service = service_of(world, namespace_or_default(object), object.name);
    service.labels = labels_at(at(object.document, {"metadata", "labels"}));
    service.selector = labels_at(at(object.document, {"spec", "selector"}));
}

// discovery.k8s.io: endpoints[].addresses; the label tells the Service.
void add_slice(const manifest::Manifest& object, World& world) {
    const yaml::Node* name = at(object.document, {"metadata", "labels", "kubernetes.io/service-name"});
    const yaml::Node* endpoints = object.document.find("endpoints");
    if (name == nullptr || endpoints == nullptr) return;
    KubernetesService& service = service_of(world, namespace_or_default(object), name->text);
    for (const auto& endpoint : endpoints->items) {
        const yaml::Node* addresses = endpoint.find("addresses");
        for (size_t i = 0; addresses != nullptr && i < addresses->items.size(); ++i) {
            service.addresses.push_back(addresses->items[i].text);
        }
    }
}

// subsets[].addresses[].ip; it has the Service's name.
void add_endpoints(const manifest::Manifest& object, World& world) {
    const yaml::Node* subsets = object.document.find("subsets");
    if (subsets == nullptr) return;
    KubernetesService& service = service_of(world, namespace_or_default(object), object.name);
    for (const auto& subset : subsets->items) {
        const yaml::Node* addresses = subset.find("addresses");
        for (size_t i = 0; addresses != nullptr && i < addresses->items.size(); ++i) {
            if (const yaml::Node* ip = addresses->items[i].find("ip")) service.addresses.push_back(ip->text);
        }
    }
}

struct Kind {
    std::string_view name;
    void (*add)(const manifest::Manifest&, World&);
};
constexpr Kind kinds[] = {
    {"Namespace", add_namespace}, {"CiliumCIDRGroup", add_group}, {"Service", add_service},
    {"EndpointSlice", add_slice}, {"Endpoints", add_endpoints},
};

}  // namespace

bool add_to_world(const manifest::Manifest& object, World& world) {
    for (const auto& kind : kinds) {
        if (kind.name != object.kind) continue;
        kind.add(object, world);
        return true;
    }
    return false;
}

}  // namespace pgreach::engine
