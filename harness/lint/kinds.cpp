#include "lint/kinds.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "engine/translate.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::lint {
namespace {

constexpr std::string_view policy_api_group = "policy.networking.k8s.io/";

// Of kinds that lint reads, in lower case, and of lists that may hold some.
constexpr std::array patterns_that_matter = {
    "*polic*", "*netpol*", "cnp",        "ccnp",       "cluster",         "pooler",          "*backup",  "objectstore",
    "service", "*list",    "podmonitor", "prometheus", "*kustomization*", "ciliumcidrgroup", "namespace"};

// Calls back with the kind of each line "kind: X" and, in JSON, "kind": "X".
void for_each_kind(std::string_view text, auto seen) {
    for (size_t at = text.find("kind"); at != std::string_view::npos; at = text.find("kind", at + 4)) {
        const bool quoted_key = at > 0 && text[at - 1] == '"';
        const bool line_begins = at == 0 || text[at - 1] == '\n' || quoted_key ||
                                 text.substr(0, at).find_last_not_of(" -") == text.rfind('\n', at);
        size_t colon = at + 4;
        if (quoted_key && colon < text.size() && text[colon] == '"') ++colon;
        if (!line_begins || colon >= text.size() || text[colon] != ':') continue;
        const size_t begin = text.find_first_not_of(" \t\"'", colon + 1);
        if (begin == std::string_view::npos) return;
        seen(text.substr(begin, text.find_first_of(" \t\r\n\"',}#", begin) - begin));
    }
}

}  // namespace

std::string why_not_enforced(const manifest::Manifest& object, const engine::Cilium& cilium) {
    if (object.api_version.starts_with(policy_api_group)) {
        if (object.kind != "ClusterNetworkPolicy") return "Cilium does not know the kind " + object.kind;
        if (cilium.version >= engine::CiliumVersion{1, 20, 0}) {
            return "Cilium enforces it only with the option enable-k8s-cluster-network-policy, which is off unless "
                   "somebody sets it";
        }
        return "Cilium does not know it before 1.20";
    }
    if (manifest::judge_kind(object).state != manifest::KindState::policy) return {};
    if (object.kind == "NetworkPolicy" && !cilium.config.network_policies) {
        return "the agent's option enable-k8s-networkpolicy is off";
    }
    const yaml::Node* spec = object.document.find("spec");
    const bool for_nodes = spec != nullptr && spec->find("nodeSelector") != nullptr;
    if (for_nodes && engine::is_cilium_policy(object) && !cilium.config.host_firewall) {
        return "policies for nodes need the agent's option enable-host-firewall, which is off unless somebody sets it";
    }
    return {};
}

bool may_matter(std::string_view text) {
    bool matters = false;
    for_each_kind(text, [&matters](std::string_view kind) {
        const std::string lower = lower_case(kind);
        matters = matters || std::any_of(patterns_that_matter.begin(), patterns_that_matter.end(),
                                         [&lower](const char* pattern) { return matches_glob(pattern, lower); });
    });
    return matters;
}

size_t count_objects(std::string_view text) {
    if (text.find("apiVersion") == std::string_view::npos) return 0;
    size_t count = text.starts_with("kind:") ? 1 : 0;
    for (size_t at = text.find("\nkind:"); at != std::string_view::npos; at = text.find("\nkind:", at + 1)) ++count;
    return count;
}

}  // namespace pgreach::lint
