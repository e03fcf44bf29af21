#pragma once

#include <optional>
#include <vector>

#include "backend/cluster/policies.hpp"
#include "backend/cluster/stage.hpp"
#include "kube/shells.hpp"

namespace pgreach::backend {

// Whether the agents enforce what was applied and removed.
class Realisation {
  public:
    Realisation(const Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells)
        : tools_(tools), kubectl_(kubectl), shells_(shells) {}

    void changed() { known_ = false; }
    // Agents that do not answer are looked for anew, maybe as other pods, and are an error only after a minute.
    Result<bool> look(Policies& policies, Stage& stage, const std::string& cilium_namespace);

  private:
    Result<bool> ask(Policies& policies, const std::vector<Agent>& agents);

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    kube::Shells& shells_;
    bool known_ = false;  // the agents know of the last change …
    int looks_ = 0;       // … and how often their endpoints were looked at since
    // Of these some endpoint did not enforce the revision that its agent had then.
    std::vector<Agent> behind_;
    std::vector<std::int64_t> revisions_;
    std::optional<TimePoint> silent_since_;
};

}  // namespace pgreach::backend
