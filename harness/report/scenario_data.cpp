#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/page_data.hpp"
#include "report/page_json.hpp"
#include "report/places.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;
using List = nlohmann::ordered_json;

// The flows of a scenario say the same few texts thousands of times.
class Texts {
  public:
    size_t of(std::string_view text) {
        const auto [found, fresh] = numbers_.try_emplace(printable(text), numbers_.size());
        if (fresh) texts_.push_back(found->first);
        return found->second;
    }
    List take() { return std::move(texts_); }

  private:
    std::map<std::string, size_t> numbers_;
    List texts_ = List::array();
};

class ScenarioData {
  public:
    explicit ScenarioData(const verdict::ScenarioVerdict& verdict) : verdict_(verdict), record_(*verdict.record) {}

    List make() {
        List steps = List::array();
        List policies = List::array();
        List gaps = List::array();
        for (const auto& policy : record_.policies) policies.push_back(write(policy));
        for (step_ = 0; step_ < record_.steps.size(); ++step_) steps.push_back(write(record_.steps[step_]));
        for (const auto& item : verdict_.items) {
            if (item.about.index() != 0) continue;
            gaps.push_back({printable_line(item.step), printable_line(item.name), number_of(item.judgement),
                            printable(item.text)});
        }
        List defects = List::array();
        for (const auto& defect : record_.defects) defects.push_back(write(defect));
        return {{"policies", std::move(policies)}, {"steps", std::move(steps)},  {"gaps", std::move(gaps)},
                {"defects", std::move(defects)},   {"rules", std::move(rules_)}, {"texts", texts_.take()}};
    }

  private:
    List write(const PolicyText& policy) {
        return {printable_line(distinct_name(policy.policy, policies_of(record_))), policy.policy.kind,
                printable_line(shown_path(policy.file)), policy.line, texts_.of(policy.text)};
    }

    List write(const DefectRecord& defect) {
        const auto listed = [&](verdict::ItemKind kind) {
            return std::count_if(verdict_.items.begin(), verdict_.items.end(), [&](const Item& item) {
                if (item.kind != kind || item.judgement != Judgement::known_defect) return false;
                return item.flow() != nullptr ? item.flow()->record->defect == defect.id
                                              : item.admission()->defect == defect.id;
            });
        };
        return {printable_line(defect.id),        printable(defect.promises), printable(defect.happens),
                printable_line(defect.link),      printable(defect.remedy),   listed(verdict::ItemKind::flow),
                listed(verdict::ItemKind::policy)};
    }

    // The place in the list of texts of what a step has of a policy; of one without a text a place of its own behind
    // them.
    size_t place_of(const PolicyId& policy, size_t step) {
        if (const auto* text = find_text(record_, policy, step)) {
            return static_cast<size_t>(text - record_.policies.data());
        }
        return record_.policies.size() + others_.try_emplace(policy, others_.size()).first->second;
    }

    List write(const StepRecord& step) {
        List admissions = List::array();
        List removes = List::array();
        List checks = List::array();
        List cells = List::array();
        for (const auto& policy : step.removes) {
            removes.push_back(place_of(policy, step_ == 0 ? 0 : step_ - 1));  // it removes before it applies
        }
        // Items stand in the order of the record; two steps of one name share theirs, and each takes its own.
        const auto& items = items_of(step);
        for (const auto* item : items) {
            if (const auto* admission = item->admission()) admissions.push_back(write(*item, *admission));
            if (const auto* health = item->health()) checks.push_back(write(*item, *health));
            if (const auto* flow = item->flow()) cells.push_back(write(*item, *flow));
        }
        auto note =
            fmt::format("changed in {} ms, in force after {} ms, probed {} in {} ms, database {} ms", step.change_ms,
                        step.in_force_ms, step.rounds == 1 ? "once" : fmt::format("{} times", step.rounds),
                        step.observe_ms, step.health_ms);
        return {{"admissions", std::move(admissions)},
                {"removes", std::move(removes)},
                {"checks", std::move(checks)},
                {"cells", std::move(cells)},
                {"note", std::move(note)}};
    }

    const std::vector<const Item*>& items_of(const StepRecord& step) {
        if (by_record_.empty()) {
            for (const auto& one : record_.steps) by_record_[&one];
            for (const auto& item : verdict_.items) {
                for (const auto& one : record_.steps) {
                    if (belongs(item, one)) by_record_[&one].push_back(&item);
                }
            }
        }
        return by_record_.at(&step);
    }

