#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
    std::int64_t duration_us = 0;
    std::string source = {};       // "10.244.0.7:40312", empty where no socket was opened
    std::string destination = {};  // "10.244.0.3:5432"
    std::string answered_by = {};  // what the target says of itself (cluster_name, HTTP status), where it does
    std::string error = {};        // raw, as libpq, libcurl or the kernel worded it
};

enum class EvidenceKind : std::uint8_t {
    reply,             // bytes from the target
    drop_event,        // the datapath dropped a packet of that very 5-tuple
    forward_event,     // the datapath let it pass, and may say by which policy
    positive_control,  // the same flow was open in this run when nothing was applied
};

// What makes an observation certain.
struct Evidence {
    EvidenceKind kind = EvidenceKind::reply;
    std::string detail = {};  // "nflog: 10.244.0.7:40312 → 10.244.0.3:5432 SYN"
    // Of a forward event: the policies that let it pass, where the datapath says so ("default/cnpg-operator-access").
    std::vector<std::string> policies = {};
};

enum class Observed : std::uint8_t { open, closed, unclear };

// What the attempts and the evidence of one flow show. `reason` is for `unclear`: why nobody can tell.
struct Observation {
    Observed observed = Observed::unclear;
    std::string reason = {};
    std::vector<Evidence> evidence = {};
    std::vector<Attempt> attempts = {};
};

}  // namespace pgreach
