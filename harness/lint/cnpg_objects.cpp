#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "lint/cnpg_facts.hpp"
#include "model/cnpg.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Condition;
using yaml::Node;

constexpr std::string_view monitoring_group = "monitoring.coreos.com/";
constexpr int https_port = 443;

const Node* below(const Node* node, std::initializer_list<std::string_view> path) {
    for (const auto field : path) {
        if (node == nullptr) return nullptr;
        node = node->find(field);
    }
    return node;
}

std::string text_at(const Node* node, std::initializer_list<std::string_view> path) {
    const Node* found = below(node, path);
    return found != nullptr && found->is_scalar() && !found->is_null() ? found->text : std::string();
}

bool is_true(const Node* node, std::initializer_list<std::string_view> path, bool otherwise) {
    const Node* found = below(node, path);
    return found == nullptr ? otherwise : found->as_boolean().value_or(otherwise);
}

std::string namespace_of(const manifest::Manifest& object) {
    return object.ns.empty() ? "default" : object.ns;
}

// The item of a list that has this name; null where there is none.
const Node* named(const Node* list, const std::string& name) {
    if (list == nullptr || name.empty()) return nullptr;
    const auto found = std::find_if(list->items.begin(), list->items.end(),
                                    [&name](const Node& item) { return text_at(&item, {"name"}) == name; });
    return found == list->items.end() ? nullptr : &*found;
}

// Of "https://minio.storage:9000/x": host and port.
std::optional<Address> parse_url(std::string_view url) {
    const size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    Address address{"", url.substr(0, scheme) == "http" ? 80 : https_port};
    url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find('/'));
    const size_t colon = url.rfind(':');
    if (colon != std::string_view::npos) {
        const auto digits = url.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
        if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
        url = url.substr(0, colon);
    }
    address.host = url;
    return address;
}

// Of the settings for Barman Cloud, as they stand in a Cluster or an ObjectStore: where a name is not given, the
// provider's. boto3 and Google's client choose it.
std::optional<Address> store_of(const Node* configuration) {
    if (const std::string url = text_at(configuration, {"endpointURL"}); !url.empty()) return parse_url(url);
    const std::string path = text_at(configuration, {"destinationPath"});
    if (path.starts_with("s3://")) return Address{"*.amazonaws.com", https_port};
    if (path.starts_with("gs://")) return Address{"storage.googleapis.com", https_port};
    return path.starts_with("http") ? parse_url(path) : std::nullopt;
}

class ObjectReader {
  public:
    ObjectReader(ClustersByName& clusters, Facts& facts) : clusters_(clusters), facts_(facts) {}

    void note_store(const manifest::Manifest& store);
    void read_cluster(const manifest::Manifest& object);
    void read_pooler(const manifest::Manifest& object);
    void read_pod_monitor(const manifest::Manifest& object);
    void read(const manifest::Manifest& object);

  private:
    void add(ClusterFacts& facts, Condition condition, const std::optional<Address>& address) {
        if (!address) return;
        facts.conditions.insert(condition);
        facts.addresses[condition].insert(*address);
    }
    static void watch(ClusterFacts& facts, PoolerFacts& pooler) {
        facts.conditions.insert(Condition::pooler_monitored);
        pooler.monitored = true;
    }
    std::optional<Address> store_of_plugin(const std::string& ns, const Node& plugin) const;
    void read_backups(ClusterFacts& facts, const Node* spec);
    void read_sources(ClusterFacts& facts, const Node* spec);
    ClusterFacts& at(const std::string& ns, const std::string& name) {
        auto& facts = clusters_[{ns, name}];
        facts.ns = ns;
        facts.name = name;
        return facts;
    }

    ClustersByName& clusters_;
    Facts& facts_;
    std::map<std::string, std::optional<Address>> stores_;  // ObjectStores by "namespace/name"
};

void ObjectReader::note_store(const manifest::Manifest& store) {
    stores_[namespace_of(store) + "/" + store.name] = store_of(below(&store.document, {"spec", "configuration"}));
}

std::optional<Address> ObjectReader::store_of_plugin(const std::string& ns, const Node& plugin) const {
    const auto found = stores_.find(ns + "/" + text_at(&plugin, {"parameters", "barmanObjectName"}));
    return found == stores_.end() ? std::nullopt : found->second;
}

void ObjectReader::read_backups(ClusterFacts& facts, const Node* spec) {
    add(facts, Condition::backup, store_of(below(spec, {"backup", "barmanObjectStore"})));
    const Node* plugins = below(spec, {"plugins"});
    if (plugins == nullptr) return;
    for (const auto& plugin : plugins->items) {
        if (text_at(&plugin, {"name"}) != cnpg::barman_plugin || !is_true(&plugin, {"enabled"}, true)) continue;
        facts.conditions.insert(Condition::plugin);
        add(facts, Condition::backup, store_of_plugin(facts.ns, plugin));
    }
}

