#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// A kind or version that no API server knows, where a policy's was meant.
struct KindFault {
    const char* field;  // "kind" or "apiVersion"
    const char* code;
    std::string text;
    std::string remedy;
};
std::optional<KindFault> fault_of_kind(const manifest::Manifest& object);

// A policy of ours, not somebody else's kind of the same name.
bool is_own_policy(const manifest::Manifest& object);

// Why Cilium enforces nothing of an object that looks like a policy; empty where it does, or where it is none.
std::string why_not_enforced(const manifest::Manifest& object, const engine::Cilium& cilium);

// The text may hold an object that lint looks at: a policy, or what tells of CloudNativePG, Services or namespaces.
bool may_matter(std::string_view text);
// Objects of Kubernetes in a text that is not read any further: lines that begin with "kind:".
size_t count_objects(std::string_view text);

}  // namespace pgreach::lint
