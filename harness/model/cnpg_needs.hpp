#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::cnpg {

// What CloudNativePG needs of a network: who must reach whom, and what breaks without. Data with their source, for
// whoever judges policies (lint), predicts the consequences of a run or explains a flow.

struct Release {
    int major = 1;
    int minor = 30;
    auto operator<=>(const Release&) const = default;
};

// Who takes part in a need. Several of these may be the same pod: a primary is an instance.
enum class Party : std::uint8_t {
    instance,  // every instance
    primary,
    replica,
    join_job,       // copies the data of a new replica
    bootstrap_job,  // brings the first instance up: initdb, import, recovery, pg_basebackup
    pooler,
    controller,  // CNPG's operator
    api_server,
    kubelet,  // on the pod's own node
    dns,
    prometheus,
    object_store,  // where backups and WAL go
    plugin,        // a CNPG-I plugin beside the operator: Barman Cloud
    source,        // the server that a Cluster is copied from, or follows
};

// When a need exists at all.
enum class Condition : std::uint8_t {
    always,
    replicas,         // the Cluster has more than one instance
    isolation_check,  // … and spec.probes.liveness.isolationCheck is not switched off
    pooler,           // there is a Pooler
    monitored,        // a PodMonitor, or enablePodMonitor, asks for the metrics
    pooler_monitored,
    backup,    // the Cluster archives to an object store
    recovery,  // the Cluster is made from an object store
    plugin,    // the Cluster uses a plugin that runs beside the operator
    source,    // the Cluster follows another server
    copy,      // the Cluster is made from another server: pg_basebackup or import
};

struct Need {
    const char* name;  // "replication"; the code of lint's warning is this and "-closed"
    Party from;
    Party to;
    Protocol protocol = Protocol::tcp;
    int port = 0;  // 0: what an object says, or what the API server listens on
    Release since = {};
    Condition condition = Condition::always;
    // Without it: "no new replica can be made", "when an instance is added or rebuilt". Empty where nothing is known
    // to break.
    const char* breaks = "";
    const char* when = "";
    const char* source = "";
};
const std::vector<Need>& needs();
// The first of that name; null where there is none.
const Need* find_need(std::string_view name);

// Who an endpoint is, by its kind and by the labels that CNPG gives: several where a primary is an instance, none of
// most.
std::vector<Party> parties_of(const Endpoint& endpoint);
// False where they are pods of two Clusters, which need nothing of each other.
bool may_need_each_other(const Endpoint& from, const Endpoint& to);
// What a connection from one to the other serves, each need once.
std::vector<const Need*> needs_served_by(const Endpoint& from, const Endpoint& to, Protocol protocol, int port);

// "replicas stop following their primary, at once"; with the release where it was not always so.
std::string consequence(const Need& need);

// "the join job", "the API server"
std::string to_text(Party party);

}  // namespace pgreach::cnpg