// Of spec.externalClusters, those that are followed or copied from.
void ObjectReader::read_sources(ClusterFacts& facts, const Node* spec) {
    const Node* list = below(spec, {"externalClusters"});
    const auto server = [&](const std::string& name) -> std::optional<Address> {
        const Node* external = named(list, name);
        const std::string host = text_at(external, {"connectionParameters", "host"});
        if (host.empty()) return std::nullopt;
        const Node* port = below(external, {"connectionParameters", "port"});
        int number = cnpg::postgresql_port;
        if (port != nullptr) std::from_chars(port->text.data(), port->text.data() + port->text.size(), number);
        return Address{host, number};
    };
    if (const Node* external = named(list, text_at(spec, {"bootstrap", "recovery", "source"}))) {
        add(facts, Condition::recovery, store_of(below(external, {"barmanObjectStore"})));
        if (const Node* plugin = external->find("plugin")) {
            add(facts, Condition::recovery, store_of_plugin(facts.ns, *plugin));
        }
    }
    add(facts, Condition::copy, server(text_at(spec, {"bootstrap", "pg_basebackup", "source"})));
    add(facts, Condition::copy, server(text_at(spec, {"bootstrap", "initdb", "import", "source", "externalCluster"})));
    const Node* replica = below(spec, {"replica"});
    const std::string self = text_at(replica, {"self"}).empty() ? facts.name : text_at(replica, {"self"});
    const std::string primary = text_at(replica, {"primary"});
    if (is_true(replica, {"enabled"}, false) || (!primary.empty() && primary != self)) {
        add(facts, Condition::source, server(text_at(replica, {"source"})));
    }
}

void ObjectReader::read_cluster(const manifest::Manifest& object) {
    auto& facts = at(namespace_of(object), object.name);
    const Node* spec = object.document.find("spec");
    const Node* instances = below(spec, {"instances"});
    if (instances != nullptr && instances->as_integer().value_or(2) <= 1) facts.conditions.erase(Condition::replicas);
    if (!facts.has(Condition::replicas) || !is_true(spec, {"probes", "liveness", "isolationCheck", "enabled"}, true)) {
        facts.conditions.erase(Condition::isolation_check);
    }
    if (is_true(spec, {"monitoring", "enablePodMonitor"}, false)) facts.conditions.insert(Condition::monitored);
    if (const Node* labels = below(spec, {"inheritedMetadata", "labels"})) {
        for (const auto& entry : labels->entries) facts.labels[entry.key] = entry.value.text;
    }
    read_backups(facts, spec);
    read_sources(facts, spec);
}

void ObjectReader::read_pooler(const manifest::Manifest& object) {
    const Node* spec = object.document.find("spec");
    const std::string cluster = text_at(spec, {"cluster", "name"});
    if (cluster.empty()) return;
    auto& facts = at(namespace_of(object), cluster);
    facts.conditions.insert(Condition::pooler);
    auto& pooler = facts.poolers[object.name];
    pooler.labels = cnpg::pooler_labels(cluster, object.name);
    if (is_true(spec, {"monitoring", "enablePodMonitor"}, false)) watch(facts, pooler);
}

void ObjectReader::read_pod_monitor(const manifest::Manifest& object) {
    const Node* spec = object.document.find("spec");
    if (below(spec, {"namespaceSelector"}) != nullptr) return;  // for pods of other namespaces
    const Node* labels = below(spec, {"selector", "matchLabels"});
    const std::string cluster = text_at(labels, {cnpg::cluster_label});
    const std::string pooler = text_at(labels, {cnpg::pooler_name_label});
    for (auto& [key, facts] : clusters_) {
        if (key.first != namespace_of(object)) continue;
        if (!cluster.empty() && key.second == cluster && pooler.empty()) {
            facts.conditions.insert(Condition::monitored);
        }
        if (const auto found = facts.poolers.find(pooler); found != facts.poolers.end()) watch(facts, found->second);
    }
}

bool is_a(const manifest::Manifest& object, std::string_view group, std::string_view kind) {
    return object.kind == kind && object.api_version.starts_with(group);
}

void ObjectReader::read(const manifest::Manifest& object) {
    if (is_a(object, cnpg::api_group, "Cluster")) read_cluster(object);
    if (is_a(object, cnpg::api_group, "Pooler")) read_pooler(object);
    if (is_a(object, monitoring_group, "Prometheus")) facts_.prometheus_namespaces.insert(namespace_of(object));
}

}  // namespace

bool is_of_cnpg(const manifest::Manifest& object) {
    return object.api_version.starts_with(cnpg::api_group) || object.api_version.starts_with(cnpg::barman_api_group);
}

void read_objects(const std::vector<manifest::Manifest>& objects, ClustersByName& clusters, Facts& facts) {
    ObjectReader reader(clusters, facts);
    for (const auto& object : objects) {
        if (is_a(object, cnpg::barman_api_group, "ObjectStore")) reader.note_store(object);
    }
    for (const auto& object : objects) reader.read(object);
    for (const auto& object : objects) {
        if (is_a(object, monitoring_group, "PodMonitor")) reader.read_pod_monitor(object);
    }
}

}  // namespace pgreach::lint
