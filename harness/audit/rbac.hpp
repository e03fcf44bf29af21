#pragma once

#include <string>
#include <vector>

namespace pgreach::audit {

struct Permission {
    const char* verb;
    const char* resource;
};

// What making twins and probing takes in each namespace that has a peer.
const std::vector<Permission>& twin_permissions();

// Roles for whoever runs audits, with what an audit asks of the API server and nothing else: manifests in YAML, shipped
// as kind/audit-rbac.yaml.
std::string rbac_manifest();

}  // namespace pgreach::audit
