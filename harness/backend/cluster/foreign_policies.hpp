#pragma once

#include <set>
#include <string>
#include <vector>

#include "kube/kubectl.hpp"
#include "model/policy_id.hpp"
#include "model/world.hpp"
#include "yaml/node.hpp"

namespace pgreach::backend {

PolicyId id_of_policy(const yaml::Node& policy);

// The policies of a cluster that are not this run's, as the API server gives them. Those of this run may stand already:
// its baseline.
Result<std::vector<yaml::Node>> list_foreign_policies(const kube::Kubectl& kubectl, const std::string& run);
Result<std::set<PolicyId>> find_foreign_policies(const kube::Kubectl& kubectl, const std::string& run);

// Whether the selector of a stored policy matches these labels, as far as plain labels tell: an expression counts as
// matching, for a policy that might select a target is as much in the way as one that does.
bool may_select(const yaml::Node& policy, const Labels& labels);

}  // namespace pgreach::backend
