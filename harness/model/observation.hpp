#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/policy_id.hpp"

namespace pgreach {

// How far an attempt got, in the order in which a connection goes on. `none`: not even a name or address.
enum class Milestone : std::uint8_t { none, dns, tcp, tls, authentication, query };

// How one try of a probe ended, as the probe itself saw it. It says nothing of a policy yet.
enum class AttemptEnd : std::uint8_t {
    answered,   // the target sent at least one byte of its protocol
    timed_out,  // silence until the deadline
    dropped,    // a drop event for that very 5-tuple ended it early
    refused,    // TCP reset
    failed,     // anything else: no such host, no route, the probe could not start, a lost stream
};

// One step reached, in microseconds since the attempt began.
struct MilestoneTime {
    Milestone milestone = Milestone::none;
    std::int64_t microseconds = 0;
};

// One try of one flow by a probe.
struct Attempt {
    AttemptEnd end = AttemptEnd::failed;
    Milestone reached = Milestone::none;
    std::vector<MilestoneTime> milestones = {};
    std::int64_t began_us = 0;  // since the run's start; a backend counts from the epoch of its steady clock
    std::int64_t duration_us = 0;
    std::string source = {};       // "10.244.0.7:40312", empty where no socket was opened
    std::string destination = {};  // "10.244.0.3:5432"
    // How it was dialed, where a target has several paths: "service rw"; empty where it has one only.
    std::string path = {};
    // Where a service or a node's port may lead: events name these in place of `destination`.
    std::vector<std::string> behind = {};
    std::vector<std::string> answerers = {};  // who may answer, by name or address; empty: anybody
    std::string answered_by = {};  // what the target says of itself (cluster_name, HTTP status), where it does
    std::string error = {};        // raw, as libpq, libcurl or the kernel worded it
};

enum class EvidenceKind : std::uint8_t {
    drop_event,     // the datapath dropped a packet of the connection
    forward_event,  // the datapath let it pass, and may say by which policy
    audit_event,    // the datapath let it pass, though policy denies it: audit mode
};

// What the datapath says of one connection.
struct Evidence {
    EvidenceKind kind = EvidenceKind::drop_event;
    std::string source = {};       // "10.244.0.7:40312"
    std::string destination = {};  // "10.244.0.3:5432"
    std::string detail = {};       // "nflog: 10.244.0.7:40312 → 10.244.0.3:5432 SYN"
    // Of a forward event: the policies that let it pass, where the datapath says so.
    std::vector<PolicyId> policies = {};
};

// Why what was seen of a flow may not be what it seems. The first ones are noted by whoever sees their cause, beside
// what was observed; the others follow from the observation itself (model/conclusion.hpp).
enum class DoubtCause : std::uint8_t {
    not_attempted,   // there was nothing to try it with
    not_in_force,    // the policies were not confirmed to be in force
    evidence_lost,   // drop events may be missing
    failover,        // another instance became primary meanwhile
    server_died,     // the target's server has ended
    recorded,        // an older record says so, without its cause
    refused,         // the connection was reset
    failed,          // no such host, no route, the probe was lost
    contradictory,   // answered and dropped, or attempts that differ
    other_target,    // somebody else answered
    other_event,     // an event is of none of the attempts
    silence,         // no answer, and no proof that it was dropped
    paths_disagree,  // open by one path, closed by another
    control_failed,  // it was not open with nothing applied
    no_control,      // it is not known whether it was ever open
    nodes_differ,    // nodes have different releases or settings of Cilium, which would decide differently
    baseline,        // only a policy that pgreach itself brings lets it pass
    audited,         // policy denied it, and audit mode let it pass
};

struct Doubt {
    DoubtCause cause = DoubtCause::recorded;
    std::string text = {};  // for a person
};

// What was seen of one flow. Attempts and evidence are never changed afterwards; doubts are added, never taken away.
struct Observation {
    std::vector<Attempt> attempts = {};
    std::vector<Evidence> evidence = {};
    std::vector<Doubt> doubts = {};
};

}  // namespace pgreach
