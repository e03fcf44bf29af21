#pragma once

#include <string>

#include "engine/policy_set.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::engine {

// A manifest of that kind, named default/p unless told otherwise, from the lines of its spec (indented by two).
inline manifest::Manifest policy(const std::string& spec, const std::string& kind = "CiliumNetworkPolicy",
                                 const std::string& name = "p") {
    const std::string group = kind == "NetworkPolicy" ? "networking.k8s.io/v1" : "cilium.io/v2";
    const std::string ns = kind == "CiliumClusterwideNetworkPolicy" ? "" : ", namespace: default";
    const std::string text =
        "apiVersion: " + group + "\nkind: " + kind + "\nmetadata: {name: " + name + ns + "}\nspec:\n" + spec;
    return manifest::read(std::make_shared<const Source>(Source{"p.yaml", text})).manifests.at(0);
}

}  // namespace pgreach::engine
