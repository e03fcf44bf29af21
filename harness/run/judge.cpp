#include "run/judge.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "model/attribution.hpp"

namespace pgreach::run {
namespace {

// What the positive controls of one set of participants say: which flows were tried with nothing applied, and which
// were not open then.
struct Controls {
    std::set<Flow> tried;
    std::set<Flow> failed;
};

std::map<std::string, Controls> collect_controls(const Record& record) {
    std::map<std::string, Controls> controls;
    for (const auto& control : record.controls) {
        auto& of_cast = controls[control.participants];
        for (const auto& [flow, observation] : control.flows) {
            of_cast.tried.insert(flow);
            if (observation.observed != Observed::open) of_cast.failed.insert(flow);
        }
    }
    return controls;
}

bool has_drop_event(const Observation& observation) {
    return std::any_of(observation.evidence.begin(), observation.evidence.end(),
                       [](const Evidence& evidence) { return evidence.kind == EvidenceKind::drop_event; });
}

// Why a flow that looks closed proves nothing; empty if it does.
std::string doubt(const FlowRecord& flow, const Controls& controls, bool drop_evidence) {
    if (controls.failed.contains(flow.flow)) {
        return "the positive control failed: this flow was not open with nothing applied";
    }
    if (!controls.tried.contains(flow.flow)) {
        return "no positive control: it is not known whether this flow was ever open";
    }
    if (drop_evidence && !has_drop_event(flow.observation)) {
        return "silence without a drop event, though this backend records every drop";
    }
    return {};
}

void distrust(FlowRecord& flow, const Controls& controls, bool drop_evidence) {
    if (flow.observation.observed != Observed::closed) return;
    auto reason = doubt(flow, controls, drop_evidence);
    if (reason.empty()) return;
    flow.observation.observed = Observed::unclear;
    flow.observation.reason = std::move(reason);
}

Judgement judge_flow(const FlowRecord& flow) {
    if (!unexpected_policies(flow).empty()) return Judgement::deviation;
    return pgreach::judge(flow.claim, flow.prediction, flow.observation.observed, !flow.defect.empty());
}

void count_attribution(const FlowRecord& flow, Summary& summary) {
    if (flow.observation.observed != Observed::open || flow.allowed_by.empty()) return;
    ++summary.allowed;
    if (!named_policies(flow).empty()) ++summary.attributed;
}

Judgement judge_admission(const AdmissionRecord& admission) {
    const auto seen = admission.observed.result;
    if (seen != admission.predicted.result) return Judgement::deviation;
    const bool listed = !admission.defect.empty();
    if (seen == AdmissionResult::accepted) return listed ? Judgement::stale_defect : Judgement::conforms;
    return listed && admission.listed == seen ? Judgement::known_defect : Judgement::docs_defect;
}

bool differs(const HealthRecord& health) {
    if (!health.prediction || health.check.state == HealthState::unclear) return false;
    return (health.check.state == HealthState::working) != (*health.prediction == Verdict::allow);
}

int count(const Summary& summary, Judgement judgement) {
    const auto of = [&](const std::map<Judgement, int>& counts) {
        const auto found = counts.find(judgement);
        return found == counts.end() ? 0 : found->second;
    };
    return of(summary.flows) + of(summary.admissions);
}

bool has_unclear_health(const Record& record) {
    for (const auto& scenario : record.scenarios) {
        for (const auto& health : scenario.health) {
            if (health.prediction && health.check.state == HealthState::unclear) return true;
        }
    }
    return false;
}

bool all_controls_open(const std::map<std::string, Controls>& controls) {
    return std::all_of(controls.begin(), controls.end(), [](const auto& entry) { return entry.second.failed.empty(); });
}

int exit_code(const Record& record, bool controls_open) {
    const auto& summary = record.summary;
    if (record.interrupted) return exit_interrupted;
    if (summary.health_differs > 0) return exit_finding;
    for (const auto judgement : {Judgement::docs_defect, Judgement::stale_defect, Judgement::deviation}) {
        if (count(summary, judgement) > 0) return exit_finding;
    }
    if (!record.failure.empty() || count(summary, Judgement::inconclusive) > 0) return exit_inconclusive;
    if (!controls_open || has_unclear_health(record)) return exit_inconclusive;
    return summary.flows.empty() ? exit_nothing : exit_conforms;
}

}  // namespace

int worse(int a, int b) {
    constexpr std::array order = {exit_internal,     exit_interrupted, exit_finding, exit_usage,
                                  exit_inconclusive, exit_nothing,     exit_conforms};
    return std::find(order.begin(), order.end(), a) < std::find(order.begin(), order.end(), b) ? a : b;
}

void judge(Record& record) {
    auto controls = collect_controls(record);
    record.summary = {};
    for (auto& scenario : record.scenarios) {
        for (auto& flow : scenario.flows) {
            distrust(flow, controls[scenario.participants], record.drop_evidence);
            flow.judgement = judge_flow(flow);
            count_attribution(flow, record.summary);
            ++record.summary.flows[*flow.judgement];
        }
        for (auto& admission : scenario.admissions) {
            admission.judgement = judge_admission(admission);
            ++record.summary.admissions[*admission.judgement];
        }
        for (const auto& health : scenario.health) record.summary.health_differs += differs(health) ? 1 : 0;
    }
    record.summary.exit = exit_code(record, all_controls_open(controls));
}

}  // namespace pgreach::run
