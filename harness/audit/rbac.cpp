#include "audit/rbac.hpp"

namespace pgreach::audit {
namespace {

constexpr const char* manifest =
    R"(# What `pgreach audit` asks of the API server, and nothing else; printed by `pgreach audit --rbac`.
#
# It reads the whole cluster: bind pgreach-audit-read with a ClusterRoleBinding. It makes twins, and copies its probe into
# instances: bind pgreach-audit-twins with a RoleBinding in each namespace that has workloads or databases to be audited.
# It asks the agents: bind pgreach-audit-agents in kube-system, where it stands.
#
#   kubectl create clusterrolebinding pgreach-audit-read --clusterrole pgreach-audit-read --serviceaccount ci:audit
#   kubectl create rolebinding pgreach-audit-twins --clusterrole pgreach-audit-twins --serviceaccount ci:audit -n shop
#   kubectl create rolebinding pgreach-audit-agents --role pgreach-audit-agents --serviceaccount ci:audit -n kube-system
#
# Namespaces without the second are left out with --from and --to.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: pgreach-audit-read
rules:
  - apiGroups: [""]
    resources: [namespaces, nodes, pods, services]
    verbs: [get, list]
  - apiGroups: [apps]
    resources: [daemonsets, deployments, statefulsets]
    verbs: [list]
  - apiGroups: [discovery.k8s.io]
    resources: [endpointslices]
    verbs: [list]
  - apiGroups: [policy]
    resources: [poddisruptionbudgets]
    verbs: [list]
  - apiGroups: [autoscaling]
    resources: [horizontalpodautoscalers]
    verbs: [list]
  - apiGroups: [networking.k8s.io]
    resources: [networkpolicies]
    verbs: [list]
  - apiGroups: [cilium.io]
    resources: [ciliumnetworkpolicies, ciliumclusterwidenetworkpolicies, ciliumcidrgroups]
    verbs: [list]
  - apiGroups: [postgresql.cnpg.io]
    resources: [clusters, poolers, scheduledbackups]
    verbs: [list]
  - apiGroups: [barmancloud.cnpg.io]
    resources: [objectstores]
    verbs: [list]
  - apiGroups: [monitoring.coreos.com]
    resources: [podmonitors]
    verbs: [list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: pgreach-audit-twins
rules:
  - apiGroups: [""]
    resources: [pods, configmaps]
    verbs: [create, patch, get, list, watch, delete]
  - apiGroups: [""]
    resources: [pods/exec]
    verbs: [create, get]
  # With --query alone, in the namespaces of databases: the application's credentials.
  # - apiGroups: [""]
  #   resources: [secrets]
  #   resourceNames: [orders-app]
  #   verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: pgreach-audit-agents
  namespace: kube-system
rules:
  - apiGroups: [""]
    resources: [configmaps]
    resourceNames: [cilium-config]
    verbs: [get]
  - apiGroups: [""]
    resources: [pods/exec]
    verbs: [create, get]
)";

}  // namespace

const std::vector<Permission>& twin_permissions() {
    static const std::vector<Permission> all = {
        {"list", "configmaps"},  {"create", "pods"},       {"patch", "pods"},       {"delete", "pods"},
        {"create", "pods/exec"}, {"create", "configmaps"}, {"delete", "configmaps"}};
    return all;
}

std::string rbac_manifest() {
    return manifest;
}

}  // namespace pgreach::audit
