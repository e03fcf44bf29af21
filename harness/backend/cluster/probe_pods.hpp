#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/cluster/placement.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "kube/kubectl.hpp"
#include "kube/tar.hpp"
#include "probe/peer.hpp"

namespace pgreach::backend {

// The probes in the cluster: makes their namespaces and pods, puts the program where the image does not have it, and
// starts it by `kubectl exec -i`, one stream a location.
class ProbePods {
  public:
    ProbePods(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options, Ownership owner)
        : tools_(tools), kubectl_(kubectl), options_(options), owner_(std::move(owner)) {}

    // `existing`: the namespaces that are there already; the others get `labels`, and the service accounts of their
    // pods. All pods in one apply; returns when every one runs.
    Result<void> make(const std::vector<ProbeLocation>& locations, const std::set<std::string>& existing,
                      const std::map<std::string, Labels>& labels, const ProbeImage& image,
                      const std::string& password);
    // Copies the program to where it is not in the image, to several pods at once.
    Result<void> copy_programs(const std::vector<ProbeLocation>& locations);
    Result<probe::PeerStream> start(const ProbeLocation& location);
    // Starts a lost one again; a pod that has gone is made again first.
    Result<probe::PeerStream> revive(const ProbeLocation& location);
    // Where the plan tells a probe to find the password.
    std::string password_variable(const ProbeLocation& location) const;
    std::string password_file(const ProbeLocation& location) const;
    // The address of a pod of ours; empty where it has none of its own, or is none.
    std::string address(const ProbeLocation& location) const;
    // Takes the copied programs out of pods that are not ours.
    void remove_copies(const kube::Kubectl& kubectl, const std::vector<ProbeLocation>& locations) const;

  private:
    // `namespaces` are those to be made.
    Result<void> make_objects(const std::map<std::string, Labels>& namespaces, const std::string& objects);
    Result<void> make_namespaces(const std::map<std::string, Labels>& namespaces);
    Result<void> wait_until_running(const std::vector<ProbeLocation>& locations);
    bool needs_copy(const ProbeLocation& location) const;
    Result<void> copy_program(const ProbeLocation& location);
    proc::Command command_of(const ProbeLocation& location) const;
    std::string secret_name() const { return "pgreach-" + owner_.run; }
    std::string copy_folder() const { return "/run/pgreach-" + owner_.run; }

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    const ClusterOptions& options_;
    Ownership owner_;
    ProbeImage image_;
    std::map<std::string, std::string> addresses_;  // of the pods that ran when they were last looked at
    std::string password_;
    std::vector<kube::TarFile> program_;
};

}  // namespace pgreach::backend
