#include "engine/versions.hpp"

#include <array>
#include <cctype>
#include <charconv>

#include "base/text.hpp"

namespace pgreach::engine {

const std::vector<Difference>& differences() {
    static const std::vector<Difference> table = {
        {Behaviour::empty_list_selects_nobody,
         {1, 16},
         "an empty list of peers beside ports selects nobody; before, everyone",
         "pkg/policy/api/ingress.go and egress.go of v1.15.0 and v1.16.0"},
        {Behaviour::namespace_labels_lift_it,
         {1, 16},
         "peers chosen by io.cilium.k8s.namespace.labels are sought in all namespaces; before, in the policy's own",
         "getEndpointSelector, pkg/k8s/apis/cilium.io/utils/utils.go of v1.15.0 and v1.16.0"},
        {Behaviour::rejects_empty_rule,
         {1, 17},
         "a policy without any rule is rejected; before, it was accepted and did nothing",
         "Rule.Sanitize, pkg/policy/api/rule_validation.go of v1.16.0 and v1.17.0"},
        {Behaviour::peers_of_local_cluster,
         {1, 19},
         "peers that name no cluster are sought in the local one (policy-default-local-cluster is on by default)",
         "pkg/clustermesh/types/option.go of v1.18.0 and v1.19.0"},
        {Behaviour::exceptions_may_not_be_larger,
         {1, 20},
         "an exception larger than its block is rejected; before, it had only to begin inside",
         "CIDRRule.sanitize, pkg/policy/api/rule_validation.go of v1.19.0 and v1.20.2"},
    };
    return table;
}

bool has(CiliumVersion version, Behaviour behaviour) {
    for (const auto& difference : differences()) {
        if (difference.behaviour == behaviour) return version >= difference.since;
    }
    return true;
}

std::string in_words_of(CiliumVersion version, std::string text) {
    struct Words {
        std::string_view begin;
        CiliumVersion small_since;  // before, with a capital letter
    };
    constexpr std::array words = {
        // pkg/policy/api/rule_validation.go of v1.15.0 … v1.20.2
        Words{"combining ", {1, 17}},
        Words{"unable to parse port", {1, 17}},
        Words{"the ICMPs block", {1, 17}},
        Words{"port must be specified", {1, 19}},
    };
    for (const auto& [begin, small_since] : words) {
        if (!text.starts_with(begin) || version >= small_since) continue;
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text;
}

std::optional<CiliumVersion> parse_version(std::string_view text) {
    if (text.starts_with('v')) text.remove_prefix(1);
    const auto parts = split(text, '.');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    CiliumVersion version;
    const auto number = [](const std::string& part, int& value) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (!number(parts[0], version.major) || !number(parts[1], version.minor)) return std::nullopt;
    if (version < oldest_version || version > newest_version) return std::nullopt;
    return version;
}

std::string to_string(CiliumVersion version) {
    return std::to_string(version.major) + "." + std::to_string(version.minor);
}

}  // namespace pgreach::engine
