#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "manifest/manifest.hpp"
#include "scenario/fields.hpp"
#include "scenario/page.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// Where the policies of a scenario come from and where they are applied.
struct PolicySources {
    const Page& page;              // those named by `page:`
    const PageReference* place;    // of the listing where they are sought first; null: anywhere on the page
    std::filesystem::path folder;  // those named by `file:` and `folder:` are sought here
    std::string ns;                // of policies that name none: kubectl's context beside the database
};

// The policies of a scenario, and what steps call each (`as:`); empty where that is its own name.
struct ScenarioPolicies {
    std::vector<manifest::Manifest> manifests = {};
    std::vector<std::string> called = {};
};

// Reads `policies:`. Each comes with the namespace that it is applied in. Complains of what is no policy that Cilium
// enforces, and of one that is listed twice under one name.
ScenarioPolicies read_policies(Fields& fields, const PolicySources& sources, Complaints& complaints);

// Which of these policies a word names: "x", "default/x", "CiliumNetworkPolicy x" or "CiliumNetworkPolicy default/x".
// The place of it in `among`; complains and gives nothing where it names none, or several. `who` has them: "the
// scenario".
std::optional<size_t> find_policy(const std::string& word, Mark mark, const std::vector<PolicyId>& among,
                                  const std::string& who, Complaints& complaints);

std::vector<PolicyId> ids_of(const std::vector<manifest::Manifest>& policies);

}  // namespace pgreach::scenario
