#include "scenario/step_reader.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "scenario/claims.hpp"
#include "scenario/policies.hpp"

namespace pgreach::scenario {
namespace {

// The policies that a step names by `key`; absent means `fallback`, "all" means all.
std::vector<manifest::Manifest> select_policies(Fields& step, const std::string& key,
                                                const std::vector<manifest::Manifest>& fallback,
                                                const StepContext& context, Complaints& complaints) {
    const yaml::Node* node = step.find(key);
    if (node == nullptr) return fallback;
    std::vector<manifest::Manifest> selected;
    for (const auto& [word, mark] : step.words(key)) {
        if (word == "all") return context.policies;
        const auto found = find_policy(word, mark, ids_of(context.policies), "the scenario", complaints);
        if (found) selected.push_back(context.policies[*found]);
    }
    return selected;
}

FieldValidation read_validation(Fields& step, Complaints& complaints) {
    const yaml::Node* node = step.find("validation");
    if (node == nullptr) return FieldValidation::strict;
    if (const auto value = from_string<FieldValidation>(node->text)) return *value;
    complaints.error(node->mark, "'validation' must be strict or ignore");
    return FieldValidation::strict;
}

void read_claims(Fields& step, Mark mark, const StepContext& context, Step& result, Complaints& complaints) {
    const yaml::Node* own = step.find("claims");
    const yaml::Node* claims = own != nullptr ? own : context.claims;
    if (claims == nullptr) {
        complaints.error(mark, "there are no 'claims': what does the documentation say of each flow?");
        return;
    }
    result.claims = expand_claims(*claims, context.participants, context.planned, complaints);
}

Step read_step(const yaml::Node& node, const StepContext& context, Complaints& complaints) {
    Fields fields(node, "a step", complaints);
    Step step;
    step.name = fields.text("name");
    step.validation = read_validation(fields, complaints);
    step.remove = select_policies(fields, "remove", {}, context, complaints);
    // A step that only removes applies nothing.
    step.apply = select_policies(fields, "apply", step.remove.empty() ? context.policies : decltype(step.apply){},
                                 context, complaints);
    read_claims(fields, node.mark, context, step, complaints);
    fields.finish();
    return step;
}

void read_admission(Fields& fields, KnownDefect& defect, const StepContext& context, Complaints& complaints) {
    for (const auto& item : fields.list("admissions")) {
        Fields admission(item, "an admission of a known defect", complaints);
        const std::string policy = admission.text("policy");
        const std::string result = admission.text("result");
        admission.finish();
        const auto value = from_string<AdmissionResult>(result);
        if (!value) complaints.error(item.mark, "'result' must be accepted, refused, pruned or rejected");
        const auto ids = ids_of(context.policies);
        const auto found = find_policy(policy, item.mark, ids, "the scenario", complaints);
        if (found) defect.admissions[ids[*found]] = value.value_or(AdmissionResult::accepted);
    }
}

}  // namespace

std::vector<Step> read_steps(Fields& scenario, const yaml::Node& root, const StepContext& context,
                             Complaints& complaints) {
    std::vector<Step> steps;
    std::set<std::string> names;
    const auto& items = scenario.list("steps");
    for (const auto& item : items) {
        steps.push_back(read_step(item, context, complaints));
        if (!names.insert(steps.back().name).second) {
            complaints.error(item.mark, "step '" + steps.back().name + "' is there twice");
        }
    }
    if (!items.empty()) return steps;
    Step only{.name = "applied", .apply = context.policies};
    Fields nothing(root, "a scenario", complaints);
    read_claims(nothing, root.mark, context, only, complaints);
    return {std::move(only)};
}

void read_known_defects(Fields& scenario, const StepContext& context, std::vector<Step>& steps,
                        Complaints& complaints) {
    for (const auto& item : scenario.list("known_defects")) {
        Fields fields(item, "a known defect", complaints);
        KnownDefect defect;
        defect.id = fields.text("id");
        defect.promises = fields.text("promises");
        defect.happens = fields.text("happens");
        defect.link = fields.text("link");
        defect.remedy = fields.text("remedy");
        defect.flows = expand_flows(fields.list("flows"), context.participants, context.planned, complaints);
        read_admission(fields, defect, context, complaints);
        const auto where = fields.words("steps");
        fields.finish();
        for (auto& step : steps) {
            const auto named = [&](const auto& word) { return word.first == step.name; };
            if (where.empty() || std::any_of(where.begin(), where.end(), named)) step.known_defects.push_back(defect);
        }
        for (const auto& [word, mark] : where) {
            const auto& wanted = word;
            const auto called = [&](const Step& step) { return step.name == wanted; };
            if (std::none_of(steps.begin(), steps.end(), called)) {
                complaints.error(mark, "the scenario has no step '" + word + "'");
            }
        }
    }
}

}  // namespace pgreach::scenario
