#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/policy_set.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {

// Rules by the namespace of the pods that they are for, so that few of very many are looked at for one cluster. Refers
// to what it is made from.
class PolicyIndex {
  public:
    explicit PolicyIndex(const Given& given);

    // Those that may be for a pod of one of these namespaces, in the order of policies.
    std::vector<const PlacedRule*> rules_for(const std::set<std::string>& namespaces) const;

  private:
    const Given& given_;
    std::map<std::string, std::vector<size_t>> by_namespace_;  // "" holds those that name none
};

// These rules in force; `deny` false leaves deny rules out, but for the default deny that they bring.
engine::PolicySet in_force(const std::vector<const PlacedRule*>& rules, const engine::Cilium& cilium, bool deny);

}  // namespace pgreach::lint
