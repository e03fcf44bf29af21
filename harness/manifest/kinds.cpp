#include "manifest/kinds.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace pgreach::manifest {
namespace {

constexpr std::array kinds = {
    PolicyKind{"CiliumNetworkPolicy", "cilium.io/v2", "ciliumnetworkpolicies.cilium.io", true, true},
    PolicyKind{"CiliumClusterwideNetworkPolicy", "cilium.io/v2", "ciliumclusterwidenetworkpolicies.cilium.io", false,
               true},
    PolicyKind{"NetworkPolicy", "networking.k8s.io/v1", "networkpolicies.networking.k8s.io", true, false},
};

// How people write kinds that do not exist, in lower case.
struct Misspelling {
    std::string_view pattern;
    std::string_view meant;
};
constexpr std::array misspellings = {
    Misspelling{"ciliumclusterwidenetworkpolic*", "CiliumClusterwideNetworkPolicy"},
    Misspelling{"cilium*cluster*polic*", "CiliumClusterwideNetworkPolicy"},
    Misspelling{"ccnp", "CiliumClusterwideNetworkPolicy"},
    Misspelling{"ciliumnet*pol*", "CiliumNetworkPolicy"},
    Misspelling{"ciliumpolicy", "CiliumNetworkPolicy"},
    Misspelling{"cnp", "CiliumNetworkPolicy"},
    Misspelling{"networkpolic*", "NetworkPolicy"},
    Misspelling{"netpol", "NetworkPolicy"},
};

// API versions that are a slip where that kind is meant, and not somebody else's kind of the same name.
struct Slip {
    std::string_view kind;
    std::string_view api_version;
};
constexpr std::array slips = {
    Slip{"CiliumNetworkPolicy", "*"},
    Slip{"CiliumClusterwideNetworkPolicy", "*"},
    Slip{"NetworkPolicy", "networking.k8s.io/*"},
    Slip{"NetworkPolicy", "networking/*"},
    Slip{"NetworkPolicy", "extensions/*"},
    Slip{"NetworkPolicy", "cilium.io/*"},
    Slip{"NetworkPolicy", "v1"},
};

const PolicyKind* meant_by(const std::string& misspelled) {
    const std::string written = lower_case(misspelled);
    const auto* found = std::find_if(misspellings.begin(), misspellings.end(),
                                     [&](const Misspelling& known) { return matches_glob(known.pattern, written); });
    return found == misspellings.end() ? nullptr : find_policy_kind(found->meant);
}

}  // namespace

std::span<const PolicyKind> policy_kinds() {
    return kinds;
}

const PolicyKind* find_policy_kind(std::string_view kind) {
    const auto* found =
        std::find_if(kinds.begin(), kinds.end(), [&](const PolicyKind& one) { return one.kind == kind; });
    return found == kinds.end() ? nullptr : found;
}

std::string policy_resources() {
    std::vector<std::string> resources;
    for (const auto& kind : kinds) resources.emplace_back(kind.resource);
    return join(resources, ",");
}

KindVerdict judge_kind(const Manifest& manifest) {
    const PolicyKind* kind = find_policy_kind(manifest.kind);
    if (kind == nullptr) {
        const PolicyKind* meant = meant_by(manifest.kind);
        return {meant == nullptr ? KindState::other : KindState::misspelled, meant};
    }
    if (manifest.api_version == kind->api_version) return {KindState::policy, kind};
    const bool slip = std::any_of(slips.begin(), slips.end(), [&](const Slip& known) {
        return known.kind == manifest.kind && matches_glob(known.api_version, manifest.api_version);
    });
    return slip ? KindVerdict{KindState::wrong_version, kind} : KindVerdict{};
}

std::string no_match_text(const Manifest& manifest) {
    return "no matches for kind \"" + manifest.kind + "\" in version \"" + manifest.api_version + "\"";
}

std::string applied_namespace(const Manifest& manifest, const std::string& current) {
    const PolicyKind* kind = find_policy_kind(manifest.kind);
    if (kind != nullptr && !kind->namespaced) return {};
    return manifest.ns.empty() ? current : manifest.ns;
}

}  // namespace pgreach::manifest
