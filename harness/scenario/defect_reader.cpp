#include "scenario/defect_reader.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "scenario/claims.hpp"
#include "scenario/policies.hpp"

namespace pgreach::scenario {
namespace {

class DefectReader {
  public:
    DefectReader(const StepContext& context, std::vector<Step>& steps, Complaints& complaints)
        : context_(context), steps_(steps), complaints_(complaints) {}

    void read(const yaml::Node& item) {
        Fields fields(item, "a known defect", complaints_);
        KnownDefect defect;
        defect.id = fields.name("id");
        defect.promises = fields.text("promises");
        defect.happens = fields.text("happens");
        defect.link = fields.text("link");
        defect.remedy = fields.text("remedy");
        defect.flows = expand_flows(fields.list("flows"), context_.participants, context_.planned, complaints_);
        read_admissions(fields, defect);
        const auto chosen = choose_steps(fields.words("steps"));
        fields.finish();
        if (!defect.id.empty() && !ids_.insert(defect.id).second) {
            complaints_.error(fields.mark_of("id"), "another known defect is called '" + defect.id + "' as well");
        }
        check(defect, chosen, item.mark);
        for (auto* step : chosen) step->known_defects.push_back(defect);
    }

  private:
    void read_admissions(Fields& fields, KnownDefect& defect) {
        const auto ids = ids_of(context_.policies);
        for (const auto& item : fields.list("admissions")) {
            Fields admission(item, "an admission of a known defect", complaints_);
            const std::string policy = admission.text("policy");
            admission.require("result");
            const auto result = admission.choice("result", AdmissionResult::refused);
            admission.finish();
            if (result == AdmissionResult::accepted) {
                complaints_.error(admission.mark_of("result"), "a policy that is accepted is no defect",
                                  "say that it is refused, pruned or rejected");
            }
            if (policy.empty()) continue;
            const auto found = find_policy(policy, admission.mark_of("policy"), ids, "the scenario", complaints_);
            if (found && result && !defect.admissions.emplace(ids[*found], *result).second) {
                complaints_.error(item.mark, "this defect names " + distinct_name(ids[*found], ids) + " twice");
            }
        }
    }

    std::vector<Step*> choose_steps(const Words& words) {
        std::vector<Step*> chosen;
        if (words.empty()) {
            for (auto& step : steps_) chosen.push_back(&step);
        }
        for (const auto& [word, mark] : words) {
            const auto& wanted = word;
            const auto step =
                std::find_if(steps_.begin(), steps_.end(), [&](const Step& one) { return one.name == wanted; });
            if (step == steps_.end()) {
                complaints_.error(mark, "the scenario has no step '" + word + "'", "it has " + enumerate(step_names()));
            } else if (std::find(chosen.begin(), chosen.end(), &*step) == chosen.end()) {
                chosen.push_back(&*step);
            }
        }
        return chosen;
    }

    // Of two defects about the same thing only one could ever be reported.
    void check(const KnownDefect& defect, const std::vector<Step*>& chosen, Mark mark) {
        if (defect.flows.empty() && defect.admissions.empty() && !complaints_.any()) {
            complaints_.error(mark, "this defect is about nothing", "say which 'flows' or 'admissions' differ");
        }
        for (const auto& [policy, result] : defect.admissions) {
            const auto applies_it = [&, &id = policy](const Step* step) {
                return std::any_of(step->apply.begin(), step->apply.end(),
                                   [&](const auto& one) { return one.id() == id; });
            };
            if (std::any_of(chosen.begin(), chosen.end(), applies_it)) continue;
            complaints_.error(mark,
                              "no step of this defect applies " + distinct_name(policy, ids_of(context_.policies)));
        }
        for (const auto* step : chosen) {
            for (const auto& other : step->known_defects) check_overlap(defect, other, *step, mark);
        }
    }

    void check_overlap(const KnownDefect& defect, const KnownDefect& other, const Step& step, Mark mark) {
        const auto complain = [&](const std::string& what) {
            complaints_.error(mark,
                              "defect '" + other.id + "' is about " + what + " of step '" + step.name + "' as well");
        };
        const auto flow = std::find_if(defect.flows.begin(), defect.flows.end(),
                                       [&](const Flow& one) { return other.flows.contains(one); });
        if (flow != defect.flows.end()) complain(describe(*flow));
        const auto admission = std::find_if(defect.admissions.begin(), defect.admissions.end(),
                                            [&](const auto& one) { return other.admissions.contains(one.first); });
        if (admission != defect.admissions.end()) complain(describe(admission->first));
    }

    std::vector<std::string> step_names() const {
        std::vector<std::string> names;
        for (const auto& step : steps_) names.push_back(step.name);
        return names;
    }

    const StepContext& context_;
    std::vector<Step>& steps_;
    Complaints& complaints_;
    std::set<std::string> ids_;
};

}  // namespace

void read_known_defects(Fields& scenario, const StepContext& context, std::vector<Step>& steps,
                        Complaints& complaints) {
    DefectReader reader(context, steps, complaints);
    for (const auto& item : scenario.list("known_defects")) reader.read(item);
}

}  // namespace pgreach::scenario
