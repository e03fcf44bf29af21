#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backend/backend.hpp"
#include "backend/cluster/hubble_stream.hpp"
#include "backend/cluster/inventory.hpp"
#include "backend/cluster/probe_pods.hpp"
#include "kube/shells.hpp"
#include "model/flow.hpp"
#include "probe/prober.hpp"

namespace pgreach::backend {

// What the policies that are stored now speak of: it limits who can stand for whom.
struct PolicyWords {
    bool none = true;        // nothing closes anything, so that what is open now is a positive control
    bool enforced = false;   // one that the agents enforce is
    bool addresses = false;  // of addresses: a peer that is not at its own proves nothing
    bool instances = false;  // of what tells instances of the database apart: each stands for itself alone
};

// Drives the probes and Hubble's streams, and says what they show of flows.
class Observer {
  public:
    Observer(const Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells, Inventory& inventory,
             ProbePods& pods);

    // Starts all probes and, where Hubble answers, a stream a node.
    Result<void> start(const HubbleStream::Listener& listener);
    // Starts the probes in the instances anew: other pods stand for them now.
    Result<void> restart_instances();
    bool has_hubble() const { return !streams_.empty(); }

    Result<std::vector<Observation>> observe(const std::vector<Flow>& flows, Duration limit, Depth depth,
                                             const PolicyWords& policies);
    // What the first full observation showed of the way from the API server's node to each target's status port, by
    // member, since they were forgotten last: when policies changed, or after a failover. Empty where no
    // location is there.
    void forget_status_paths() { status_paths_.clear(); }
    const std::map<std::string, Observation>& status_paths() const { return status_paths_; }
    // Lets the listener hear what Hubble has shown until now, where nobody observes.
    void listen();
    void end();

  private:
    // Where the attempts of one flow stand among all that are planned.
    struct Planned {
        std::vector<Route> routes;
        size_t first = 0;
        std::string impossible = {};
    };
    Result<void> start_probes(const std::vector<ProbeLocation>& locations);
    Planned plan(const Flow& flow, Depth depth, const PolicyWords& policies,
                 std::vector<probe::PlannedFlow>& plans) const;
    static Observation gather(const Planned& planned, const std::vector<probe::Probed>& probed);
    bool status_paths_known() const;
    std::vector<std::pair<std::string, size_t>> plan_status_paths(std::vector<probe::PlannedFlow>& plans) const;
    void conclude_status_paths(const std::vector<std::pair<std::string, size_t>>& planned,
                               const std::vector<probe::Probed>& probed);
    Result<void> start_stream(const Agent& agent);
    void mind_streams();

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    kube::Shells& shells_;
    Inventory& inventory_;
    ProbePods& pods_;
    HubbleStream::Listener listener_;
    std::vector<std::unique_ptr<HubbleStream>> streams_;
    std::unique_ptr<probe::Prober> prober_;
    std::map<std::string, Observation> status_paths_;
    // Open with nothing applied, to the end of every path, at the instances that stand for the participants now.
    std::set<Flow> paths_shown_;
};

}  // namespace pgreach::backend
