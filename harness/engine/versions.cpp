#include "engine/versions.hpp"

#include <charconv>

#include "base/text.hpp"

namespace pgreach::engine {

const std::vector<Difference>& differences() {
    static const std::vector<Difference> table = {
        {Behaviour::rejects_empty_rule,
         {1, 17},
         "a policy without any rule is rejected; before, it was accepted and did nothing",
         "pkg/policy/api/rule_validation.go, Rule.Sanitize"},
        {Behaviour::peers_of_local_cluster,
         {1, 20},
         "peers that name no cluster are sought in the local one (policy-default-local-cluster)",
         "pkg/clustermesh/types/option.go, DefaultPolicyConfig"},
    };
    return table;
}

bool has(CiliumVersion version, Behaviour behaviour) {
    for (const auto& difference : differences()) {
        if (difference.behaviour == behaviour) return version >= difference.since;
    }
    return true;
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
