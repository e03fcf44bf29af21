#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/world.hpp"

namespace pgreach::cnpg {

// Names that CloudNativePG gives, as of 1.30: pkg/utils/labels_annotations.go, pkg/management/url/url.go,
// pkg/specs/pods.go and jobs.go, pkg/specs/pgbouncer/deployments.go, config/manager. The only place that spells them.

inline constexpr const char* label_prefix = "cnpg.io/";
inline constexpr const char* cluster_label = "cnpg.io/cluster";
inline constexpr const char* pod_role_label = "cnpg.io/podRole";
inline constexpr const char* instance_role_label = "cnpg.io/instanceRole";
inline constexpr const char* legacy_role_label = "role";  // the same, before 1.21 and for compatibility since
inline constexpr const char* instance_name_label = "cnpg.io/instanceName";
inline constexpr const char* job_role_label = "cnpg.io/jobRole";
inline constexpr const char* pooler_name_label = "cnpg.io/poolerName";
inline constexpr const char* app_label = "app.kubernetes.io/name";

// Values of those labels.
inline constexpr const char* instance_pod = "instance";  // of podRole
inline constexpr const char* pooler_pod = "pooler";
inline constexpr const char* primary_role = "primary";  // of instanceRole
inline constexpr const char* replica_role = "replica";
inline constexpr const char* join_role = "join";  // of jobRole
inline constexpr const char* operator_app = "cloudnative-pg";
inline constexpr const char* operator_namespace = "cnpg-system";  // of the manifests; others choose another

inline constexpr std::string_view api_group = "postgresql.cnpg.io/";
inline constexpr std::string_view barman_api_group = "barmancloud.cnpg.io/";
inline constexpr const char* clusters_resource = "clusters.postgresql.cnpg.io";
inline constexpr const char* barman_plugin = "barman-cloud.cloudnative-pg.io";

inline constexpr int postgresql_port = 5432;  // of instances and of Poolers
inline constexpr int status_port = 8000;
inline constexpr int metrics_port = 9187;
inline constexpr int pooler_metrics_port = 9127;
inline constexpr int webhook_port = 9443;
inline constexpr int plugin_port = 9090;  // of the Barman Cloud plugin

// "cnpg.io/cluster=orders-db,cnpg.io/podRole=instance", for kubectl.
std::string instances_selector(const std::string& cluster);
std::string operator_selector();

// What the pods call their ports.
const std::map<std::string, int>& instance_ports();

// The labels that CNPG gives its pods. app.kubernetes.io/… of pods of a Cluster: since 1.28.
Labels instance_labels(const std::string& cluster, int serial, std::string_view role);
Labels job_labels(const std::string& cluster, int serial, const std::string& role);
Labels pooler_labels(const std::string& cluster, const std::string& pooler);
Labels operator_labels();
Labels barman_plugin_labels();

}  // namespace pgreach::cnpg
