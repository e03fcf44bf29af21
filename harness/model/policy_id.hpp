#pragma once

#include <compare>
#include <string>
#include <vector>

namespace pgreach {

// Which policy: two of one name and different kinds or namespaces are different objects to the API server, apply beside
// each other and are removed one by one.
struct PolicyId {
    std::string kind;  // "CiliumNetworkPolicy"; empty where a record of schema v1 tells names only
    std::string ns;    // where it is applied; empty for a clusterwide one
    std::string name;
    auto operator<=>(const PolicyId&) const = default;
};

// "default/cnpg-operator-access"; only the name for a clusterwide one. How Cilium names it in events.
std::string qualified_name(const PolicyId& policy);

// "CiliumNetworkPolicy default/cnpg-operator-access"
std::string describe(const PolicyId& policy);
// Each of them so, as a sentence lists them.
std::string describe(const std::vector<PolicyId>& policies);

// What a person may call it, the shortest first: "x", "default/x", "CiliumNetworkPolicy x",
// "CiliumNetworkPolicy default/x".
std::vector<std::string> names_of(const PolicyId& policy);

// The shortest of its names that none of the others bears.
std::string distinct_name(const PolicyId& policy, const std::vector<PolicyId>& among);

}  // namespace pgreach
