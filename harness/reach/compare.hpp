#pragma once

#include <string>
#include <vector>

#include "reach/answers.hpp"
#include "reach/layer7.hpp"
#include "reach/needs.hpp"
#include "reach/policies.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// One of the two that are compared. Refers to what it is made of.
struct Version {
    std::string name;  // as the user calls it: "main:policies"
    const world::Contents& contents;
    const Policies& policies;
    std::vector<UnmetNeed> unmet = {};
};

// Why one side of a flow is decided otherwise than before.
struct Cause {
    bool egress = false;  // the side of who connects; else that of who is reached
    Why before;
    Why after;
    // Policies that close this side where no rule allows the flow: "CiliumNetworkPolicy db/pg (policies/db.yaml)", of
    // the version that closes it.
    std::vector<std::string> closed_by = {};

    auto operator<=>(const Cause&) const = default;
};

// Flows that a change opens or closes for the same reasons.
struct FlowChange {
    bool egress = false;  // from the subjects to the classes; else from peers and classes to the subjects
    Parties subjects = {};
    std::vector<PortSpan> ports = {};
    std::vector<PortSpan> but_ports = {};   // where the rest is among them: of its protocols those that are not
    Parties peers = {};                     // workloads
    std::vector<std::string> classes = {};  // or whoever could: "any pod with role=backend in any namespace"
    std::vector<Cause> causes = {};
    std::string remark = {};  // "a new workload"; empty where both ends are on both sides

    auto operator<=>(const FlowChange&) const = default;
};

struct AdmissionChange {
    std::string policy;  // "CiliumNetworkPolicy db/pg"
    std::string before;  // "accepted", "rejected: …"; empty where there was none
    std::string after;
    std::string file;
    int line = 0;
    bool repaired = false;  // accepted now
};

// What a change does. Empty where both mean the same, however they are written.
struct Comparison {
    std::string old_name;
    std::string new_name;
    size_t subjects = 0;  // workloads that were asked about
    std::vector<FlowChange> opened = {};
    std::vector<FlowChange> closed = {};
    std::vector<AdmissionChange> admissions = {};
    std::vector<UnmetNeed> unmet = {};  // newly
    std::vector<UnmetNeed> met = {};    // no longer unmet
    std::vector<UnjudgedChange> unjudged = {};
    std::vector<std::string> unclear = {};  // subjects of which too many classes would have to be compared

    bool empty() const {
        return opened.empty() && closed.empty() && admissions.empty() && unmet.empty() && met.empty() &&
               unjudged.empty() && unclear.empty();
    }
};

// Of the flows to the databases, or to all workloads, and of whom those could reach; on all ports.
Comparison compare(const Version& before, const Version& after, bool all);

}  // namespace pgreach::reach
