#include "verdict/controls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

Conclusion conclude_control(const Record& record, const Observation& observation) {
    return conclude(observation, {record.drop_evidence, ControlState::not_needed});
}

const ControlRecord* find(const Record& record, const std::string& when, const std::string& participants) {
    const auto found = std::find_if(record.controls.begin(), record.controls.end(), [&](const ControlRecord& one) {
        return one.when == when && one.participants == participants;
    });
    return found == record.controls.end() ? nullptr : &*found;
}

// The items of one control.
class ControlJudge {
  public:
    ControlJudge(const Record& record, const PlannedFlows& plan, const std::string& when)
        : record_(record), plan_(plan), name_("positive control " + when) {
        if (record.plan && record.plan->flows.size() > 1) name_ += " (" + plan.participants + ")";
    }

    std::vector<Item> missing() {
        add("it is missing: it is not known whether the probed flows were open with nothing applied");
        return std::move(items_);
    }

    std::vector<Item> judge(const ControlRecord& control) {
        examine_flows(control);
        examine_completeness(control);
        for (const auto& check : control.health) {
            if (conclude(check) == HealthState::working) continue;
            add(fmt::format("{} was {} with nothing applied: {}", check.name, to_string(conclude(check)),
                            check.detail));
        }
        if (items_.empty()) {
            items_.push_back({.kind = ItemKind::control,
                              .name = name_,
                              .judgement = Judgement::conforms,
                              .text = fmt::format("{} flows open", control.flows.size()),
                              .duration_us = duration_of(control)});
        }
        return std::move(items_);
    }

  private:
    void add(std::string text) {
        items_.push_back(
            {.kind = ItemKind::control, .name = name_, .judgement = Judgement::inconclusive, .text = std::move(text)});
    }

    static std::int64_t duration_of(const ControlRecord& control) {
        std::int64_t longest = 0;
        for (const auto& [flow, observation] : control.flows) {
            for (const auto& attempt : observation.attempts) longest = std::max(longest, attempt.duration_us);
        }
        return longest;
    }

    // Flows that failed for one reason are told once.
    void examine_flows(const ControlRecord& control) {
        std::map<std::string, std::vector<Flow>> by_reason;
        for (const auto& [flow, observation] : control.flows) {
            const auto conclusion = conclude_control(record_, observation);
            if (conclusion.observed == Observed::open) continue;
            const auto reason = conclusion.reason();
            by_reason[reason.empty() ? "closed" : "not open: " + reason].push_back(flow);
        }
        for (const auto& [reason, flows] : by_reason) {
            add(fmt::format("{}: {} with nothing applied", name_some(flows), reason));
        }
    }

    void examine_completeness(const ControlRecord& control) {
        std::set<Flow> tried;
        std::vector<Flow> twice;
        for (const auto& [flow, observation] : control.flows) {
            if (!tried.insert(flow).second) twice.push_back(flow);
        }
        std::vector<Flow> absent;
        for (const auto& flow : plan_.flows) {
            if (!tried.contains(flow)) absent.push_back(flow);
        }
        if (!absent.empty()) add("not tried in it: " + name_some(absent));
        if (!twice.empty()) add("recorded twice: " + name_some(twice));
    }

    const Record& record_;
    const PlannedFlows& plan_;
    std::string name_;
    std::vector<Item> items_;
};

}  // namespace

Controls::Controls(const Record& record) {
    for (const auto& control : record.controls) {
        auto& seen = by_participants_[control.participants];
        for (const auto& [flow, observation] : control.flows) {
            seen.tried.insert(flow);
            if (conclude_control(record, observation).observed != Observed::open) seen.failed.insert(flow);
        }
        for (const auto& check : control.health) {
            if (conclude(check) != HealthState::working) seen.broken.insert(check.name);
        }
    }
}

ControlState Controls::of(const std::string& participants, const Flow& flow) const {
    const auto found = by_participants_.find(participants);
    if (found == by_participants_.end() || !found->second.tried.contains(flow)) return ControlState::missing;
    return found->second.failed.contains(flow) ? ControlState::failed : ControlState::open;
}

bool Controls::worked(const std::string& participants, const std::string& check) const {
    const auto found = by_participants_.find(participants);
    return found == by_participants_.end() || !found->second.broken.contains(check);
}

std::vector<Item> judge_controls(const Record& record, const RunPlan& plan, bool ended_early) {
    std::vector<Item> items;
    for (const auto& planned : plan.flows) {
        for (const std::string when : {"before", "after"}) {
            const auto* control = find(record, when, planned.participants);
            if (control == nullptr && ended_early) continue;
            ControlJudge judge(record, planned, when);
            auto some = control == nullptr ? judge.missing() : judge.judge(*control);
            std::move(some.begin(), some.end(), std::back_inserter(items));
        }
    }
    return items;
}

}  // namespace pgreach::verdict
