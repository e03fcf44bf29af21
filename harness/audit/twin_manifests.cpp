#include "audit/twin_manifests.hpp"

#include "kube/json.hpp"

namespace pgreach::audit {
namespace {

using kube::object;
using kube::text;
using yaml::make_boolean;
using yaml::make_integer;
using yaml::make_list;
using yaml::Node;

constexpr std::int64_t nobody_user = 65532;  // no user of any image
constexpr std::int64_t longest_life = 3600;  // s

Node metadata_of(const backend::Ownership& run, const std::string& name, const std::string& ns, const Labels& labels) {
    Node all = object({});
    for (const auto& [key, value] : labels) kube::set(all, key, text(value));
    kube::set(all, twin_run_label, text(run.run));
    kube::set(all, twin_host_label, text(run.host));
    return object({{"name", text(name)}, {"namespace", text(ns)}, {"labels", std::move(all)}});
}

// Little, but said: a quota of the namespace may ask for it.
Node resources() {
    return object({{"requests", object({{"cpu", text("10m")}, {"memory", text("32Mi")}})},
                   {"limits", object({{"cpu", text("500m")}, {"memory", text("128Mi")}})}});
}

Node twin_container(const Peer& peer) {
    return object({{"name", text("probe")},
                   {"image", text(peer.image)},
                   {"imagePullPolicy", text("IfNotPresent")},
                   {"command", make_list({text("sleep"), text("infinity")})},
                   {"resources", resources()},
                   {"securityContext", object({{"allowPrivilegeEscalation", make_boolean(false)},
                                               {"capabilities", object({{"drop", make_list({text("ALL")})}})},
                                               {"readOnlyRootFilesystem", make_boolean(true)}})},
                   {"volumeMounts", make_list({object({{"name", text("probe")}, {"mountPath", text(twin_folder)}})})}});
}

Node twin_spec(const Peer& peer) {
    return object({{"nodeName", text(peer.node)},
                   {"serviceAccountName", text(peer.service_account)},
                   {"automountServiceAccountToken", make_boolean(false)},
                   {"enableServiceLinks", make_boolean(false)},
                   {"restartPolicy", text("Never")},
                   {"activeDeadlineSeconds", make_integer(longest_life)},
                   {"terminationGracePeriodSeconds", make_integer(0)},
                   {"readinessGates", make_list({object({{"conditionType", text("pgreach.dev/never")}})})},
                   {"tolerations", make_list({object({{"operator", text("Exists")}})})},
                   {"securityContext", object({{"runAsNonRoot", make_boolean(true)},
                                               {"runAsUser", make_integer(nobody_user)},
                                               {"runAsGroup", make_integer(nobody_user)},
                                               {"fsGroup", make_integer(nobody_user)},
                                               {"seccompProfile", object({{"type", text("RuntimeDefault")}})}})},
                   {"containers", make_list({twin_container(peer)})},
                   {"volumes", make_list({object({{"name", text("probe")}, {"emptyDir", object({})}})})}});
}

}  // namespace

std::string owner_name(const backend::Ownership& run) {
    return "pgreach-audit-" + run.run;
}

std::string owner_manifest(const backend::Ownership& run, const std::string& ns) {
    return yaml::to_json(object({{"apiVersion", text("v1")},
                                 {"kind", text("ConfigMap")},
                                 {"metadata", metadata_of(run, owner_name(run), ns, {})}}));
}

std::string twin_manifest(const backend::Ownership& run, const Peer& peer, const std::string& owner_uid) {
    Node data = metadata_of(run, peer.pod.name, peer.pod.ns, peer.labels);
    kube::set(data, "ownerReferences",
              make_list({object({{"apiVersion", text("v1")},
                                 {"kind", text("ConfigMap")},
                                 {"name", text(owner_name(run))},
                                 {"uid", text(owner_uid)},
                                 {"controller", make_boolean(true)}})}));
    return yaml::to_json(object(
        {{"apiVersion", text("v1")}, {"kind", text("Pod")}, {"metadata", std::move(data)}, {"spec", twin_spec(peer)}}));
}

}  // namespace pgreach::audit
