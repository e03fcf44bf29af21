#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "manifest/manifest.hpp"

namespace pgreach::manifest {

// A kind of Kubernetes whose objects are policies that Cilium enforces.
struct PolicyKind {
    std::string_view kind;         // "CiliumNetworkPolicy"
    std::string_view api_version;  // the only one that API servers know it under
    std::string_view resource;     // as kubectl lists it: "ciliumnetworkpolicies.cilium.io"
    bool namespaced;
    bool of_cilium;  // judged by the agents, which set condition Valid
};
std::span<const PolicyKind> policy_kinds();
// Null where it is none of them.
const PolicyKind* find_policy_kind(std::string_view kind);

// All of them in one word, as `kubectl get` takes it.
std::string policy_resources();

// Whether a manifest is a policy; whether API servers have its kind at all tells a slip from somebody else's object.
enum class KindState : std::uint8_t {
    policy,         // one of policy_kinds(), in its group and version
    misspelled,     // no API server has such a kind, but it is spelled like a policy's: CiliumNetworkpolicy
    wrong_version,  // a policy's kind, in a group and version that do not have it
    other,          // some other kind: a Pod, another vendor's NetworkPolicy
};
struct KindVerdict {
    KindState state = KindState::other;
    const PolicyKind* meant = nullptr;  // null for `other`
};
KindVerdict judge_kind(const Manifest& manifest);

// In the API server's words: no matches for kind "CiliumNetworkpolicy" in version "cilium.io/v2"
std::string no_match_text(const Manifest& manifest);

// Where the object stands once it is applied while kubectl's context names the namespace `current`: empty for what is
// clusterwide, whose namespace the API server erases.
std::string applied_namespace(const Manifest& manifest, const std::string& current);

}  // namespace pgreach::manifest
