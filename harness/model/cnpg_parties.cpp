#include "model/cnpg.hpp"
#include "model/cnpg_needs.hpp"

namespace pgreach::cnpg {
namespace {

std::string_view value_of(const Labels& labels, const char* key) {
    const auto label = labels.find(key);
    return label == labels.end() ? std::string_view() : std::string_view(label->second);
}

bool is_instance(const Labels& labels) {
    return labels.contains(cluster_label) &&
           (value_of(labels, pod_role_label) == instance_pod || labels.contains(instance_role_label));
}

std::vector<Party> parties_of_pod(const Labels& labels) {
    if (is_instance(labels)) {
        auto role = value_of(labels, instance_role_label);
        if (role.empty()) role = value_of(labels, legacy_role_label);
        std::vector<Party> parties = {Party::instance};
        if (role == primary_role) parties.push_back(Party::primary);
        if (role == replica_role) parties.push_back(Party::replica);
        return parties;
    }
    if (value_of(labels, pod_role_label) == pooler_pod) return {Party::pooler};
    if (value_of(labels, app_label) == operator_app) return {Party::controller};
    const auto job = value_of(labels, job_role_label);
    if (job.empty()) return {};
    return {job == join_role ? Party::join_job : Party::bootstrap_job};
}

}  // namespace

std::vector<Party> parties_of(const Endpoint& endpoint) {
    switch (endpoint.kind) {
        case EndpointKind::pod:
            return parties_of_pod(endpoint.labels);
        case EndpointKind::host:
            return {Party::kubelet};
        case EndpointKind::kube_apiserver:
            return {Party::api_server};
        default:
            return {};
    }
}

bool may_need_each_other(const Endpoint& from, const Endpoint& to) {
    const auto one = value_of(from.labels, cluster_label), other = value_of(to.labels, cluster_label);
    return one.empty() || other.empty() || (one == other && from.ns == to.ns);
}

}  // namespace pgreach::cnpg
