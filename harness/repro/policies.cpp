#include "repro/policies.hpp"

#include <algorithm>
#include <memory>

#include "engine/engine.hpp"
#include "engine/versions.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::repro {
namespace {

// What was applied up to a step, and not taken away again.
std::vector<const AdmissionRecord*> standing(const ScenarioRecord& scenario, size_t step) {
    std::vector<const AdmissionRecord*> policies;
    for (size_t i = 0; i <= step; ++i) {
        const auto& one = scenario.steps[i];
        std::erase_if(policies, [&](const AdmissionRecord* admission) {
            return std::find(one.removes.begin(), one.removes.end(), admission->policy) != one.removes.end();
        });
        for (const auto& admission : one.admissions) {
            std::erase_if(policies, [&](const AdmissionRecord* other) { return other->policy == admission.policy; });
            policies.push_back(&admission);
        }
    }
    return policies;
}

void apply(const AppliedPolicy& policy, engine::PolicySet& set) {
    const auto source = std::make_shared<const Source>(Source{policy.text->file, policy.text->text, policy.text->line});
    for (auto manifest : manifest::read(source).manifests) {
        const PolicyId id{manifest.kind, policy.text->policy.ns, manifest.name};
        if (id != policy.text->policy) continue;  // another one of a list
        manifest.ns = policy.text->policy.ns;
        set.apply(manifest, policy.admission->validation);
    }
}

}  // namespace

Result<std::vector<AppliedPolicy>> policies_that_matter(const Record& record, const Cell& cell,
                                                        const Participants& participants) {
    std::vector<AppliedPolicy> all;
    for (const auto* admission : standing(*cell.scenario, cell.step)) {
        const auto* text = find_text(*cell.scenario, admission->policy, cell.step);
        if (text == nullptr) {
            return Error{ErrorKind::usage, "the record does not hold the text of " + describe(admission->policy),
                         "it is of an older version: run the scenario again"};
        }
        all.push_back({text, admission});
    }
    const bool as_predicted = cell.item->judgement && *cell.item->judgement != Judgement::deviation &&
                              *cell.item->judgement != Judgement::inconclusive;
    if (!as_predicted) return all;
    engine::PolicySet set(engine::parse_version(record.cilium.release).value_or(engine::CiliumVersion{}));
    for (const auto& policy : all) apply(policy, set);
    const auto concerning = engine::Evaluator(participants.world(), set).concerning(cell.flow->flow);
    std::erase_if(all, [&](const AppliedPolicy& policy) {
        const bool taken = policy.admission->observed.result == AdmissionResult::accepted;
        return taken && std::find(concerning.begin(), concerning.end(), policy.text->policy) == concerning.end();
    });
    return all;
}

}  // namespace pgreach::repro
