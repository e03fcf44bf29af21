#pragma once

#include <memory>

#include "backend/backend.hpp"
#include "backend/cluster/options.hpp"

namespace pgreach::backend {

struct ClusterRun;

// Runs scenarios on a cluster that is there: real Cilium, real CloudNativePG, real pods. Touches nothing that it did
// not make, but for a copy of the probe in the instances' scratch folder, which it takes out again.
class ClusterBackend final : public Backend {
  public:
    ClusterBackend(const Tools& tools, ClusterOptions options);
    ~ClusterBackend() override;

    Capabilities capabilities() const override;
    Result<Environment> up(const Participants& participants) override;
    Result<std::vector<Admission>> change(const Change& change) override;
    Result<std::string> pending() override;
    Result<std::vector<Observation>> observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                             Depth depth) override;
    Result<std::vector<HealthCheck>> health() override;
    std::vector<std::vector<std::string>> causes(const std::vector<Flow>& flows) override;
    std::string diagnostics() override;
    std::string access_instructions() const override;
    Result<void> down() override;

    // Ends the probes and streams, and leaves what stands in the cluster: for who deletes the cluster itself.
    void let_go();

  private:
    std::unique_ptr<ClusterRun> run_;
};

}  // namespace pgreach::backend
