#include "engine/versions.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace pgreach::engine {

namespace {

const std::vector<Difference> table = {
    {Behaviour::empty_list_selects_nobody,
     {{1, 16, 0}},
     {},
     "an empty list of peers beside ports selects nobody; before, everyone",
     "pkg/policy/api/ingress.go and egress.go of v1.15.0 and v1.16.0"},
    {Behaviour::namespace_labels_lift_it,
     {{1, 16, 0}},
     {},
     "peers chosen by io.cilium.k8s.namespace.labels are sought in all namespaces; before, in the policy's own",
     "getEndpointSelector, pkg/k8s/apis/cilium.io/utils/utils.go of v1.15.0 and v1.16.0"},
    {Behaviour::network_policy_port_ranges,
     {{1, 16, 0}},
     {},
     "endPort of a NetworkPolicy is a range; before, only its first port was meant",
     "parsePorts, pkg/k8s/network_policy.go of v1.15.0 and v1.16.0"},
    {Behaviour::nodes_alone_are_nodes,
     {{1, 16, 8}, {1, 17, 2}},
     {},
     "fromNodes and toNodes match nodes alone; before, also pods that have the labels they ask for",
     "CVE-2025-30163; getEndpointSelector, pkg/k8s/apis/cilium.io/utils/utils.go of branches v1.16 and v1.17"},
    {Behaviour::rejects_empty_rule,
     {{1, 17, 0}},
     {},
     "a policy without any rule is rejected; before, it was accepted and did nothing",
     "Rule.Sanitize, pkg/policy/api/rule_validation.go of v1.16.0 and v1.17.0"},
    {Behaviour::checks_deny_rules,
     {{1, 17, 0}},
     {},
     "deny rules are checked as allow rules are; before, not at all, and a selector that is none matched nobody",
     "Rule.Sanitize, pkg/policy/api/rule_validation.go of v1.16.0 and v1.17.6"},
    {Behaviour::checks_peers_first,
     {{1, 17, 0}},
     {},
     "peers are checked before layer 7 rules and ports; before, addresses and names after them",
     "IngressRule.sanitize, pkg/policy/api/rule_validation.go of v1.16.0 and v1.18.0"},
    {Behaviour::services_beside_ports,
     {{1, 17, 0}},
     {},
     "toServices may stand beside toPorts; before, the policy was rejected",
     "EgressRule.sanitize, pkg/policy/api/rule_validation.go of v1.16.0 and v1.17.0"},
    {Behaviour::ranges_beside_layer7,
     {{1, 17, 0}},
     {},
     "a port range may have layer 7 rules other than DNS; before, the policy was rejected",
     "PortRule.sanitize, pkg/policy/api/rule_validation.go of v1.16.5 and v1.17.0"},
    {Behaviour::range_from_zero,
     {{1, 17, 0}},
     {{1, 20, 0}},
     "port 0 with an endPort is the range up to it; before and after, every port",
     "answers of 1.15.19 to 1.20.2 (fixtures/vectors, port0-endport and wild)"},
    {Behaviour::exceptions_leave_nobody,
     {{1, 17, 0}},
     {},
     "a block whose exceptions are all of it is nobody; before, it was as if it were not there",
     "CIDRRuleSlice.GetAsEndpointSelectors, pkg/policy/api/cidr.go of v1.16.0 and v1.17.0"},
    {Behaviour::groups_are_labels,
     {{1, 17, 0}},
     {},
     "CIDR groups are labels of addresses; before, their blocks were put in place of the reference, and every rule of "
     "the policy got a list of blocks, which in 1.16 selects nobody where it is empty",
     "translateSpec, pkg/policy/k8s/cilium_cidr_group.go of v1.16.0; pkg/ipcache of v1.17.0"},
    {Behaviour::unknown_groups_select_nobody,
     {{1, 16, 17}, {1, 17, 10}, {1, 18, 4}},
     {},
     "toGroups of which the cloud knows nothing selects nobody; before, the derived policy let everyone through",
     "CVE-2025-64715; EgressCommonRule.CreateDerivative, pkg/policy/api/egress.go of v1.18.3 and v1.18.4"},
    {Behaviour::no_requirements,
     {{1, 19, 0}},
     {},
     "fromRequires and toRequires are refused; before, every peer had to meet them as well",
     "pkg/policy/rules.go (resolveL4IngressPolicy) of v1.18.0; pkg/policy/api/ingress.go of v1.19.0"},
    {Behaviour::specs_without_nodes,
     {{1, 19, 0}},
     {},
     "nodeSelector in `specs` of a namespaced policy is rejected; before, in `spec` alone",
     "CiliumNetworkPolicy.Parse, pkg/k8s/apis/cilium.io/v2/cnp_types.go of v1.18.0 and v1.19.0"},
    {Behaviour::network_policies_as_they_are,
     {{1, 19, 0}},
     {},
     "a NetworkPolicy is taken as it is; before, it was checked as a rule of Cilium's, whose label keys are longer",
     "ParseNetworkPolicy, pkg/k8s/network_policy.go of v1.18.0 and v1.19.0"},
    {Behaviour::peers_of_local_cluster,
     {{1, 19, 0}},
     {},
     "peers that name no cluster are sought in the local one (policy-default-local-cluster is on by default)",
     "pkg/clustermesh/types/option.go of v1.18.0 and v1.19.0"},
    {Behaviour::keys_as_written,
     {{1, 20, 0}},
     {},
     "keys of selectors are checked as they are written; before, with their source (any.app), which counts as length",
     "EndpointSelector.Sanitize, pkg/policy/api/selector.go of v1.19.0 and v1.20.2"},
    {Behaviour::exceptions_may_not_be_larger,
     {{1, 20, 0}},
     {},
     "an exception larger than its block is rejected; before, it had only to begin inside",
     "CIDRRule.sanitize, pkg/policy/api/rule_validation.go of v1.19.0 and v1.20.2"},
    {Behaviour::topology_makes_no_identity,
     {{1, 20, 0}},
     {},
     "labels below topology.kubernetes.io are left out of identities",
     "defaultLabelPrefixCfg, pkg/labelsfilter/filter.go of v1.19.0 and v1.20.0"},
    {Behaviour::own_node_needs_a_rule,
     {{1, 20, 0}},
     {},
     "under enforcement `always` a pod that no rule selects is closed to its own node; before, it let it in",
     "cilium/cilium issue 48444; pkg/policy/resolve.go of v1.19.0 and v1.20.2"},
};

// A release of the same minor version counts from the patch that brought it there, others from the newest line on.
bool is_since(CiliumVersion version, const std::vector<CiliumVersion>& since) {
    const auto same_line = std::find_if(since.begin(), since.end(), [version](const CiliumVersion& first) {
        return first.major == version.major && first.minor == version.minor;
    });
    return version >= (same_line == since.end() ? since.back() : *same_line);
}

}  // namespace

