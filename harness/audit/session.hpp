#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/plan.hpp"
#include "audit/twins.hpp"
#include "backend/cluster/agents.hpp"
#include "backend/cluster/hubble_stream.hpp"
#include "backend/cluster/options.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"
#include "model/observation.hpp"
#include "probe/prober.hpp"

namespace pgreach::audit {

// One audit's presence in a cluster: its twins, the probes in them and in the instances, and Hubble's streams.
class Session {
  public:
    Session(const backend::Tools& tools, backend::ClusterOptions options);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    // As `end`, whatever comes of it.
    ~Session();

    const kube::Kubectl& kubectl() const { return kubectl_; }
    kube::Shells& shells() { return shells_; }
    Twins& twins() { return twins_; }
    const std::vector<backend::Agent>& agents() const { return agents_; }

    // Makes the twins, and starts probes and streams.
    Result<void> make(Plan& plan, const Options& options);
    // Hubble answers, so that what is dropped is seen.
    bool has_hubble() const { return !streams_.empty(); }
    // The addresses of the twins and of the plan's instances, by node.
    std::map<std::string, std::set<std::string>> addresses(const Plan& plan) const;
    // One attempt of each of these flows, all at once.
    Result<std::vector<Observation>> attempt(const Plan& plan, const std::vector<size_t>& flows);
    // Removes everything, and waits until it has gone. Nothing stops it.
    Result<void> end();

  private:
    Result<void> start_streams(const Plan& plan);
    Result<void> start_stream(const backend::Agent& agent, const std::vector<int>& ports);
    Result<void> start_probes(const Plan& plan);
    static probe::PlannedFlow planned(const Plan& plan, const AuditFlow& flow);
    // What was dropped of a lookup of that peer's; null where nothing was.
    const kube::HubbleEvent* dropped_lookup(const std::string& peer) const;

    const backend::Tools& tools_;
    backend::ClusterOptions options_;
    kube::Kubectl kubectl_;
    kube::Shells shells_;
    Twins twins_;
    std::vector<backend::Agent> agents_;
    std::map<std::string, std::string> instances_;  // address by the name of the peer
    std::vector<std::unique_ptr<backend::HubbleStream>> streams_;
    std::map<std::string, kube::HubbleEvent> lookups_dropped_;  // by the address whose lookup was dropped
    std::unique_ptr<probe::Prober> prober_;
};

}  // namespace pgreach::audit
