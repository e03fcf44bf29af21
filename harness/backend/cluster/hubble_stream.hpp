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

// What one node's Hubble sees of the given ports, as it happens: `hubble observe --follow` inside the agent.
class HubbleStream final : public probe::EvidenceSource {
  public:
    using Listener = std::function<void(const kube::HubbleEvent&)>;

    // `listener` hears every event that is drained.
    HubbleStream(const Tools& tools, std::string node, std::vector<int> ports, Listener listener);

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
    std::vector<int> ports_;
    Listener listener_;
    std::optional<proc::Child> child_;
    int output_ = -1;      // of the child
    std::string pending_;  // the beginning of a line
};

// The arguments of `hubble observe` for these ports.
std::vector<std::string> hubble_command(const std::vector<int>& ports);

}  // namespace pgreach::backend