const std::vector<Difference>& differences() {
    return table;
}

bool has(CiliumVersion version, Behaviour behaviour) {
    const auto found = std::find_if(table.begin(), table.end(), [behaviour](const Difference& difference) {
        return difference.behaviour == behaviour;
    });
    const bool is_there =
        found == table.end() || (is_since(version, found->since) && (!found->before || version < *found->before));
    return is_there != ((version.otherwise >> static_cast<unsigned>(behaviour) & 1U) != 0);
}

CiliumVersion with_otherwise(CiliumVersion version, Behaviour behaviour) {
    version.otherwise ^= std::uint32_t{1} << static_cast<unsigned>(behaviour);
    return version;
}

bool seeks_in_local_cluster(const Cilium& cilium) {
    return cilium.config.peers_of_local_cluster.value_or(has(cilium.version, Behaviour::peers_of_local_cluster));
}

std::string in_words_of(CiliumVersion version, std::string text) {
    struct Words {
        std::string_view now;
        std::string_view then;
        CiliumVersion since;
    };
    // pkg/policy/api/rule_validation.go, and k8s.io/apimachinery's validation, of v1.15.0 … v1.20.2
    static constexpr std::array words = {
        Words{"combining ", "Combining ", {1, 17, 0}},
        Words{"unable to parse port", "Unable to parse port", {1, 17, 0}},
        Words{"unable to parse CIDRRule", "Unable to parse CIDRRule", {1, 17, 0}},
        Words{"the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts",
              "The ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts.",
              {1, 17, 0}},
        Words{"port 53 must be specified", "Port 53 must be specified", {1, 17, 0}},
        Words{"empty server name is not allowed", "Empty server name is not allowed", {1, 17, 0}},
        Words{"port must be specified", "Port must be specified", {1, 19, 0}},
        Words{"must be no more than 63 bytes", "must be no more than 63 characters", {1, 19, 0}},
        Words{"must be no more than 253 bytes", "must be no more than 253 characters", {1, 19, 0}},
    };
    for (const auto& [now, then, since] : words) {
        if (version >= since) continue;
        for (size_t at = text.find(now); at != std::string::npos; at = text.find(now, at + then.size())) {
            text.replace(at, now.size(), then);
        }
    }
    return text;
}

std::optional<CiliumVersion> parse_version(std::string_view text) {
    if (text.starts_with('v')) text.remove_prefix(1);
    const auto parts = split(text.substr(0, text.find_first_of("-+")), '.');  // 1.20.0-rc.1 is taken for 1.20.0
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    CiliumVersion version;
    const std::array<int*, 3> numbers = {&version.major, &version.minor, &version.patch};
    for (size_t i = 0; i < parts.size(); ++i) {
        const char* last = parts[i].data() + parts[i].size();
        const auto [end, error] = std::from_chars(parts[i].data(), last, *numbers[i]);
        if (error != std::errc() || end != last || *numbers[i] < 0) return std::nullopt;
    }
    if (version < CiliumVersion{oldest_version.major, oldest_version.minor, 0}) return std::nullopt;
    return version;
}

bool is_newer_than_known(CiliumVersion version) {
    return version > newest_version;
}

std::string to_string(CiliumVersion version) {
    const std::string minor = std::to_string(version.major) + "." + std::to_string(version.minor);
    return version.patch == CiliumVersion::newest_patch ? minor : minor + "." + std::to_string(version.patch);
}

}  // namespace pgreach::engine
