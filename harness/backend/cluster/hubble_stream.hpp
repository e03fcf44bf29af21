#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "kube/hubble.hpp"
#include "kube/kubectl.hpp"
#include "probe/evidence.hpp"
#include "proc/child.hpp"

namespace pgreach::backend {

// What one node's Hubble sees, as it happens: `hubble observe --follow` inside the agent.
class HubbleStream final : public probe::EvidenceSource {
  public:
    using Listener = std::function<void(const kube::HubbleEvent&)>;

    // `listener` hears every event that is drained. What was dropped for another reason than a policy is neither heard
    // of nor evidence.
    HubbleStream(const Tools& tools, std::string node, std::vector<std::string> command, Listener listener);

    // Starts the stream anew in this agent where it is not running.
    Result<void> ensure(const kube::Kubectl& kubectl, const kube::ObjectName& agent);
    bool running() const { return child_.has_value(); }
    const std::string& node() const { return node_; }
    void stop();

    int fd() const override { return output_; }
    Result<probe::Events> drain() override;

  private:
    void take(const std::string& line, probe::Events& events) const;

    const Tools& tools_;
    std::string node_;
    std::vector<std::string> command_;
    Listener listener_;
    std::optional<proc::Child> child_;
    int output_ = -1;      // of the child
    std::string pending_;  // the beginning of a line
};

// `hubble observe` for these ports: drops, and what policies let pass, or would not but for audit mode. That policies
// deny it as well is not asked for: the drop says so. `masked`: without what nobody reads, which is most of it;
// Hubble's older clients do not know how.
std::vector<std::string> hubble_command(const std::vector<int>& ports, bool masked);

}  // namespace pgreach::backend
