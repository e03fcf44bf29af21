#pragma once

#include <memory>

#include "backend/embedded.hpp"
#include "backend/embedded/stage.hpp"

namespace pgreach::backend {

// Makes a stage, in the order that has PostgreSQL start while the rest is made.
class StageBuilder {
  public:
    StageBuilder(const netns::PrivateNode& node, const EmbeddedOptions& options, const StopSignal& stop,
                 Progress& progress)
        : node_(node), options_(options), stop_(stop), progress_(progress) {}

    Result<std::unique_ptr<EmbeddedStage>> build(const Cast& cast) const;

  private:
    Result<void> add_network(EmbeddedStage& stage, const Member& member) const;
    Result<void> add_networks(EmbeddedStage& stage, bool of_targets) const;
    Result<void> add_rules(EmbeddedStage& stage) const;
    Result<void> start_instances(EmbeddedStage& stage, const Certificate& certificate, std::string& system_id) const;
    Result<void> start_targets(EmbeddedStage& stage, const Certificate& certificate,
                               const std::string& system_id) const;
    Result<void> start_probes(EmbeddedStage& stage) const;
    Result<void> await_all(EmbeddedStage& stage) const;

    const netns::PrivateNode& node_;
    const EmbeddedOptions& options_;
    const StopSignal& stop_;
    Progress& progress_;
};

}  // namespace pgreach::backend
