#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/embedded/capacity.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "probe/evidence.hpp"
#include "probe/prober.hpp"
#include "proc/child.hpp"

namespace pgreach::backend {

// The probes of all peers. Where not all can run at once they run group by group; where not all flows can be tried at
// once they are tried in portions. The results do not tell.
class Probes {
  public:
    struct Site {
        std::string program;  // path of pgreach-probe
        std::vector<std::string> peers;
        std::function<Result<UniqueFd>(const std::string& peer)> open_network;
        probe::EvidenceSource* evidence = nullptr;  // null: none
        Capacity capacity;
        const StopSignal& stop;
        Progress& progress;
    };
    explicit Probes(Site site);

    // Starts the first group; `greet` waits for it.
    Result<void> start();
    Result<void> greet(Duration limit);
    // As Prober::observe. What limits it is told once, where anything does.
    Result<std::vector<probe::Probed>> observe(const std::vector<probe::PlannedFlow>& flows, Duration limit);

    // As those of Prober. Fails where not all probes can run at once.
    Result<void> start_watch(const std::vector<probe::PlannedFlow>& flows, const probe::Repeat& repeat);
    Result<void> go_on(TimePoint until);
    std::vector<probe::Seen> seen() const { return prober_->seen(); }
    Result<std::vector<probe::Seen>> finish_watch();

  private:
    using Places = std::vector<size_t>;  // of flows in a plan

    size_t group_of(const std::string& peer) const;
    // The flows of each group that has any, the running one first.
    std::vector<std::pair<size_t, Places>> by_group(const std::vector<probe::PlannedFlow>& flows) const;
    Result<void> start_group(size_t group);
    Result<void> run_group(size_t group);
    Result<void> observe_places(const std::vector<probe::PlannedFlow>& flows, const Places& places, Duration limit,
                                std::vector<probe::Probed>& results);
    void tell_limits(size_t flows);

    Site site_;
    Pace pace_;
    std::map<std::string, size_t> groups_;  // by peer
    size_t running_ = 0;
    std::optional<proc::Child> process_;  // which forked a probe into each peer's network
    std::optional<probe::Prober> prober_;
    bool told_ = false;
};

}  // namespace pgreach::backend
