#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "model/policy_id.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

// One object of the Kubernetes API as a person wrote it, before anybody admitted it.
struct Manifest {
    std::string api_version;
    std::string kind;
    std::string name;  // never empty for a policy
    std::string ns;    // empty where the object has none
    yaml::Node document;
    SourcePtr source;

    PolicyId id() const { return {kind, ns, name}; }
};

struct Manifests {
    std::vector<Manifest> manifests;
    Diagnostics diagnostics;
};

// Reads all manifests of a text (YAML, several documents, JSON, `kind: List`). What cannot be one is a diagnostic; the
// rest is still read.
Manifests read(const SourcePtr& source);

// The same of an object that stands within another text, at the marks of its nodes.
Manifests read_object(const yaml::Node& object, const SourcePtr& source);

// "CiliumNetworkPolicy default/cnpg-operator-access"
std::string describe(const Manifest& manifest);

}  // namespace pgreach::manifest
