#pragma once

#include <memory>

#include "backend/embedded.hpp"
#include "backend/embedded/environment.hpp"

namespace pgreach::backend {

// Makes a environment, in the order that has PostgreSQL start while the rest is made.
class EnvironmentBuilder {
  public:
    EnvironmentBuilder(const netns::PrivateNode& node, const EmbeddedOptions& options, const StopSignal& stop,
                       Progress& progress)
        : node_(node), options_(options), stop_(stop), progress_(progress) {}

    Result<std::unique_ptr<EmbeddedEnvironment>> build(const Participants& participants) const;

  private:
    Result<void> add_network(EmbeddedEnvironment& environment, const Participant& member) const;
    Result<void> add_networks(EmbeddedEnvironment& environment, bool of_targets) const;
    Result<void> add_rules(EmbeddedEnvironment& environment) const;
    Result<void> start_instances(EmbeddedEnvironment& environment, const Certificate& certificate,
                                 const Capacity& capacity, std::string& system_id) const;
    Result<void> start_targets(EmbeddedEnvironment& environment, const Certificate& certificate,
                               const std::string& system_id) const;
    Result<void> start_probes(EmbeddedEnvironment& environment, const Capacity& capacity) const;
    Result<void> await_all(EmbeddedEnvironment& environment) const;

    const netns::PrivateNode& node_;
    const EmbeddedOptions& options_;
    const StopSignal& stop_;
    Progress& progress_;
};

}  // namespace pgreach::backend
