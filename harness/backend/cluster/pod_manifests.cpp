#include "backend/cluster/pod_manifests.hpp"

#include "backend/cluster/run_id.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

using kube::object;
using kube::text;
using yaml::make_boolean;
using yaml::make_integer;
using yaml::make_list;
using yaml::Node;

constexpr std::int64_t nobody = 65532;  // no user of any image

Node metadata(const Ownership& owner, const std::string& name, const std::string& ns, const Labels& labels = {}) {
    Node all = object({});
    for (const auto& [key, value] : labels) kube::set(all, key, text(value));
    kube::set(all, run_label, text(owner.run));
    kube::set(all, host_label, text(owner.host));
    Node data = object({{"name", text(name)}});
    if (!ns.empty()) kube::set(data, "namespace", text(ns));
    kube::set(data, "labels", std::move(all));
    return data;
}

std::string manifest(const std::string& api, const std::string& kind, Node data,
                     const std::vector<std::pair<std::string, Node>>& rest) {
    Node whole = object({{"apiVersion", text(api)}, {"kind", text(kind)}, {"metadata", std::move(data)}});
    for (const auto& [key, value] : rest) kube::set(whole, key, value);
    return yaml::to_json(whole);
}

Node password_variable(const ProbeImage& image, const std::string& secret) {
    const Node reference = object({{"name", text(secret)}, {"key", text("password")}});
    return object({{"name", text(image.password_variable)}, {"valueFrom", object({{"secretKeyRef", reference}})}});
}

Node container(const ProbeImage& image, const std::string& secret) {
    Node probe = object({{"name", text("probe")},
                         {"image", text(image.reference)},
                         {"imagePullPolicy", text(image.pull_policy)},
                         {"stdin", make_boolean(true)},  // the entry point waits for a plan, which never comes
                         {"env", make_list({password_variable(image, secret)})},
                         {"securityContext", object({{"allowPrivilegeEscalation", make_boolean(false)},
                                                     {"capabilities", object({{"drop", make_list({text("ALL")})}})},
                                                     {"readOnlyRootFilesystem", make_boolean(true)}})}});
    if (!image.command.empty()) {
        std::vector<Node> words;
        for (const auto& word : image.command) words.push_back(text(word));
        kube::set(probe, "command", make_list(std::move(words)));
    }
    if (!image.folder.empty()) {
        kube::set(probe, "volumeMounts",
                  make_list({object({{"name", text("probe")}, {"mountPath", text(image.folder)}})}));
    }
    return probe;
}

Node pod_spec(const ProbeLocation& location, const ProbeImage& image, const std::string& secret) {
    Node spec = object({{"nodeName", text(location.node)},
                        {"hostNetwork", make_boolean(location.kind == LocationKind::host)},
                        {"restartPolicy", text("Never")},
                        {"terminationGracePeriodSeconds", make_integer(0)},
                        {"automountServiceAccountToken", make_boolean(false)},
                        {"enableServiceLinks", make_boolean(false)},
                        {"readinessGates", make_list({object({{"conditionType", text("pgreach.dev/never")}})})},
                        {"tolerations", make_list({object({{"operator", text("Exists")}})})},
                        {"securityContext", object({{"runAsNonRoot", make_boolean(true)},
                                                    {"runAsUser", make_integer(nobody)},
                                                    {"runAsGroup", make_integer(nobody)},
                                                    {"seccompProfile", object({{"type", text("RuntimeDefault")}})}})},
                        {"containers", make_list({container(image, secret)})}});
    if (location.service_account != "default") kube::set(spec, "serviceAccountName", text(location.service_account));
    if (!image.folder.empty()) {
        kube::set(kube::child(spec, "securityContext"), "fsGroup", make_integer(nobody));
        kube::set(spec, "volumes", make_list({object({{"name", text("probe")}, {"emptyDir", object({})}})}));
    }
    return spec;
}

}  // namespace

std::string namespace_manifest(const Ownership& owner, const std::string& name, const Labels& labels) {
    return manifest("v1", "Namespace", metadata(owner, name, {}, labels), {});
}

std::string service_account_manifest(const Ownership& owner, const std::string& ns, const std::string& name) {
    return manifest("v1", "ServiceAccount", metadata(owner, name, ns),
                    {{"automountServiceAccountToken", make_boolean(false)}});
}

std::string secret_manifest(const Ownership& owner, const std::string& ns, const std::string& name,
                            const std::string& password) {
    return manifest("v1", "Secret", metadata(owner, name, ns),
                    {{"stringData", object({{"password", text(password)}})}});
}

std::string pod_manifest(const Ownership& owner, const ProbeLocation& location, const ProbeImage& image,
                         const std::string& secret) {
    return manifest("v1", "Pod", metadata(owner, location.pod, location.ns, location.labels),
                    {{"spec", pod_spec(location, image, secret)}});
}

std::string service_manifest(const Ownership& owner, const Target& target, const std::string& name,
                             const std::vector<TargetPort>& ports, int first_node_port) {
    std::vector<Node> listed;
    listed.reserve(ports.size());
    for (const auto& port : ports) {
        Node one = object({{"name", text("port-" + std::to_string(port.number))}, {"port", make_integer(port.number)}});
        if (first_node_port > 0) kube::set(one, "nodePort", make_integer(first_node_port + std::ssize(listed)));
        listed.push_back(std::move(one));
    }
    // An instance that is not ready is probed all the same: a policy may have cut it off from the kubelet.
    const Node selector = object({{cnpg::instance_name_label, text(target.pod.name)}});
    return manifest("v1", "Service", metadata(owner, name, target.pod.ns),
                    {{"spec", object({{"type", text("NodePort")},
                                      {"externalTrafficPolicy", text("Local")},
                                      {"publishNotReadyAddresses", make_boolean(true)},
                                      {"selector", selector},
                                      {"ports", make_list(std::move(listed))}})}});
}

}  // namespace pgreach::backend
