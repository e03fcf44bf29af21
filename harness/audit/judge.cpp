#include "audit/judge.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "model/attribution.hpp"
#include "model/names.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::audit {

std::string_view to_string(Weight weight) {
    switch (weight) {
        case Weight::finding:
            return "finding";
        case Weight::inconclusive:
            return "inconclusive";
        case Weight::note:
            return "note";
    }
    return {};
}

std::string_view to_string(Agreement agreement) {
    switch (agreement) {
        case Agreement::agrees:
            return "agrees";
        case Agreement::deviation:
            return "deviation";
        case Agreement::inconclusive:
            return "inconclusive";
    }
    return {};
}

JudgedFlow judge(const Plan& plan, size_t flow, Observation observation, bool drop_evidence) {
    JudgedFlow judged{flow, std::move(observation)};
    const AuditFlow& planned = plan.flows[flow];
    if (judged.observation.attempts.empty() && !planned.impossible.empty()) {
        judged.observation.doubts.push_back({DoubtCause::not_attempted, planned.impossible});
    }
    // Nothing was taken away to see it open: silence proves nothing.
    judged.conclusion = conclude(judged.observation, {drop_evidence, ControlState::not_needed});
    if (judged.conclusion.observed == Observed::unclear) return judged;
    const bool open = judged.conclusion.observed == Observed::open;
    const bool predicted_open = planned.decision.verdict() == Verdict::allow;
    judged.agreement = open == predicted_open ? Agreement::agrees : Agreement::deviation;
    if (open && predicted_open) {
        judged.unexpected =
            unexpected_policies({.allowed_by = planned.decision.allowed_by(), .observation = judged.observation});
        if (!judged.unexpected.empty()) judged.agreement = Agreement::deviation;
    }
    return judged;
}

JudgedFlow judge_again(const Plan& plan, const JudgedFlow& before, Observation observation, bool drop_evidence) {
    JudgedFlow judged = judge(plan, before.flow, std::move(observation), drop_evidence);
    judged.tries = before.tries + 1;
    judged.was_open = before.was_open;
    const bool leak =
        judged.conclusion.observed == Observed::open && plan.flows[judged.flow].decision.verdict() == Verdict::deny;
    if (leak && judged.was_open == 0) judged.was_open = judged.tries;
    return judged;
}

size_t Report::count(Agreement agreement) const {
    return static_cast<size_t>(
        std::count_if(flows.begin(), flows.end(), [&](const JudgedFlow& flow) { return flow.agreement == agreement; }));
}

size_t Report::count(Weight weight) const {
    return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                             [&](const Finding& finding) { return finding.weight == weight; }));
}

int Report::exit_code() const {
    if (count(Agreement::deviation) + count(Weight::finding) > 0) return verdict::exit_finding;
    if (count(Agreement::inconclusive) + count(Weight::inconclusive) > 0) return verdict::exit_inconclusive;
    return flows.empty() ? verdict::exit_nothing : verdict::exit_conforms;
}

std::string prediction_of(const AuditFlow& flow) {
    const auto& deciding = flow.decision.deciding();
    const bool open = flow.decision.verdict() == Verdict::allow;
    const bool ingress = &deciding == &flow.decision.ingress;
    const std::string why = deciding.reason.empty() ? deciding.by : deciding.reason;
    std::string text = open ? "open" : "closed";
    text += why.empty() ? " (no policy decides)" : std::string(" (") + (ingress ? "ingress: " : "egress: ") + why + ")";
    if (deciding.audited) text += ", let through by policy-audit-mode";
    return text;
}

std::string observation_of(const JudgedFlow& judged) {
    std::string text(pgreach::to_string(judged.conclusion.observed));
    if (judged.conclusion.observed == Observed::unclear) return text + ": " + judged.conclusion.reason();
    std::vector<std::string> seen;
    for (const auto& event : judged.observation.evidence) {
        if (std::find(seen.begin(), seen.end(), event.detail) == seen.end()) seen.push_back(event.detail);
    }
    text += seen.empty() ? " (the target answered)" : " (" + join(seen, "; ") + ")";
    if (judged.unexpected.empty()) return text;
    return text + ", let pass by " + pgreach::describe(judged.unexpected) + ", which by the prediction does not";
}

}  // namespace pgreach::audit
