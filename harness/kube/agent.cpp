#include "kube/agent.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

AgentEndpoint read_endpoint(const yaml::Node& node) {
    AgentEndpoint endpoint{.id = static_cast<int>(integer_at(node, {"id"})),
                           .state = text_at(node, {"status", "state"}),
                           .identity = integer_at(node, {"status", "identity", "id"}),
                           .realised_revision = integer_at(node, {"status", "policy", "realized", "policy-revision"}),
                           .enforced = text_at(node, {"status", "policy", "realized", "policy-enabled"}),
                           .audited = text_at(node, {"status", "realized", "options", "PolicyAuditMode"}) == "Enabled"};
    const auto& addresses = items_at(node, {"status", "networking", "addressing"});
    if (!addresses.empty()) endpoint.ipv4 = text_at(addresses.front(), {"ipv4"});
    return endpoint;
}

// Rules derived from Kubernetes objects carry the object's uid as a label; the agent's own rules have none.
void collect_uids(const yaml::Node& rule, std::set<std::string>& uids) {
    for (const char* labels : {"Labels", "labels"}) {  // 1.20 writes the first, releases before it the second
        for (const auto& label : items_at(rule, {labels})) {
            if (text_at(label, {"key"}) == "io.cilium.k8s.policy.uid") uids.insert(text_at(label, {"value"}));
        }
    }
}

// What it calls its options when it tells them (Cilium, DaemonConfig in pkg/option/config.go).
struct Told {
    std::string_view as;
    const char* option;
};
constexpr std::array told = {
    Told{"EnablePolicy", "enable-policy"},
    Told{"PolicyAuditMode", "policy-audit-mode"},
    Told{"Labels", "labels"},
    Told{"PolicyCIDRMatchMode", "policy-cidr-match-mode"},
    Told{"ClusterName", "cluster-name"},
    Told{"EnableNodeSelectorLabels", "enable-node-selector-labels"},
    Told{"EnableExtendedIPProtocols", "enable-extended-ip-protocols"},
    Told{"EnableHostFirewall", "enable-host-firewall"},
    Told{"EnableK8sNetworkPolicy", "enable-k8s-networkpolicy"},
    Told{"EnableL7Proxy", "enable-l7-proxy"},
    Told{"PolicyDenyResponse", "policy-deny-response"},
};

std::string words_of(const yaml::Node& value) {
    if (value.is_scalar()) return value.is_null() ? std::string() : value.text;
    std::vector<std::string> words;
    for (const auto& item : value.items) words.push_back(item.text);
    return join(words, " ");
}

}  // namespace

Result<std::map<std::string, std::string>> read_agent_settings(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("cilium-dbg config");
    std::map<std::string, std::string> settings;
    for (const auto& [as, option] : told) {
        if (const auto* value = parsed->find(as)) settings[option] = words_of(*value);
    }
    // These can be switched while it runs.
    const std::string enforcement = text_at(*parsed, {"policy-enforcement"});
    if (!enforcement.empty()) settings["enable-policy"] = enforcement;
    const std::string audit = text_at(*parsed, {"options", "PolicyAuditMode"});
    if (!audit.empty()) settings["policy-audit-mode"] = audit == "Enabled" ? "true" : "false";
    return settings;
}

Result<std::string> read_agent_version(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("cilium-dbg version");
    return text_at(*parsed, {"Daemon", "Version"});
}

Result<std::vector<AgentEndpoint>> read_endpoints(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("cilium-dbg endpoint list");
    std::vector<AgentEndpoint> endpoints;
    for (const auto& node : parsed->items) endpoints.push_back(read_endpoint(node));
    return endpoints;
}

Result<AgentPolicies> read_agent_policies(const std::string& json) {
    auto parsed = read_json(json);
    if (!parsed) return std::move(parsed).error().in("cilium-dbg policy get");
    AgentPolicies policies{.revision = integer_at(*parsed, {"revision"})};
    // The rules are JSON inside a string; without any rule it is empty or "[]".
    const std::string rules = text_at(*parsed, {"policy"});
    if (rules.empty()) return policies;
    auto parsed_rules = read_json(rules);
    if (!parsed_rules) return std::move(parsed_rules).error().in("cilium-dbg policy get: the rules");
    for (const auto& rule : parsed_rules->items) collect_uids(rule, policies.uids);
    return policies;
}

std::string behind(const std::vector<AgentEndpoint>& endpoints, const std::set<std::string>& addresses,
                   std::int64_t revision) {
    bool known = addresses.empty();
    for (const auto& endpoint : endpoints) {
        if (addresses.count(endpoint.ipv4) == 0) continue;
        known = true;
        const std::string who = "the endpoint at " + endpoint.ipv4;
        if (endpoint.state != "ready") return who + " is " + endpoint.state;
        if (endpoint.realised_revision < revision)
            return who + " does not enforce revision " + std::to_string(revision);
    }
    return known ? std::string() : "none of the endpoints is known";
}

}  // namespace pgreach::kube
