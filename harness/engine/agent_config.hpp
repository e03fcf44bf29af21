#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgreach::engine {

// `enable-policy` of the agent.
enum class EnforcementMode : std::uint8_t { default_mode, always, never };

// `policy-deny-response`: what a pod sees whose packet egress policy denies. No verdict depends on it.
enum class DenyResponse : std::uint8_t { none, icmp };

// The agent's settings that decide what policies do, with Cilium's defaults (pkg/option/config.go).
struct AgentConfig {
    EnforcementMode enforcement = EnforcementMode::default_mode;
    bool audit = false;  // policy-audit-mode: denials are told, and nothing is denied
    // labels: which labels make an identity, beside or in place of the default ("k8s:app", "!k8s:pod-template-hash").
    std::vector<std::string> labels = {};
    bool blocks_match_nodes = false;  // policy-cidr-match-mode: nodes
    std::string cluster_name = "default";
    // policy-default-local-cluster; where nobody sets it, the release decides.
    std::optional<bool> peers_of_local_cluster = {};
    bool node_selector_labels = false;   // enable-node-selector-labels: fromNodes, toNodes
    bool extended_ip_protocols = false;  // enable-extended-ip-protocols: GRE and its like
    bool host_firewall = false;          // enable-host-firewall: policies with a nodeSelector
    bool network_policies = true;        // enable-k8s-networkpolicy
    bool layer7_proxy = true;            // enable-l7-proxy
    DenyResponse deny_response = DenyResponse::none;

    bool operator==(const AgentConfig&) const = default;
};

}  // namespace pgreach::engine
