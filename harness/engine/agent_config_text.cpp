#include "engine/agent_config_text.hpp"

#include <vector>

#include "base/text.hpp"
#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

std::string text_of(EnforcementMode mode) {
    switch (mode) {
        case EnforcementMode::default_mode:
            return "default";
        case EnforcementMode::always:
            return "always";
        case EnforcementMode::never:
            return "never";
    }
    return {};
}

const char* text_of(bool flag) {
    return flag ? "true" : "false";
}

}  // namespace

std::map<std::string, std::string> settings_of(const Cilium& cilium) {
    const AgentConfig usual;
    const AgentConfig& config = cilium.config;
    std::map<std::string, std::string> settings;
    const auto add = [&](const char* option, bool differs, std::string text) {
        if (differs) settings[option] = std::move(text);
    };
    const auto add_flag = [&](const char* option, bool AgentConfig::*flag) {
        add(option, config.*flag != usual.*flag, text_of(config.*flag));
    };
    add("enable-policy", config.enforcement != usual.enforcement, text_of(config.enforcement));
    add_flag("policy-audit-mode", &AgentConfig::audit);
    add("labels", config.labels != usual.labels, join(config.labels, " "));
    add("policy-cidr-match-mode", config.blocks_match_nodes, "nodes");
    add("cluster-name", config.cluster_name != usual.cluster_name, config.cluster_name);
    const bool local = seeks_in_local_cluster(cilium);
    add("policy-default-local-cluster", local != has(cilium.version, Behaviour::peers_of_local_cluster),
        text_of(local));
    add_flag("enable-node-selector-labels", &AgentConfig::node_selector_labels);
    add_flag("enable-extended-ip-protocols", &AgentConfig::extended_ip_protocols);
    add_flag("enable-host-firewall", &AgentConfig::host_firewall);
    add_flag("enable-k8s-networkpolicy", &AgentConfig::network_policies);
    add_flag("enable-l7-proxy", &AgentConfig::layer7_proxy);
    add("policy-deny-response", config.deny_response == DenyResponse::icmp, "icmp");
    return settings;
}

std::string describe_settings(const Cilium& cilium) {
    std::vector<std::string> settings;
    for (const auto& [option, value] : settings_of(cilium)) settings.push_back(option + "=" + value);
    return enumerate(settings);
}

}  // namespace pgreach::engine
