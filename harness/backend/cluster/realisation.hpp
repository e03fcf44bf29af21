#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/inventory.hpp"
#include "backend/cluster/policies.hpp"
#include "kube/shells.hpp"

namespace pgreach::backend {

// The addresses of the pods that a run is about, by their nodes.
using Addresses = std::map<std::string, std::set<std::string>>;

// Whether the agents enforce what was applied and removed.
class Realisation {
  public:
    Realisation(const Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells)
        : tools_(tools), kubectl_(kubectl), shells_(shells) {}

    void changed() { known_ = false; }
    // What they wait for, for the pods at these addresses; empty where they do. Agents that do not answer are looked
    // for anew, maybe as other pods, and are an error only after a minute.
    Result<std::string> pending(Policies& policies, Inventory& inventory, const Addresses& addresses,
                                const std::string& cilium_namespace);

  private:
    struct Behind {
        Agent agent;
        std::int64_t revision;  // what its endpoints are to enforce
    };
    Result<std::string> ask(Policies& policies, const std::vector<Agent>& agents, const Addresses& addresses);

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    kube::Shells& shells_;
    bool known_ = false;  // the agents know of the last change …
    int looks_ = 0;       // … and how often their endpoints were looked at since
    std::vector<Behind> behind_;
    std::optional<TimePoint> silent_since_;
};

}  // namespace pgreach::backend
