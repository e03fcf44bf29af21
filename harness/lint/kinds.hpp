#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// Why Cilium enforces nothing of an object that looks like a policy; empty where it does, or where it is none.
std::string why_not_enforced(const manifest::Manifest& object, const engine::Cilium& cilium);

// The text may hold an object that lint looks at: a policy, or what tells of CloudNativePG, Services or namespaces.
bool may_matter(std::string_view text);
// Objects of Kubernetes in a text that is not read any further: lines that begin with "kind:".
size_t count_objects(std::string_view text);

}  // namespace pgreach::lint
