#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backend/backend.hpp"
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

    // Policies that others made: never replaced.
    void protect(std::set<PolicyId> foreign) { foreign_ = std::move(foreign); }

    Result<std::vector<Admission>> change(const Change& change);
    // Whether the agents, always asked in the same order, know all that is applied, and nothing that was removed. In
    // force it is once their endpoints enforce that revision.
    bool known_to(const std::vector<kube::AgentPolicies>& agents);
    // These are part of the place, and no policies that anything is tested with.
    void take_for_granted(const std::vector<manifest::Manifest>& manifests);
    // How many of the others are stored now, in force or not.
    size_t stored() const;
    // Whether this one is stored now, taken for granted or not.
    bool has(const PolicyId& policy) const { return stored_.contains(policy); }
    // Whether the agents are to enforce any of them.
    bool any_enforced() const;
    // Whether any of them speaks of addresses, or of one of these values.
    bool mentions_addresses() const;
    bool mentions(const std::set<std::string>& values) const;
    // Whether any of them chooses by this label.
    bool mentions_label(const std::string& key) const;
    // What an agent has not caught up with: "does not know CiliumNetworkPolicy default/x"; empty where it has.
    std::string lacking(const kube::AgentPolicies& known) const;

  private:
    struct Stored {
        std::string uid;
        bool expected;  // the agents are to have it
        yaml::Node sent;
    };
    // One that was sent, with what is known of it since.
    struct Sent {
        const manifest::Manifest* manifest;
        yaml::Node object;
        std::optional<kube::ApplyAnswer> answer = {};
        std::optional<yaml::Node> stored = {};
        kube::AgentVerdict verdict = {};
    };
    Result<std::vector<Sent>> send(const Change& change);
    Result<void> send_together(std::vector<Sent>& all) const;
    Result<void> await_verdicts(std::vector<Sent>& all) const;
    Result<std::string> look_for_verdicts(const std::vector<Sent*>& alike) const;
    Admission admit(const Sent& sent);
    Result<void> remove(const std::vector<manifest::Manifest>& manifests) const;
    void forget(const manifest::Manifest& manifest);

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    Ownership owner_;
    std::set<PolicyId> foreign_;
    std::set<PolicyId> granted_;
    std::map<PolicyId, Stored> stored_;
    std::set<std::string> removed_;        // uids
    std::vector<std::int64_t> revisions_;  // of the agents, when last seen
    std::vector<std::int64_t> outdated_;   // what an agent's revision must exceed: an object was replaced in place
};

// The manifest as it is sent: with the run's labels, and its namespace spelled out.
yaml::Node sent_manifest(const manifest::Manifest& manifest, const Ownership& owner);

// The resource as kubectl names it without doubt: "ciliumnetworkpolicy.v2.cilium.io".
std::string resource_of(const manifest::Manifest& manifest);

}  // namespace pgreach::backend
