#include "audit/stores.hpp"

#include <algorithm>
#include <charconv>

#include "audit/label_selector.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {
namespace {

using kube::items_at;
using kube::text_at;

const manifest::Manifest* find_object(const Survey& survey, std::string_view group, std::string_view kind,
                                      const std::string& ns, const std::string& name) {
    for (const auto& object : survey.objects.others) {
        const bool is_kind = object.kind == kind && object.api_version.starts_with(group);
        if (is_kind && object.name == name && world::namespace_of(object) == ns) return &object;
    }
    return nullptr;
}

std::vector<std::string> urls_of(const Survey& survey, const manifest::Manifest& cluster) {
    std::vector<std::string> urls = {text_at(cluster.document, {"spec", "backup", "barmanObjectStore", "endpointURL"})};
    for (const auto& plugin : items_at(cluster.document, {"spec", "plugins"})) {
        if (text_at(plugin, {"name"}) != cnpg::barman_plugin || text_at(plugin, {"enabled"}) == "false") continue;
        const auto* store = find_object(survey, cnpg::barman_api_group, "ObjectStore", world::namespace_of(cluster),
                                        text_at(plugin, {"parameters", "barmanObjectName"}));
        if (store != nullptr) urls.push_back(text_at(store->document, {"spec", "configuration", "endpointURL"}));
    }
    return urls;
}

// The port of the pods that a Service's port leads to; 0 where it has no such port.
int target_port(const yaml::Node& service, int port, const std::vector<NamedPort>& names) {
    for (const auto& one : items_at(service, {"spec", "ports"})) {
        if (kube::integer_at(one, {"port"}) != port) continue;
        const std::string target = text_at(one, {"targetPort"});
        const auto named =
            std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.name == target; });
        if (named != names.end()) return named->port;
        return static_cast<int>(kube::integer_at(one, {"targetPort"}, port));
    }
    return 0;
}

}  // namespace

std::optional<Store> parse_store(const std::string& url) {
    Store store;
    std::string rest;
    if (url.starts_with("https://")) {
        rest = url.substr(8);
    } else if (url.starts_with("http://")) {
        store.tls = false;
        store.port = 80;
        rest = url.substr(7);
    } else {
        return std::nullopt;
    }
    rest.resize(std::min(rest.size(), rest.find_first_of("/?#")));
    const size_t colon = rest.rfind(':');
    store.host = rest.substr(0, colon);
    if (colon != std::string::npos) {
        const char* end = rest.data() + rest.size();
        const auto [stop, failed] = std::from_chars(rest.data() + colon + 1, end, store.port);
        if (failed != std::errc() || stop != end || store.port < 1 || store.port > 65535) return std::nullopt;
    }
    const bool fits = !store.host.empty() && store.host.find_first_of("@[]: ") == std::string::npos;
    return fits ? std::optional(store) : std::nullopt;
}

std::vector<Store> stores_of(const Survey& survey, const std::string& ns, const std::string& cluster) {
    std::vector<Store> stores;
    const auto* object = find_object(survey, cnpg::api_group, "Cluster", ns, cluster);
    if (object == nullptr) return stores;
    for (const auto& url : urls_of(survey, *object)) {
        if (const auto store = parse_store(url)) stores.push_back(*store);
    }
    std::sort(stores.begin(), stores.end());
    stores.erase(std::unique(stores.begin(), stores.end()), stores.end());
    return stores;
}

std::optional<StorePods> pods_behind(const Survey& survey, const Store& store) {
    const auto labels = split(store.host, '.');  // name.namespace, or name.namespace.svc and on
    if (labels.size() < 2 || (labels.size() > 2 && labels[2] != "svc")) return std::nullopt;
    const auto* service = find_object(survey, "v1", "Service", labels[1], labels[0]);
    if (service == nullptr) return std::nullopt;
    const Labels selector = labels_from(kube::at(service->document, {"spec", "selector"}));
    StorePods pods;
    for (size_t i = 0; i < survey.contents.workloads.size() && pods.endpoint.empty(); ++i) {
        const auto& endpoint = survey.contents.world.endpoints[i];
        if (endpoint.ns != labels[1] || !selects(selector, endpoint.labels)) continue;
        pods.endpoint = endpoint.name;
        pods.port = target_port(service->document, store.port, survey.contents.workloads[i].ports);
    }
    for (const auto& object : survey.objects.others) {
        if (object.kind != "Pod" || world::namespace_of(object) != labels[1]) continue;
        const std::string address = text_at(object.document, {"status", "podIP"});
        const bool behind = selects(selector, labels_from(kube::at(object.document, {"metadata", "labels"})));
        if (behind && !address.empty()) pods.addresses.push_back(address);
    }
    if (pods.endpoint.empty() || pods.port == 0) return std::nullopt;
    return pods;
}

}  // namespace pgreach::audit
