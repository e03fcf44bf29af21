#include "repro/objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "model/names.hpp"
#include "yaml/node.hpp"

namespace pgreach::repro {
namespace {

std::string labels_text(const Labels& labels, const std::string& indent) {
    std::string text;
    for (const auto& [key, value] : labels) text += fmt::format("{}{}: {}\n", indent, scalar(key), scalar(value));
    return text;
}

// What an instance has of CNPG, and so nobody need give it.
bool is_of_cnpg(const std::string& key) {
    return key.starts_with("cnpg.io/") || key.starts_with("app.kubernetes.io/") || key == "role" || key == "postgresql";
}

std::string member_text(const Participant& member) {
    const auto& endpoint = member.endpoint;
    std::string text = fmt::format("  - name: {}\n", scalar(endpoint.name));
    if (endpoint.kind != EndpointKind::pod) text += fmt::format("    kind: {}\n", to_string(endpoint.kind));
    if (!endpoint.ns.empty()) text += fmt::format("    namespace: {}\n", scalar(endpoint.ns));
    if (member.is_instance()) text += fmt::format("    instance: {}\n", to_string(member.instance));
    if (endpoint.labels.empty()) return text;
    return text + "    labels:\n" + labels_text(endpoint.labels, "      ");
}

bool is_plain(const std::string& text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const std::vector<std::string> words = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    return !text.empty() && letters.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") ==
               std::string::npos &&
           std::find(words.begin(), words.end(), lower_case(text)) == words.end();
}

}  // namespace

std::string kind_of(const Participant& peer) {
    if (peer.is_instance()) return "instance";
    switch (peer.endpoint.kind) {
        case EndpointKind::pod:
            return "pod";
        case EndpointKind::host:
            return "host";
        case EndpointKind::remote_node:
            return "remote-node";
        case EndpointKind::kube_apiserver:
        case EndpointKind::world:
        case EndpointKind::cidr:
            return {};
    }
    return {};
}

std::string pod_name(const Participant& peer) {
    std::string name = "repro-";
    for (const char c : lower_case(peer.endpoint.name)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name += fits ? c : '-';
    }
    constexpr size_t longest = 60;
    name = name.substr(0, longest);
    while (name.ends_with('-')) name.pop_back();
    return name;
}

std::string peer_manifest(const Participant& peer, const std::string& ns) {
    const bool on_node = peer.endpoint.kind != EndpointKind::pod;
    std::string text =
        fmt::format("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n  namespace: {}\n", pod_name(peer), scalar(ns));
    if (!on_node && !peer.endpoint.labels.empty()) text += "  labels:\n" + labels_text(peer.endpoint.labels, "    ");
    text += "spec:\n";
    if (on_node) text += "  hostNetwork: true\n  nodeName: \"@NODE@\"\n  tolerations:\n    - operator: Exists\n";
    if (!on_node && peer.endpoint.service_account != "default") {
        text += fmt::format("  serviceAccountName: {}\n", scalar(peer.endpoint.service_account));
    }
    return text +
           "  automountServiceAccountToken: false\n"
           "  terminationGracePeriodSeconds: 0\n"
           "  readinessGates:  # never met: no Service that selects these labels sends anything to this pod\n"
           "    - conditionType: repro.example/never\n"
           "  securityContext:\n"
           "    runAsNonRoot: true\n"
           "    runAsUser: 26\n"
           "    seccompProfile:\n"
           "      type: RuntimeDefault\n"
           "  containers:\n"
           "    - name: peer\n"
           "      image: \"@IMAGE@\"\n"
           "      command: [sleep, infinity]\n"
           "      securityContext:\n"
           "        allowPrivilegeEscalation: false\n"
           "        capabilities:\n"
           "          drop: [ALL]\n";
}

std::string database_manifest(const Participants& participants, const Participant& target, bool with_replica) {
    Labels own;
    for (const auto& [key, value] : target.endpoint.labels) {
        if (!is_of_cnpg(key)) own.emplace(key, value);
    }
    std::string text = fmt::format(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: {}\n  namespace: {}\nspec:\n"
        "  instances: {}\n  storage:\n    size: 1Gi\n",
        scalar(participants.cluster), scalar(target.endpoint.ns), with_replica ? 2 : 1);
    if (!own.empty()) text += "  inheritedMetadata:\n    labels:\n" + labels_text(own, "      ");
    return text;
}

std::string participants_file(const Participants& participants, const Participant& peer, const Participant& target) {
    std::string text = fmt::format("# Peer and target, for `pgreach run`.\nparticipants: repro\ncluster: {}\nports:\n",
                                   scalar(participants.cluster));
    for (const auto& port : participants.ports) {
        text += fmt::format("  - {{number: {}, purpose: {}}}\n", port.number, to_string(port.purpose));
    }
    return text + "members:\n" + member_text(target) + member_text(peer);
}

std::string scalar(const std::string& text) {
    return is_plain(text) ? text : yaml::to_json(yaml::make_string(text));
}

}  // namespace pgreach::repro
