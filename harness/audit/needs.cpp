#include "audit/needs.hpp"

#include <algorithm>

#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {
namespace {

bool checks_isolation(const Survey& survey, const std::string& ns, const std::string& cluster) {
    for (const auto& object : survey.objects.others) {
        if (object.kind != "Cluster" || object.name != cluster || world::namespace_of(object) != ns) continue;
        return kube::text_at(object.document, {"spec", "probes", "liveness", "isolationCheck", "enabled"}) != "false";
    }
    return true;
}

std::string cluster_of(const Endpoint& endpoint) {
    const auto label = endpoint.labels.find(cnpg::cluster_label);
    return label == endpoint.labels.end() ? std::string() : endpoint.ns + "/" + label->second;
}

// Whether the database of these labels has replicas.
bool has_replicas(const Survey& survey, const Endpoint& member) {
    for (const auto& database : survey.contents.databases) {
        if (database.ns + "/" + database.name == cluster_of(member)) return database.instances.size() > 1;
    }
    return true;
}

// Those of the pods of one database are about that database alone.
bool within_one_database(const cnpg::Need& need, const Endpoint& from, const Endpoint& to) {
    using cnpg::Party;
    const bool member = need.from == Party::replica || need.from == Party::instance || need.from == Party::pooler ||
                        need.from == Party::join_job;
    const bool to_member = need.to == Party::primary || need.to == Party::instance;
    return !member || !to_member || cluster_of(from) == cluster_of(to);
}

}  // namespace

std::vector<const cnpg::Need*> needs_of(const Survey& survey, const AuditFlow& flow, const Endpoint& from,
                                        const Endpoint& to) {
    std::vector<const cnpg::Need*> needs;
    if (flow.asked == Asked::dns || flow.asked == Asked::object_store) {
        const auto asked = flow.asked == Asked::dns ? cnpg::Party::dns : cnpg::Party::object_store;
        const auto parties = cnpg::parties_of(from);
        for (const auto& need : cnpg::needs()) {
            const bool sent = std::find(parties.begin(), parties.end(), need.from) != parties.end();
            if (need.to == asked && sent) needs.push_back(&need);
        }
    } else {
        needs = cnpg::needs_served_by(from, to, flow.flow.protocol, flow.flow.port);
    }
    std::erase_if(needs, [&](const cnpg::Need* need) {
        if (*need->breaks == '\0' || need->since > survey.cnpg || !within_one_database(*need, from, to)) return true;
        if (need->condition == cnpg::Condition::replicas && !has_replicas(survey, from)) return true;
        const auto label = to.labels.find(cnpg::cluster_label);
        return need->condition == cnpg::Condition::isolation_check && label != to.labels.end() &&
               !checks_isolation(survey, to.ns, label->second);
    });
    return needs;
}

}  // namespace pgreach::audit
