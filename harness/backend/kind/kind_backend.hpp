#pragma once

#include <memory>

#include "backend/backend.hpp"
#include "backend/kind/kind_options.hpp"

namespace pgreach::backend {

// Makes a cluster of its own and runs on it as ClusterBackend does; deletes it afterwards, or leaves it as told.
class KindBackend final : public Backend {
  public:
    // `options` with the defaults filled in.
    KindBackend(const Tools& tools, KindOptions options);
    ~KindBackend() override;

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

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// For people who want to look around, as `pgreach cluster up|status|down [NAME]`.

// Makes the cluster and keeps it. Returns the commands to reach and remove it.
Result<std::string> cluster_up(const Tools& tools, KindOptions options);
// What stands, and whether its database serves.
Result<std::string> cluster_status(const Tools& tools, const std::string& state_dir);
// Deletes it, and says which. The prefix of its name may be left out.
Result<std::string> cluster_down(const Tools& tools, const std::string& state_dir, const std::string& name);

}  // namespace pgreach::backend
