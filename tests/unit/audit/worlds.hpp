#pragma once

#include <memory>
#include <string>

#include "audit/plan.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {

// A cluster of two nodes with a database of two instances, shop/orders, an application that may reach it, shop/api, and
// one that may not, web/page.
inline const std::string shop = R"(
apiVersion: v1
kind: Node
metadata: {name: n1}
status: {addresses: [{type: InternalIP, address: 172.18.0.2}]}
---
apiVersion: v1
kind: Pod
metadata:
  name: orders-1
  namespace: shop
  labels: {cnpg.io/cluster: orders, cnpg.io/podRole: instance, cnpg.io/instanceName: orders-1, cnpg.io/instanceRole: primary}
  ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: orders, controller: true}]
spec: {containers: [{name: postgres}], nodeName: n1, serviceAccountName: orders}
---
apiVersion: v1
kind: Pod
metadata:
  name: orders-2
  namespace: shop
  labels: {cnpg.io/cluster: orders, cnpg.io/podRole: instance, cnpg.io/instanceName: orders-2, cnpg.io/instanceRole: replica}
  ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: orders, controller: true}]
spec: {containers: [{name: postgres}], nodeName: n2, serviceAccountName: orders}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: orders, namespace: shop}
spec: {instances: 2}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    metadata: {labels: {app: api, pod-template-hash: abc}}
    spec: {serviceAccountName: robot, containers: [{name: c}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: page, namespace: web}
spec:
  template:
    metadata: {labels: {app: page}}
    spec: {containers: [{name: c}]}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: orders, namespace: shop}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: orders}}
  ingress:
    - fromEndpoints: [{matchLabels: {app: api}}, {matchLabels: {cnpg.io/cluster: orders}}]
      toPorts: [{ports: [{port: "5432", protocol: TCP}]}]
)";

inline kube::Pod running_pod(const std::string& ns, const std::string& name, const std::string& ip,
                             const std::string& node) {
    kube::Pod pod{.ns = ns, .name = name, .ip = ip, .node = node, .running = true, .image = "postgresql:18"};
    pod.labels = {{cnpg::pod_role_label, cnpg::instance_pod}};
    return pod;
}

// What is known of that cluster, and of `more` in it.
inline Survey survey_of(const std::string& more = {}) {
    Survey survey;
    survey.objects = world::read_objects({{std::make_shared<const Source>(Source{"shop.yaml", shop + more})}});
    survey.contents = world::make_contents(survey.objects, survey.semantics.cilium);
    survey.pods = {running_pod("shop", "orders-1", "10.0.0.1", "n1"),
                   running_pod("shop", "orders-2", "10.0.0.2", "n2")};
    survey.api_server = {"10.96.0.1", 443, {"172.18.0.2"}, 6443};
    return survey;
}

// Null where there is no such flow.
inline const AuditFlow* find_flow(const Plan& plan, const std::string& from, const std::string& to, int port) {
    for (const auto& flow : plan.flows) {
        if (flow.flow.from == from && flow.flow.to == to && flow.flow.port == port) return &flow;
    }
    return nullptr;
}

}  // namespace pgreach::audit
