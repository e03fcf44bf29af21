#include "reach/needs.hpp"

#include <map>
#include <utility>

#include "engine/examine.hpp"
#include "lint/policy.hpp"
#include "lint/trial.hpp"

namespace pgreach::reach {
namespace {

UnmetNeed describe(const lint::Gap& gap) {
    const bool inward = gap.direction == engine::Direction::ingress;
    const auto& from = inward ? gap.peer : gap.subject;
    const auto& to = inward ? gap.subject : gap.peer;
    const int port = gap.need->port != 0 ? gap.need->port : to->address.port;
    const bool each_other = gap.need->from == gap.need->to;
    UnmetNeed unmet{.name = gap.need->name};
    unmet.text = from->text + " cannot reach " + (each_other ? "each other" : to->text) +
                 (port == 0 ? "" : " on " + std::to_string(port)) + " (" + gap.cluster->text() + ")";
    unmet.consequence = cnpg::consequence(*gap.need);
    unmet.policy = pgreach::describe(gap.by->rule->policy);
    unmet.file = gap.by->policy->manifest.source->name;
    unmet.line = gap.by->rule->mark.line;
    return unmet;
}

}  // namespace

std::vector<UnmetNeed> find_unmet_needs(const world::Objects& objects, const engine::Cilium& cilium) {
    const lint::Options options{.cilium = cilium};
    lint::Given given{{}, {}, {}, {}, options};
    for (auto policy : objects.policies) {
        policy.ns = policy.kind == "CiliumClusterwideNetworkPolicy" ? "" : world::namespace_of(policy);
        auto examination = engine::examine(policy, FieldValidation::strict, cilium);
        if (examination.admission.in_force()) given.policies.push_back({std::move(policy), std::move(examination)});
    }
    for (auto object : objects.others) {
        object.ns = world::namespace_of(object);
        given.others.push_back(std::move(object));
    }
    given.rules = lint::rules_of(given.policies);
    const lint::PolicyIndex index(given);
    const lint::Facts facts = lint::find_facts(given);
    std::map<std::pair<std::string, std::string>, UnmetNeed> found;
    for (const auto& cluster : facts.clusters) {
        const lint::Trial trial(given, index, facts, cluster);
        for (const auto& gap : trial.gaps()) {
            // One that somebody says nothing breaks without, or that only a matter of addresses, is no finding here.
            if (*gap.need->breaks == '\0' || gap.by_address_only) continue;
            UnmetNeed unmet = describe(gap);
            found.try_emplace({unmet.name, unmet.text}, std::move(unmet));
        }
    }
    std::vector<UnmetNeed> needs;
    for (auto& [key, unmet] : found) needs.push_back(std::move(unmet));
    return needs;
}

}  // namespace pgreach::reach
