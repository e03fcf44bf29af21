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

const scenario::KnownDefect* defect_of(const scenario::Step& step, const std::string& policy) {
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

// One scenario under way: the engine's policies beside those that stand in the backend.
class ScenarioRunner {
  public:
    ScenarioRunner(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                   AppliedPolicies& applied, ScenarioRecord& record)
        : context_(context),
          scenario_(scenario),
          flows_(flows),
          world_(surrounded(scenario.participants.world())),
          applied_(applied),
          record_(record) {}

    Result<void> run() {
        applied_.retire();
        for (const auto& step : scenario_.steps) {
            if (auto done = perform(step); !done) return done;
        }
        return {};
    }

  private:
    Result<void> perform(const scenario::Step& step) {
        const auto start = context_.clock.now();
        if (auto changed = change(step); !changed) return changed;
        return look(step, start);
    }

    Result<void> change(const scenario::Step& step) {
        if (auto removed = applied_.remove(step.remove); !removed) return removed;
        for (const auto& manifest : step.remove) policies_.remove(manifest);
        auto observed = applied_.apply(step.apply, step.validation);
        if (!observed) return std::move(observed).error();
        for (size_t i = 0; i < step.apply.size(); ++i) {
            record_admission(step, step.apply[i], std::move((*observed)[i]));
        }
        return {};
    }

    void record_admission(const scenario::Step& step, const manifest::Manifest& manifest, Admission observed) {
        AdmissionRecord admission{.step = step.name, .policy = manifest.name, .validation = step.validation};
        admission.predicted = policies_.apply(manifest, step.validation);
        admission.observed = std::move(observed);
        if (const auto* defect = defect_of(step, manifest.name)) {
            admission.defect = defect->id;
            admission.listed = defect->admissions.at(manifest.name);
        }
        record_.admissions.push_back(std::move(admission));
    }

    Result<void> look(const scenario::Step& step, TimePoint start) {
        const engine::Evaluator evaluator(world_, policies_);
        std::vector<engine::Decision> decisions;
        Expected expected;
        for (const auto& flow : flows_) {
            decisions.push_back(evaluator.evaluate(flow));
            expected.flows.push_back(decisions.back().verdict());
        }
        expected.health = [&](const HealthCheck& check) { return predict(evaluator, check); };
        auto settled = settle(context_, flows_, expected);
        if (!settled) return std::move(settled).error();
        record_.steps.push_back({.name = step.name,
                                 .settle_ms = milliseconds(settled->begun, settled->first_held),
                                 .rounds = settled->rounds,
                                 .change_ms = milliseconds(start, settled->begun),
                                 .in_force_ms = milliseconds(settled->begun, settled->in_force),
                                 .observe_ms = milliseconds(settled->in_force, settled->observed),
                                 .health_ms = milliseconds(settled->observed, settled->ended)});
        for (size_t i = 0; i < flows_.size(); ++i) {
            record_flow(step, flows_[i], decisions[i], std::move(settled->observations[i]));
        }
        for (auto& check : settled->health) {
            const auto prediction = predict(evaluator, check);
            record_.health.push_back({step.name, std::move(check), prediction});
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

    void record_flow(const scenario::Step& step, const Flow& flow, const engine::Decision& decision,
                     Observation observation) {
        const auto* defect = defect_of(step, flow);
        record_.flows.push_back({.step = step.name,
                                 .flow = flow,
                                 .claim = step.claims.at(flow),
                                 .prediction = decision.verdict(),
                                 .by = decision.deciding().by,
                                 .reason = decision.deciding().reason,
                                 .allowed_by = decision.allowed_by(),
                                 .defect = defect == nullptr ? std::string() : defect->id,
                                 .observation = std::move(observation)});
    }

    const Context& context_;
    const scenario::Scenario& scenario_;
    const std::vector<Flow>& flows_;
    const World world_;
    AppliedPolicies& applied_;
    ScenarioRecord& record_;
    engine::PolicySet policies_;
};

void describe_scenario(const scenario::Scenario& scenario, ScenarioRecord& record) {
    record.name = scenario.name;
    record.title = scenario.title;
    record.file = scenario.file.string();
    record.participants = scenario.participants.name;
    if (scenario.page) record.page = scenario.page->heading + ", block " + std::to_string(scenario.page->block);
    for (const auto& step : scenario.steps) {
        for (const auto& defect : step.known_defects) {
            const auto same = [&](const DefectRecord& other) { return other.id == defect.id; };
            if (std::any_of(record.defects.begin(), record.defects.end(), same)) continue;
            record.defects.push_back({defect.id, defect.promises, defect.happens, defect.link, defect.remedy});
        }
    }
}

}  // namespace

Result<void> run_scenario(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                          AppliedPolicies& applied, ScenarioRecord& record) {
    describe_scenario(scenario, record);
    const auto start = context.clock.now();
    auto done = ScenarioRunner(context, scenario, flows, applied, record).run();
    record.duration_ms = milliseconds(start, context.clock.now());
    return done;
}

}  // namespace pgreach::run
