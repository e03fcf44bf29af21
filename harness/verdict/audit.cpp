#include "verdict/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

std::string counted(size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "flow" : "flows");
}

// "postgres-access, applied: 20 flows would be denied, as predicted: frontend → primary:5432, …"
std::string describe(const AuditedStep& step) {
    std::vector<Flow> denied;
    std::vector<Flow> unpredicted;
    std::vector<Flow> untold;
    for (const auto& [flow, prediction, event] : step.flows) {
        const bool predicted = prediction == Verdict::deny;
        if (!event.empty()) denied.push_back(flow);
        if (!event.empty() && !predicted) unpredicted.push_back(flow);
        if (event.empty() && predicted) untold.push_back(flow);
    }
    std::string text = fmt::format("{}, {}: {} would be denied", step.scenario, step.name, counted(denied.size()));
    if (unpredicted.empty() && untold.empty()) text += ", as predicted";
    if (!denied.empty()) text += ": " + name_some(denied);
    if (!unpredicted.empty()) text += "; not predicted to be: " + name_some(unpredicted);
    if (!untold.empty()) text += "; predicted to be, without an event that says so: " + name_some(untold);
    return text;
}

size_t scenarios_in(const AuditRecord& audit) {
    std::set<std::string> names;
    for (const auto& step : audit.steps) names.insert(step.scenario);
    return names.size();
}

}  // namespace

Item judge_audit(const AuditRecord& audit, const RunPlan& plan) {
    std::vector<std::string> steps;
    for (const auto& step : audit.steps) steps.push_back(describe(step));
    std::string text = fmt::format(
        "audit mode ({}): what policies deny is let pass, so nothing can be judged; switch off policy-audit-mode, or "
        "PolicyAuditMode of the endpoints",
        enumerate(audit.endpoints));
    text += bulleted(steps);
    const size_t all = std::max(plan.scenarios.size(), scenarios_in(audit));
    if (const size_t left = all - scenarios_in(audit); left > 0) {
        text += fmt::format("\n  - {} of {} scenarios were not looked at", left, all);
    }
    return {.kind = ItemKind::audit, .name = "audit mode", .judgement = Judgement::inconclusive, .text = text};
}

}  // namespace pgreach::verdict
