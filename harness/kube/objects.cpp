#include "kube/objects.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

using YamlNode = yaml::Node;

// The items of a list, or the object itself where it is none.
std::vector<YamlNode> items_of(YamlNode parsed) {
    const YamlNode* items = parsed.find("items");
    if (items != nullptr) return items->items;
    return {std::move(parsed)};
}

Labels read_labels(const YamlNode& object) {
    Labels labels;
    if (const YamlNode* map = at(object, {"metadata", "labels"})) {
        for (const auto& entry : map->entries) labels[entry.key] = entry.value.text;
    }
    return labels;
}

bool condition(const YamlNode& object, std::string_view type) {
    for (const auto& entry : items_at(object, {"status", "conditions"})) {
        if (text_at(entry, {"type"}) == type) return text_at(entry, {"status"}) == "True";
    }
    return false;
}

std::string read_waiting(const YamlNode& pod) {
    for (const auto* list : {"initContainerStatuses", "containerStatuses"}) {
        for (const auto& status : items_at(pod, {"status", list})) {
            const YamlNode* waiting = at(status, {"state", "waiting"});
            if (waiting == nullptr) continue;
            const std::string message = text_at(*waiting, {"message"});
            return text_at(*waiting, {"reason"}) + (message.empty() ? "" : ": " + message);
        }
    }
    for (const auto& entry : items_at(pod, {"status", "conditions"})) {
        if (text_at(entry, {"reason"}) == "Unschedulable") return "Unschedulable: " + text_at(entry, {"message"});
    }
    return {};
}

bool all_containers_run(const YamlNode& pod) {
    const auto& statuses = items_at(pod, {"status", "containerStatuses"});
    return !statuses.empty() && std::all_of(statuses.begin(), statuses.end(), [](const auto& status) {
        return at(status, {"state", "running"}) != nullptr;
    });
}

std::string read_image(const YamlNode& pod) {
    const auto& containers = items_at(pod, {"spec", "containers"});
    return containers.empty() ? std::string() : text_at(containers.front(), {"image"});
}

Pod read_pod(const YamlNode& pod) {
    return {.ns = text_at(pod, {"metadata", "namespace"}),
            .name = text_at(pod, {"metadata", "name"}),
            .labels = read_labels(pod),
            .ip = text_at(pod, {"status", "podIP"}),
            .node = text_at(pod, {"spec", "nodeName"}),
            .phase = text_at(pod, {"status", "phase"}),
            .ready = condition(pod, "Ready"),
            .running = all_containers_run(pod),
            .terminating = at(pod, {"metadata", "deletionTimestamp"}) != nullptr,
            .image = read_image(pod),
            .waiting = read_waiting(pod)};
}

Node read_node(const YamlNode& node) {
    Node result{.name = text_at(node, {"metadata", "name"}),
                .ready = condition(node, "Ready"),
                .provider_id = text_at(node, {"spec", "providerID"})};
    for (const auto& address : items_at(node, {"status", "addresses"})) {
        if (text_at(address, {"type"}) == "InternalIP") result.internal_ip = text_at(address, {"address"});
    }
    return result;
}

std::string decode_base64(std::string_view encoded) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string decoded;
    unsigned bits = 0;
    int count = 0;
    for (const char letter : encoded) {
        const size_t value = alphabet.find(letter);
        if (value == std::string_view::npos) break;
        bits = (bits << 6U) | static_cast<unsigned>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            decoded += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU);
        }
    }
    return decoded;
}

}  // namespace

Result<std::vector<Pod>> read_pods(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("pods");
    std::vector<Pod> pods;
    for (const auto& item : items_of(*std::move(parsed))) pods.push_back(read_pod(item));
    return pods;
}

Result<std::vector<Node>> read_nodes(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("nodes");
    std::vector<Node> nodes;
    for (const auto& item : items_of(*std::move(parsed))) nodes.push_back(read_node(item));
    return nodes;
}

Result<Database> read_database(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("the Cluster");
    const auto items = items_of(*std::move(parsed));
    if (items.empty()) return environment_error("no CloudNativePG Cluster there");
    const YamlNode& cluster = items.front();
    return Database{.name = text_at(cluster, {"metadata", "name"}),
                    .instances = static_cast<int>(integer_at(cluster, {"spec", "instances"})),
                    .ready_instances = static_cast<int>(integer_at(cluster, {"status", "readyInstances"})),
                    .phase = text_at(cluster, {"status", "phase"}),
                    .primary = text_at(cluster, {"status", "currentPrimary"}),
                    .image = text_at(cluster, {"status", "image"}),
                    .ca_secret = text_at(cluster, {"status", "certificates", "serverCASecret"})};
}

Result<std::map<std::string, std::string>> read_secret(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return environment_error("a Secret that cannot be read");  // its content must not be quoted
    std::map<std::string, std::string> entries;
    if (const YamlNode* data = at(*parsed, {"data"})) {
        for (const auto& entry : data->entries) entries[entry.key] = decode_base64(entry.value.text);
    }
    return entries;
}

std::vector<ReplicaState> read_replication(const std::string& rows) {
    std::vector<ReplicaState> replicas;
    for (const auto& row : split(rows, '\n')) {
        const auto columns = split(trim(row), '|');
        if (columns.size() == 3) replicas.push_back({columns[0], columns[1], columns[2] == "t"});
    }
    return replicas;
}

std::string image_version(const std::string& image) {
    std::string tag = image.substr(0, image.find('@'));
    const size_t colon = tag.rfind(':');
    if (colon == std::string::npos || tag.find('/', colon) != std::string::npos) return "unknown";
    tag = tag.substr(colon + 1);
    return tag.front() == 'v' ? tag.substr(1) : tag;
}

}  // namespace pgreach::kube
