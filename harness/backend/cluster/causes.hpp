#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/cluster/agents.hpp"
#include "backend/cluster/inventory.hpp"
#include "backend/cluster/policies.hpp"
#include "backend/semantics.hpp"
#include "kube/hubble.hpp"

namespace pgreach::backend {

// By which labels Hubble's events know the endpoints at each address, as seen last.
class IdentityBook {
  public:
    void hear(const kube::HubbleEvent& event);
    // Null where no event was seen.
    const std::vector<std::string>* find(const std::string& ip) const;

  private:
    std::map<std::string, std::vector<std::string>> labels_;
};

// What of the policies an agent lacks or still has: "does not know CiliumNetworkPolicy default/x". By node, without
// those where all is well.
std::map<std::string, std::string> backlog_of(const Policies& policies, const std::vector<Agent>& agents,
                                              const std::vector<kube::AgentPolicies>& known);

// In which of the labels that policies speak of Cilium's identity is another one than predicted: "Cilium knows backend
// without k8s:role=backend". Empty where it is the same.
std::string difference(const Endpoint& endpoint, const World& world, const Semantics& semantics,
                       const Policies& policies, const std::vector<std::string>& seen);

}  // namespace pgreach::backend
