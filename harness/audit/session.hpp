#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/plan.hpp"
#include "backend/cluster/agents.hpp"
#include "backend/cluster/hubble_stream.hpp"
#include "backend/cluster/options.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "backend/cluster/run_id.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"
#include "kube/tar.hpp"
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

    // Takes an id. Nothing is made in the cluster yet.
    Result<void> begin();
    const std::string& id() const { return run_.run; }
    const kube::Kubectl& kubectl() const { return kubectl_; }
    kube::Shells& shells() { return shells_; }
    const std::vector<backend::Agent>& agents() const { return agents_; }

    // Removes what dead audits left in the namespaces of the plan, and in those where twins of others were seen.
    Result<void> sweep(const Plan& plan, const std::set<std::string>& leftovers);
    // Fails with all that is not permitted of what `make` does.
    Result<void> check_permissions(const Plan& plan) const;
    // Makes the twins and starts the probes. A twin that cannot be made or does not start is refused in the plan, with
    // the reason.
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
    Result<void> make_owners(const Plan& plan, std::map<std::string, std::string>& uids);
    Result<void> make_twins(Plan& plan, const std::map<std::string, std::string>& uids);
    Result<void> wait_until_running(Plan& plan, const std::string& complaint);
    Result<void> read_passwords(Plan& plan);
    Result<void> copy_programs(Plan& plan);
    Result<void> copy_program(const Peer& peer) const;
    Result<void> start_streams(const Plan& plan);
    Result<void> start_probes(const Plan& plan);
    Result<probe::PeerStream> start_probe(const Peer& peer) const;
    std::string folder_of(const Peer& peer) const;
    probe::PlannedFlow planned(const Plan& plan, const AuditFlow& flow) const;
    void show_lookup(const Plan& plan, const AuditFlow& flow, Observation& observation) const;

    const backend::Tools& tools_;
    backend::ClusterOptions options_;
    kube::Kubectl kubectl_;
    kube::Kubectl cleaner_;
    kube::Shells shells_;
    backend::Ownership run_;
    std::optional<backend::RunLock> lock_;
    std::set<std::string> made_in_;  // namespaces
    std::vector<backend::Agent> agents_;
    std::vector<kube::TarFile> program_;
    std::map<std::string, std::string> passwords_;  // by the name of their file
    std::map<std::string, std::string> twins_;      // address by the name of the peer
    std::map<std::string, std::string> instances_;  // the same of instances
    std::vector<kube::ObjectName> copies_;          // pods that are not ours, and have a copy
    std::vector<std::unique_ptr<backend::HubbleStream>> streams_;
    std::map<std::string, kube::HubbleEvent> lookups_dropped_;  // by the address whose lookup was dropped
    std::unique_ptr<probe::Prober> prober_;
};

}  // namespace pgreach::audit
