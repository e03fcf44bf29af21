#include "model/cnpg_made.hpp"

#include "model/cnpg.hpp"

namespace pgreach::cnpg {

std::vector<NamedPort> declared_instance_ports() {
    std::vector<NamedPort> ports;
    for (const auto& [name, port] : instance_ports()) ports.push_back({name, Protocol::tcp, port});
    return ports;
}

std::vector<NamedPort> declared_pooler_ports() {
    return {{"metrics", Protocol::tcp, pooler_metrics_port}, {"pgbouncer", Protocol::tcp, postgresql_port}};
}

const std::vector<ClusterService>& cluster_services() {
    static const std::vector<ClusterService> services = {{"rw", instance_role_label, primary_role},
                                                         {"ro", instance_role_label, replica_role},
                                                         {"r", pod_role_label, instance_pod}};
    return services;
}

const std::vector<BootstrapJob>& bootstrap_jobs() {
    static const std::vector<BootstrapJob> jobs = {{"snapshot-recovery", {"bootstrap", "recovery", "volumeSnapshots"}},
                                                   {"full-recovery", {"bootstrap", "recovery"}},
                                                   {"pgbasebackup", {"bootstrap", "pg_basebackup"}},
                                                   {"import", {"bootstrap", "initdb", "import"}},
                                                   {"initdb", {}}};
    return jobs;
}

}  // namespace pgreach::cnpg
