#include "run/scenario_run.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "run/settle.hpp"

namespace pgreach::run {
namespace {

const scenario::KnownDefect* defect_of(const scenario::Step& step, const Flow& flow) {
    for (const auto& defect : step.known_defects) {
        if (defect.flows.contains(flow)) return &defect;
    }
    return nullptr;
}

const scenario::KnownDefect* defect_of(const scenario::Step& step, const PolicyId& policy) {
    for (const auto& defect : step.known_defects) {
        if (defect.admissions.contains(policy)) return &defect;
    }
    return nullptr;
}

constexpr const char* api_server = "reserved:kube-apiserver";

// With those whom only the looks at the database know.
World surrounded(World world) {
    world.endpoints.push_back({own_node, EndpointKind::host});
    world.endpoints.push_back({other_node, EndpointKind::remote_node});
    world.endpoints.push_back({api_server, EndpointKind::kube_apiserver});
    return world;
}

std::int64_t milliseconds(TimePoint from, TimePoint to) {
    return since(from, to).count() / 1000;
}

// One scenario under way: the engine's policies beside those that are applied in the backend.
class ScenarioRunner {
  public:
    ScenarioRunner(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                   AppliedPolicies& applied, verdict::Journal& journal, ScenarioRecord& record)
        : context_(context),
          scenario_(scenario),
          flows_(flows),
          world_(surrounded(scenario.participants.world())),
          applied_(applied),
          journal_(journal),
          record_(record) {}

    Result<void> run() {
        applied_.retire();
        for (const auto& step : scenario_.steps) {
            record_.steps.push_back({.name = step.name});
            auto done = perform(step, record_.steps.back());
            if (!done) return done;
            if (auto kept = journal_.add(record_.steps.back()); !kept) return kept;
        }
        return {};
    }

  private:
    Result<void> perform(const scenario::Step& step, StepRecord& record) {
        const auto start = context_.clock.now();
        if (auto changed = change(step, record); !changed) return changed;
        return look(step, start, record);
    }

    Result<void> change(const scenario::Step& step, StepRecord& record) {
        if (auto removed = applied_.remove(step.remove); !removed) return removed;
        for (const auto& manifest : step.remove) policies_.remove(manifest);
        auto observed = applied_.apply(step.apply, step.validation);
        if (!observed) return std::move(observed).error();
        for (size_t i = 0; i < step.apply.size(); ++i) {
            record.admissions.push_back(admission_of(step, step.apply[i], std::move((*observed)[i])));
        }
        return {};
    }

    AdmissionRecord admission_of(const scenario::Step& step, const manifest::Manifest& manifest, Admission observed) {
        AdmissionRecord admission{.policy = manifest.id(), .validation = step.validation};
        admission.predicted = policies_.apply(manifest, step.validation);
        admission.observed = std::move(observed);
        if (const auto* defect = defect_of(step, admission.policy)) {
            admission.defect = defect->id;
            admission.listed = defect->admissions.at(admission.policy);
        }
        return admission;
    }

    Result<void> look(const scenario::Step& step, TimePoint start, StepRecord& record) {
        const engine::Evaluator evaluator(world_, policies_);
        std::vector<engine::Decision> decisions;
        Expected expected{.control = ControlState::open};
        for (const auto& flow : flows_) {
            decisions.push_back(evaluator.evaluate(flow));
            expected.flows.push_back(decisions.back().verdict());
        }
        expected.health = [&](const HealthCheck& check) { return predict(evaluator, check); };
        auto settled = settle(context_, flows_, expected);
        if (!settled) return std::move(settled).error();
        record.settle_ms = milliseconds(settled->begun, settled->first_held);
        record.rounds = settled->rounds;
        record.change_ms = milliseconds(start, settled->begun);
        record.in_force_ms = milliseconds(settled->begun, settled->in_force);
        record.observe_ms = milliseconds(settled->in_force, settled->observed);
        record.health_ms = milliseconds(settled->observed, settled->ended);
        for (size_t i = 0; i < flows_.size(); ++i) {
            record.flows.push_back(flow_record(step, flows_[i], decisions[i], std::move(settled->observations[i])));
        }
        for (auto& check : settled->health) {
            const auto prediction = predict(evaluator, check);
            record.health.push_back({std::move(check), prediction});
        }
        return {};
    }

    std::optional<Verdict> predict(const engine::Evaluator& evaluator, const HealthCheck& check) const {
        if (world_.find(check.from) == nullptr || world_.find(check.to) == nullptr) return std::nullopt;
        const auto of = [&](const std::string& from) {
            return evaluator.evaluate({from, check.to, Protocol::tcp, check.port}).verdict();
        };
        const Verdict verdict = of(check.from);
        // Which of the two identities the API server's node has depends on how its packets leave it.
        if (check.from == other_node && of(api_server) != verdict) return std::nullopt;
        return verdict;
    }

    static FlowRecord flow_record(const scenario::Step& step, const Flow& flow, const engine::Decision& decision,
                                  Observation observation) {
        const auto* defect = defect_of(step, flow);
        return {.flow = flow,
                .claim = step.claims.at(flow),
                .prediction = decision.verdict(),
                .by = decision.deciding().by,
                .reason = decision.deciding().reason,
                .allowed_by = decision.allowed_by(),
                .defect = defect == nullptr ? std::string() : defect->id,
                .observation = std::move(observation)};
    }

    const Context& context_;
    const scenario::Scenario& scenario_;
    const std::vector<Flow>& flows_;
    const World world_;
    AppliedPolicies& applied_;
    verdict::Journal& journal_;
    ScenarioRecord& record_;
    engine::PolicySet policies_;
};

}  // namespace

ScenarioRecord describe(const scenario::Scenario& scenario) {
    ScenarioRecord record{.name = scenario.name,
                          .title = scenario.title,
                          .file = scenario.file.string(),
                          .participants = scenario.participants.name,
                          .argument = scenario.argument};
    if (scenario.page) record.page = scenario.page->heading + ", block " + std::to_string(scenario.page->block);
    for (const auto& step : scenario.steps) {
        for (const auto& defect : step.known_defects) {
            const auto same = [&](const DefectRecord& other) { return other.id == defect.id; };
            if (std::any_of(record.defects.begin(), record.defects.end(), same)) continue;
            record.defects.push_back({defect.id, defect.promises, defect.happens, defect.link, defect.remedy});
        }
    }
    return record;
}

Result<void> run_scenario(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                          AppliedPolicies& applied, verdict::Journal& journal, ScenarioRecord& record) {
    const auto start = context.clock.now();
    auto done = ScenarioRunner(context, scenario, flows, applied, journal, record).run();
    record.duration_ms = milliseconds(start, context.clock.now());
    return done;
}

}  // namespace pgreach::run
