#pragma once

#include "backend/embedded.hpp"
#include "backend/watcher.hpp"

namespace pgreach::backend {

struct EmbeddedEnvironment;

// Watches flows between pods of the embedded backend.
class EmbeddedWatcher final : public Watcher {
  public:
    explicit EmbeddedWatcher(EmbeddedBackend& backend) : backend_(backend) {}

    Result<void> start(const std::vector<Flow>& flows, const WatchRate& rate) override;
    Result<void> go_on(TimePoint until) override;
    std::vector<WatchedFlow> seen() override;
    Result<std::vector<WatchedFlow>> finish() override;
    Result<void> imitate(const Semantics& semantics) override;
    Result<MadeGap> make_gap(Verdict everything, Duration duration) override;

  private:
    EmbeddedEnvironment& environment() { return *backend_.environment_; }

    EmbeddedBackend& backend_;
    std::vector<Flow> flows_;
};

}  // namespace pgreach::backend
