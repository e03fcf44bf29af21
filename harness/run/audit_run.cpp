#include "run/audit_run.hpp"

#include <algorithm>
#include <optional>

#include "run/predictor.hpp"
#include "run/settle.hpp"

namespace pgreach::run {
namespace {

// Predictions are of what would be.
backend::Semantics enforced(backend::Semantics semantics) {
    semantics.cilium.config.audit = false;
    return semantics;
}

std::string denial_of(const Observation& observation) {
    const auto denied = std::find_if(observation.evidence.begin(), observation.evidence.end(), [](const Evidence& one) {
        return one.kind == EvidenceKind::audit_event || one.kind == EvidenceKind::drop_event;
    });
    return denied == observation.evidence.end() ? std::string() : denied->detail;
}

// Nothing where the policies are not in force in time: what is seen then is of those before.
Result<std::optional<AuditedStep>> look(const Context& context, const std::vector<Flow>& flows,
                                        const Predictor& predictor, TimePoint deadline) {
    auto pending = await_force(context, deadline);
    if (!pending) return std::move(pending).error();
    if (!pending->empty()) return std::optional<AuditedStep>();
    auto seen = observe(context, flows, backend::Depth::full);
    if (!seen) return std::move(seen).error();
    const auto view = predictor.view();
    AuditedStep step;
    for (size_t i = 0; i < flows.size(); ++i) {
        step.flows.push_back({flows[i], view.decide(flows[i]).verdict(), denial_of((*seen)[i])});
    }
    return std::optional(std::move(step));
}

Result<void> run_scenario_audited(const Context& context, const scenario::Scenario& scenario,
                                  const std::vector<Flow>& flows, const backend::Semantics& semantics,
                                  AppliedPolicies& applied, TimePoint deadline, AuditRecord& audit) {
    Predictor predictor(scenario.participants.world(), semantics);
    applied.retire();
    for (const auto& step : scenario.steps) {
        if (context.clock.now() >= deadline) return {};
        if (auto removed = applied.remove(step.remove); !removed) return removed;
        for (const auto& manifest : step.remove) predictor.remove(manifest);
        if (auto admitted = applied.apply(step.apply, step.validation); !admitted) return std::move(admitted).error();
        AdmissionRecord told;
        for (const auto& manifest : step.apply) predictor.apply(manifest, step.validation, told);
        auto seen = look(context, flows, predictor, deadline);
        if (!seen) return std::move(seen).error();
        if (!*seen) return {};
        (*seen)->scenario = scenario.name;
        (*seen)->name = step.name;
        audit.steps.push_back(**std::move(seen));
    }
    return {};
}

}  // namespace

Result<void> run_audited(const Context& context, const std::vector<const scenario::Scenario*>& scenarios,
                         const std::vector<Flow>& flows, const backend::Semantics& semantics, AppliedPolicies& applied,
                         AuditRecord& audit) {
    const auto would_be = enforced(semantics);
    const TimePoint deadline = context.clock.now() + audit_limit;
    for (const auto* scenario : scenarios) {
        if (context.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
        if (context.clock.now() >= deadline) return {};
        context.progress.step(scenario->name + ", in audit mode");
        auto done = run_scenario_audited(context, *scenario, flows, would_be, applied, deadline, audit);
        if (!done) return std::move(done).error().in(scenario->name);
    }
    return {};
}

}  // namespace pgreach::run
