#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "backend/backend.hpp"
#include "backend/embedded/capacity.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "netns/private_node.hpp"

namespace pgreach::backend {

// What a test switches off, to show that a run without it is never green.
struct EmbeddedFaults {
    bool no_enforcement = false;  // policies never reach the ruleset
    bool no_evidence = false;     // dropped packets are not recorded
};

struct EmbeddedOptions {
    std::filesystem::path probe;  // pgreach-probe
    EmbeddedFaults faults = {};
    std::optional<Capacity> capacity = {};  // for tests; else that of the machine
    Semantics semantics = {};               // of the Cilium that is imitated
};

struct EmbeddedEnvironment;
class EmbeddedWatcher;

// Pods as network namespaces of a private node, real PostgreSQL servers and a TLS status server as targets, and the
// engine's decisions as the node's ruleset. It proves scenarios, probes and claims against Cilium's semantics; it is
// not Cilium. Lives inside the body of `run_in_private_node`, on its first thread; the references must retire it.
class EmbeddedBackend final : public Backend {
  public:
    EmbeddedBackend(const netns::PrivateNode& node, EmbeddedOptions options, const StopSignal& stop,
                    Progress& progress);
    ~EmbeddedBackend() override;

    Capabilities capabilities() const override;
    Result<Environment> up(const Participants& participants) override;
    Result<std::vector<Admission>> change(const Change& change) override;
    Result<std::string> pending() override;
    Result<std::vector<Observation>> observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                             Depth depth) override;
    Result<std::vector<HealthCheck>> health() override;
    Watcher* watcher() override;
    std::vector<std::vector<std::string>> causes(const std::vector<Flow>& flows) override;
    std::string diagnostics() override;
    std::string access_instructions() const override;
    Result<void> down() override;

  private:
    friend class EmbeddedWatcher;
    Result<void> enforce();
    // Has another Cilium decide on what is applied.
    Result<void> imitate(const Semantics& semantics);

    const netns::PrivateNode& node_;
    EmbeddedOptions options_;
    const StopSignal& stop_;
    Progress& progress_;
    std::unique_ptr<EmbeddedEnvironment> environment_;  // nothing while down
    std::unique_ptr<EmbeddedWatcher> watcher_;
};

}  // namespace pgreach::backend