    List write(const Item& item, const AdmissionRecord& admission) {
        return {place_of(admission.policy, step_),
                printable_line(distinct_name(admission.policy, policies_of(record_))),
                to_string(admission.observed.result),
                to_string(admission.predicted.result),
                number_of(item.judgement),
                printable(item.text),
                to_string(admission.validation)};
    }

    static List write(const Item& item, const verdict::HealthFacts& health) {
        return {printable_line(health.record->check.name), to_string(health.state), number_of(item.judgement),
                printable(item.text.empty() ? health.record->check.detail : item.text)};
    }

    // In the order that Cell of reports/html/matrix.js reads.
    List write(const Item& item, const verdict::FlowFacts& facts) {
        const auto& record = *facts.record;
        const auto& seen = record.observation;
        List attempts = List::array();
        List evidence = List::array();
        List doubts = List::array();
        List causes = List::array();
        for (const auto& attempt : seen.attempts) attempts.push_back(write(attempt));
        for (const auto& event : seen.evidence) {
            evidence.push_back({texts_.of(to_string(event.kind)), texts_.of(event.detail),
                                texts_.of(event.policies.empty() ? "" : "by " + describe(event.policies))});
        }
        for (const auto& doubt : facts.conclusion.doubts) {
            doubts.push_back({texts_.of(to_string(doubt.cause)), texts_.of(doubt.text)});
        }
        for (const auto& cause : record.causes) causes.push_back(texts_.of(cause));
        return {texts_.of(printable_line(record.flow.from)),
                texts_.of(printable_line(record.flow.to)),
                record.flow.port,
                record.claim == Verdict::allow ? 1 : 0,
                record.prediction == Verdict::allow ? 1 : 0,
                number_of(facts.conclusion.observed),
                number_of(item.judgement),
                texts_.of(item.text),
                texts_.of(record.by),
                texts_.of(record.reason),
                texts_.of(record.defect),
                rule_of(record),
                std::move(attempts),
                std::move(evidence),
                std::move(doubts),
                std::move(causes)};
    }

    static int number_of(Observed observed) {
        switch (observed) {
            case Observed::closed:
                return 0;
            case Observed::open:
                return 1;
            case Observed::unclear:
                return 2;
        }
        return 2;
    }
    static int number_of(const std::optional<Judgement>& judgement) { return report::number_of(judgement); }

    int rule_of(const FlowRecord& flow) {
        if (!flow.rule) return -1;
        const auto& [policy, path, line, decides] = *flow.rule;
        const size_t place = place_of(policy, step_);
        const auto [found, fresh] = places_.try_emplace({place, path, line, decides}, places_.size());
        if (fresh) rules_.push_back({place, line, decides, printable_line(path)});
        return static_cast<int>(found->second);
    }

    List write(const Attempt& attempt) {
        List milestones = List::array();
        auto reached = attempt.milestones;  // a record keeps them by name
        std::stable_sort(reached.begin(), reached.end(),
                         [](const auto& a, const auto& b) { return a.microseconds < b.microseconds; });
        for (const auto& one : reached) {
            milestones.push_back({to_string(one.milestone), one.microseconds});
        }
        return {texts_.of(to_string(attempt.end)),
                texts_.of(to_string(attempt.reached)),
                attempt.began_us,
                attempt.duration_us,
                std::move(milestones),
                texts_.of(attempt.source),
                texts_.of(attempt.destination),
                texts_.of(attempt.path),
                texts_.of(attempt.answered_by),
                texts_.of(attempt.error)};
    }

    const verdict::ScenarioVerdict& verdict_;
    const ScenarioRecord& record_;
    Texts texts_;
    size_t step_ = 0;  // the one that is written
    List rules_ = List::array();
    std::map<std::tuple<size_t, std::string, int, bool>, size_t> places_;
    std::map<PolicyId, size_t> others_;
    std::map<const StepRecord*, std::vector<const Item*>> by_record_;
};

}  // namespace

std::string scenario_data(const verdict::ScenarioVerdict& scenario) {
    return script_text(ScenarioData(scenario).make());
}

}  // namespace pgreach::report
