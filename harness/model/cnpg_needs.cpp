#include "model/cnpg_needs.hpp"

#include <algorithm>

#include "model/cnpg.hpp"

namespace pgreach::cnpg {
namespace {

constexpr auto tcp = Protocol::tcp;
constexpr auto udp = Protocol::udp;

// A row a need.
// clang-format off

// Sources are files of CNPG 1.30 unless they name a release.
const std::vector<Need> between_pods = {
    {"replication", Party::replica, Party::primary, tcp, postgresql_port, {1, 0}, Condition::replicas,
     "replicas stop following their primary",
     "at once",
     "GetPrimaryConnInfo (the service -rw), pkg/management/postgres/instance.go"},
    {"join", Party::join_job, Party::primary, tcp, postgresql_port, {1, 0}, Condition::replicas,
     "no new replica can be made",
     "when an instance is added or rebuilt",
     "JoinReplicaInstance (--parent-node), pkg/specs/jobs.go; its pods have no cnpg.io/podRole"},
    {"operator", Party::controller, Party::instance, tcp, status_port, {1, 0}, Condition::always,
     "the operator loses sight of them: no failover or switchover will happen, and no change of the Cluster is "
     "carried out",
     "at once",
     "docs/src/security.md, Network Policies; internal/controller/cluster_controller.go"},
    // CNPG's networking page asks for this; no release of the operator opens a connection to PostgreSQL.
    {"operator-postgresql", Party::controller, Party::instance, tcp, postgresql_port, {1, 0}, Condition::always,
     "",
     "",
     "docs/src/networking.md; no SQL connection in internal/controller of 1.15 to 1.30"},
    {"isolation-check", Party::instance, Party::instance, tcp, status_port, {1, 27}, Condition::isolation_check,
     "the primary is shut down",
     "as soon as the API server cannot be reached for a while either",
     "pkg/management/postgres/webserver/probes/liveness.go and pinger.go; release notes of 1.27.0"},
    {"pooler", Party::pooler, Party::instance, tcp, postgresql_port, {1, 10}, Condition::pooler,
     "clients of the Pooler get no connection",
     "at once",
     "docs/src/connection_pooling.md; pkg/management/pgbouncer/config"},
    // The operator opens no connection to a Pooler's pods in any release: it changes objects, the pods watch them.
    {"plugin", Party::controller, Party::plugin, tcp, plugin_port, {1, 24}, Condition::plugin,
     "Clusters that use the plugin are no longer reconciled: no change, no failover, no backup",
     "at once",
     "internal/controller/plugin_controller.go, PhaseUnknownPlugin; plugin-barman-cloud, kubernetes/service.yaml"},
};

const std::vector<Need> control_plane = {
    {"api-server", Party::instance, Party::api_server, tcp, 0, {1, 0}, Condition::always,
     "no status is written and no failover will happen: an instance neither starts nor is promoted",
     "at the next start or failover",
     "WaitForGetCluster, pkg/management/client.go; docs/src/security.md"},
    {"api-server", Party::join_job, Party::api_server, tcp, 0, {1, 0}, Condition::replicas,
     "no new replica can be made",
     "when an instance is added or rebuilt",
     "WaitForGetCluster, internal/cmd/manager/instance/join/cmd.go"},
    {"api-server", Party::bootstrap_job, Party::api_server, tcp, 0, {1, 0}, Condition::always,
     "the Cluster cannot be created",
     "at its creation",
     "WaitForGetCluster, internal/cmd/manager/instance/{initdb,pgbasebackup,restore}"},
    {"api-server", Party::pooler, Party::api_server, tcp, 0, {1, 10}, Condition::pooler,
     "the Pooler does not start, nor follow changes of its configuration",
     "at its next start or change",
     "internal/cmd/manager/pgbouncer/run/cmd.go, internal/pgbouncer/management/controller"},
    {"api-server", Party::controller, Party::api_server, tcp, 0, {1, 0}, Condition::always,
     "the operator does nothing at all",
     "at once",
     "docs/src/security.md"},
    {"webhook", Party::api_server, Party::controller, tcp, webhook_port, {1, 0}, Condition::always,
     "the API server refuses to create or change any Cluster, Backup or Pooler (failed calling webhook)",
     "at the next change, unless it runs on the operator's own node",
     "config/webhook/manifests.yaml (failurePolicy: Fail), docs/src/installation_upgrade.md"},
    {"status-command", Party::api_server, Party::instance, tcp, status_port, {1, 24}, Condition::always,
     "'kubectl cnpg status' shows no instance",
     "unless the API server runs on the instance's own node",
     "ExtractInstancesStatus (ProxyGet), internal/plugin/resources/instance.go of 1.24.0"},
    {"probes", Party::kubelet, Party::instance, tcp, status_port, {1, 0}, Condition::always,
     "the kubelet's probes fail: instances are restarted again and again",
     "within a minute",
     "pkg/specs/pods.go (startup, liveness and readiness probes)"},
    {"probes", Party::kubelet, Party::pooler, tcp, postgresql_port, {1, 10}, Condition::pooler,
     "the kubelet's probe fails: the Pooler is never ready",
     "within a minute",
     "pkg/specs/pgbouncer/deployments.go (readiness probe)"},
    {"dns", Party::instance, Party::dns, udp, 53, {1, 0}, Condition::replicas,
     "replicas do not find their primary, which they know by name",
     "at their next connection",
     "GetPrimaryConnInfo (the service -rw), pkg/management/postgres/instance.go"},
    {"dns", Party::join_job, Party::dns, udp, 53, {1, 0}, Condition::replicas,
     "no new replica can be made",
     "when an instance is added or rebuilt",
     "JoinReplicaInstance (--parent-node), pkg/specs/jobs.go"},
    {"dns", Party::pooler, Party::dns, udp, 53, {1, 10}, Condition::pooler,
     "the Pooler does not find the instances, which it knows by name",
     "at its next connection",
     "pkg/management/pgbouncer/config/config.go"},
    {"dns", Party::controller, Party::dns, udp, 53, {1, 24}, Condition::plugin,
     "the operator does not find the plugin, which it knows by name",
     "at its next connection",
     "internal/controller/plugin_controller.go (address of the service)"},
};

const std::vector<Need> elsewhere = {
    {"metrics", Party::prometheus, Party::instance, tcp, metrics_port, {1, 0}, Condition::monitored,
     "Prometheus gets no metrics, and alerts on them stay silent",
     "at once",
     "docs/src/monitoring.md"},
    {"metrics", Party::prometheus, Party::pooler, tcp, pooler_metrics_port, {1, 12}, Condition::pooler_monitored,
     "Prometheus gets no metrics of the Pooler",
     "at once",
     "pkg/specs/pgbouncer/podmonitor.go"},
    {"backup", Party::instance, Party::object_store, tcp, 0, {1, 0}, Condition::backup,
     "the next backup fails, and WAL that cannot be archived fills the disk",
     "at the next WAL file or backup",
     "docs/src/backup.md, docs/src/wal_archiving.md"},
    {"recovery", Party::bootstrap_job, Party::object_store, tcp, 0, {1, 0}, Condition::recovery,
     "the Cluster cannot be recovered from its backup",
     "at its creation",
     "docs/src/recovery.md"},
    {"source", Party::instance, Party::source, tcp, 0, {1, 0}, Condition::source,
     "the replica cluster stops following its source",
     "at once",
     "docs/src/replica_cluster.md, docs/src/networking.md"},
    {"copy", Party::bootstrap_job, Party::source, tcp, 0, {1, 0}, Condition::copy,
     "the Cluster cannot be copied from its source",
     "at its creation",
     "docs/src/bootstrap.md, internal/cmd/manager/instance/pgbasebackup/cmd.go"},
};
// clang-format on

}  // namespace

const std::vector<Need>& needs() {
    static const std::vector<Need> all = [] {
        std::vector<Need> rows = between_pods;
        rows.insert(rows.end(), control_plane.begin(), control_plane.end());
        rows.insert(rows.end(), elsewhere.begin(), elsewhere.end());
        return rows;
    }();
    return all;
}

const Need* find_need(std::string_view name) {
    const auto found =
        std::find_if(needs().begin(), needs().end(), [&](const Need& need) { return need.name == name; });
    return found == needs().end() ? nullptr : &*found;
}

std::vector<const Need*> needs_served_by(const Endpoint& from, const Endpoint& to, Protocol protocol, int port) {
    const auto senders = parties_of(from);
    const auto receivers = parties_of(to);
    const auto is_among = [](const std::vector<Party>& parties, Party wanted) {
        return std::find(parties.begin(), parties.end(), wanted) != parties.end();
    };
    std::vector<const Need*> served;
    if (!may_need_each_other(from, to)) return served;
    for (const auto& need : needs()) {
        const bool any_port = need.port == 0 && need.to == Party::api_server;
        if (need.protocol != protocol || (need.port != port && !any_port)) continue;
        if (is_among(senders, need.from) && is_among(receivers, need.to)) served.push_back(&need);
    }
    return served;
}

std::string consequence(const Need& need) {
    const bool always = need.since <= Release{1, 20};
    const std::string since = always ? "" : " (since CNPG 1." + std::to_string(need.since.minor) + ")";
    return std::string(need.breaks) + ", " + need.when + since;
}

std::string to_text(Party party) {
    switch (party) {
        case Party::instance:
            return "the instances";
        case Party::primary:
            return "the primary";
        case Party::replica:
            return "replicas";
        case Party::join_job:
            return "the job that makes a new replica";
        case Party::bootstrap_job:
            return "the job that brings up the first instance";
        case Party::pooler:
            return "the Pooler";
        case Party::controller:
            return "CloudNativePG's operator";
        case Party::api_server:
            return "the API server";
        case Party::kubelet:
            return "the kubelet";
        case Party::dns:
            return "DNS";
        case Party::prometheus:
            return "Prometheus";
        case Party::object_store:
            return "the object store";
        case Party::plugin:
            return "the backup plugin";
        case Party::source:
            return "its source";
    }
    return {};
}

}  // namespace pgreach::cnpg
