#include "backend/baseline.hpp"

#include <fmt/format.h>

#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

// Whoever is selected may send, and everybody but the database may be sent to: pods of other namespaces, then those
// that are not the database's.
constexpr const char* baseline_text = R"(apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata:
  name: pgreach-baseline
specs:
  - endpointSelector: {{}}
    egress:
      - toEntities: [all]
  - endpointSelector:
      matchExpressions:
        - {{key: "k8s:io.kubernetes.pod.namespace", operator: NotIn, values: ["{0}"]}}
    ingress:
      - fromEntities: [all]
  - endpointSelector:
      matchExpressions:
        - {{key: "k8s:{1}", operator: NotIn, values: ["{2}"]}}
    ingress:
      - fromEntities: [all]
)";

constexpr const char* control_text = R"(apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: pgreach-control
  namespace: "{0}"
spec:
  endpointSelector: {{}}
  ingress:
    - fromEntities: [all]
)";

std::vector<manifest::Manifest> read(std::string text) {
    return manifest::read(std::make_shared<const Source>(Source{"baseline", std::move(text)})).manifests;
}

}  // namespace

void set_baseline(const std::string& database, const std::string& ns, Semantics& semantics) {
    if (semantics.cilium.config.enforcement != engine::EnforcementMode::always) return;
    semantics.baseline = read(fmt::format(baseline_text, ns, cnpg::cluster_label, database));
    semantics.control = read(fmt::format(control_text, ns));
}

}  // namespace pgreach::backend
