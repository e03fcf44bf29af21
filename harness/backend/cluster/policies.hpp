#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/agents.hpp"
#include "backend/cluster/pod_manifests.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"

namespace pgreach::backend {

// The policies that a run has put into the cluster, and whether the agents have caught up with them.
class Policies {
  public:
    Policies(const Tools& tools, const kube::Kubectl& kubectl, Ownership owner)
        : tools_(tools), kubectl_(kubectl), owner_(std::move(owner)) {}

    // Policies that others made ("CiliumNetworkPolicy default/x"): never replaced.
    void protect(std::set<std::string> foreign) { foreign_ = std::move(foreign); }

    Result<Admission> apply(const manifest::Manifest& manifest, FieldValidation validation);
    Result<void> remove(const std::vector<manifest::Manifest>& manifests);
    // Whether these states of agents, always asked in the same order, have in force all that is applied, and nothing
    // that was removed.
    bool in_force(const std::vector<kube::AgentState>& states);
    // How many are stored now, in force or not.
    size_t stored() const { return stored_.size(); }
    // Whether any of them speaks of addresses, or of one of these values.
    bool mentions_addresses() const;
    bool mentions(const std::set<std::string>& values) const;

  private:
    struct Stored {
        std::string uid;
        bool expected;  // the agents are to have it
        yaml::Node sent;
    };
    Result<Admission> admit(const manifest::Manifest& manifest, const kube::ApplyAnswer& answer,
                            const yaml::Node& sent);

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    Ownership owner_;
    std::set<std::string> foreign_;
    std::map<std::string, Stored> stored_;  // by description
    std::set<std::string> removed_;         // uids
    std::vector<std::int64_t> revisions_;   // of the agents, when last seen
    std::vector<std::int64_t> outdated_;    // what an agent's revision must exceed: an object was replaced in place
};

// The manifest as it is sent: with the run's labels, and its namespace spelled out.
yaml::Node sent_manifest(const manifest::Manifest& manifest, const Ownership& owner);

// The resource as kubectl names it without doubt: "ciliumnetworkpolicy.v2.cilium.io".
std::string resource_of(const manifest::Manifest& manifest);

}  // namespace pgreach::backend
