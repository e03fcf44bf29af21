#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/plan.hpp"
#include "backend/cluster/options.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "backend/cluster/run_id.hpp"
#include "kube/kubectl.hpp"
#include "kube/tar.hpp"
#include "probe/peer.hpp"

namespace pgreach::audit {

// What an audit makes in a cluster, and takes away again: twins with what owns them, and copies of the probe in the
// instances. A peer that cannot be had is refused in the plan, with the reason, and so are its flows.
class Twins {
  public:
    Twins(const backend::Tools& tools, const kube::Kubectl& kubectl, const backend::ClusterOptions& options)
        : tools_(tools), kubectl_(kubectl), cleaner_(tools.cleaner, options.access), options_(options) {}

    // Takes an id. Nothing is made in the cluster yet.
    Result<void> begin();
    const std::string& id() const { return run_.run; }
    // Removes what dead audits left in the namespaces of the plan, and in those where twins of others were seen.
    Result<void> sweep(const Plan& plan, const std::set<std::string>& leftovers);
    // Fails with all that is not permitted of what `make` does.
    Result<void> check_permissions(const Plan& plan) const;
    // Makes the twins, and copies the probe into them and into the instances; with `query` the passwords as well.
    Result<void> make(Plan& plan, bool query);
    // The probe of a peer, by `kubectl exec -i`.
    Result<probe::PeerStream> start_probe(const Peer& peer) const;
    // By the name of the peer.
    const std::map<std::string, std::string>& addresses() const { return addresses_; }
    // Removes everything, and waits until it has gone. Nothing stops it.
    Result<void> end();

  private:
    Result<void> make_owners(const Plan& plan, std::map<std::string, std::string>& uids);
    Result<void> make_twins(Plan& plan, const std::map<std::string, std::string>& uids);
    Result<void> wait_until_running(Plan& plan, const std::string& complaint);
    Result<void> read_passwords(Plan& plan);
    Result<void> copy_programs(Plan& plan);
    Result<void> copy_program(const Peer& peer) const;
    std::string folder_of(const Peer& peer) const;

    const backend::Tools& tools_;
    const kube::Kubectl& kubectl_;
    kube::Kubectl cleaner_;
    backend::ClusterOptions options_;
    backend::Ownership run_;
    std::optional<backend::RunLock> lock_;
    std::set<std::string> made_in_;  // namespaces
    std::vector<kube::TarFile> program_;
    std::map<std::string, std::string> passwords_;  // by the name of their file
    std::map<std::string, std::string> addresses_;
    std::vector<kube::ObjectName> copies_;  // pods that are not ours, and have a copy
};

}  // namespace pgreach::audit
