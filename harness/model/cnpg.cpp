#include "model/cnpg.hpp"

namespace pgreach::cnpg {
namespace {

Labels database_labels(const std::string& cluster, const char* component) {
    return {{app_label, "postgresql"},
            {"app.kubernetes.io/instance", cluster},
            {"app.kubernetes.io/component", component},
            {"app.kubernetes.io/managed-by", operator_app},
            {cluster_label, cluster}};
}

std::string instance_name(const std::string& cluster, int serial) {
    return cluster + "-" + std::to_string(serial);
}

}  // namespace

std::string instances_selector(const std::string& cluster) {
    return std::string(cluster_label) + "=" + cluster + "," + pod_role_label + "=" + instance_pod;
}

std::string operator_selector() {
    return std::string(app_label) + "=" + operator_app;
}

const std::map<std::string, int>& instance_ports() {
    static const std::map<std::string, int> ports = {
        {"postgresql", postgresql_port}, {"status", status_port}, {"metrics", metrics_port}};
    return ports;
}

Labels instance_labels(const std::string& cluster, int serial, std::string_view role) {
    Labels labels = database_labels(cluster, "database");
    labels[pod_role_label] = instance_pod;
    labels[instance_name_label] = instance_name(cluster, serial);
    labels[instance_role_label] = role;
    labels[legacy_role_label] = role;
    return labels;
}

Labels job_labels(const std::string& cluster, int serial, const std::string& role) {
    Labels labels = database_labels(cluster, "database");
    labels[instance_name_label] = instance_name(cluster, serial);
    labels[job_role_label] = role;
    return labels;
}

Labels pooler_labels(const std::string& cluster, const std::string& pooler) {
    Labels labels = database_labels(cluster, "pooler");
    labels[pod_role_label] = pooler_pod;
    labels[pooler_name_label] = pooler;
    return labels;
}

Labels operator_labels() {
    return {{app_label, operator_app}};
}

Labels barman_plugin_labels() {
    return {{"app", "barman-cloud"}};
}

}  // namespace pgreach::cnpg
