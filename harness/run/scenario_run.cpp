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

// One scenario under way: the policies in force, for the engine and for removing them again.
class Performance {
  public:
    Performance(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                ScenarioRecord& record)
        : context_(context), scenario_(scenario), flows_(flows), world_(scenario.cast.world()), record_(record) {}

    Result<void> run() {
        for (const auto& step : scenario_.steps) {
            if (auto done = perform(step); !done) return done;
        }
        return {};
    }

    // The last applied goes first.
    Result<void> remove_all() { return remove({applied_.rbegin(), applied_.rend()}); }

  private:
    Result<void> perform(const scenario::Step& step) {
        const auto start = context_.clock.now();
        if (auto removed = remove(step.remove); !removed) return removed;
        for (const auto& manifest : step.apply) {
            if (auto applied = apply(step, manifest); !applied) return applied;
        }
        return look(step, since(start, context_.clock.now()).count() / 1000);
    }

    Result<void> apply(const scenario::Step& step, const manifest::Manifest& manifest) {
        auto observed = context_.backend.apply(manifest, step.validation);
        if (!observed) return std::move(observed).error().in("applying " + manifest::describe(manifest));
        AdmissionRecord admission{.step = step.name, .policy = manifest.name, .validation = step.validation};
        admission.predicted = policies_.apply(manifest, step.validation);
        admission.observed = *std::move(observed);
        if (const auto* defect = defect_of(step, manifest.name)) {
            admission.defect = defect->id;
            admission.listed = defect->admissions.at(manifest.name);
        }
        if (admission.observed.result != AdmissionResult::refused) applied_.push_back(manifest);
        record_.admissions.push_back(std::move(admission));
        return {};
    }

    Result<void> remove(const std::vector<manifest::Manifest>& manifests) {
        if (manifests.empty()) return {};
        std::vector<std::string> names;
        for (const auto& manifest : manifests) {
            names.push_back(describe(manifest));
            policies_.remove(manifest);
            std::erase_if(applied_, [&](const auto& other) { return describe(other) == names.back(); });
        }
        auto removed = context_.backend.remove(manifests);
        if (!removed) return std::move(removed).error().in("removing " + join(names, ", "));
        return {};
    }

    Result<void> look(const scenario::Step& step, std::int64_t change_ms) {
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
        record_.steps.push_back({step.name, settled->milliseconds, settled->rounds, change_ms, settled->in_force_ms,
                                 settled->observe_ms, settled->health_ms});
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
        return evaluator.evaluate({check.from, check.to, Protocol::tcp, check.port}).verdict();
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
    ScenarioRecord& record_;
    engine::PolicySet policies_;
    std::vector<manifest::Manifest> applied_;
};

void describe_scenario(const scenario::Scenario& scenario, ScenarioRecord& record) {
    record.name = scenario.name;
    record.title = scenario.title;
    record.file = scenario.file.string();
    record.cast = scenario.cast.name;
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
                          ScenarioRecord& record) {
    describe_scenario(scenario, record);
    const auto start = context.clock.now();
    Performance performance(context, scenario, flows, record);
    auto done = performance.run();
    // Also after a failure: the next scenario must not inherit anything.
    auto removed = performance.remove_all();
    record.duration_ms = since(start, context.clock.now()).count() / 1000;
    return done ? std::move(removed) : std::move(done);
}

}  // namespace pgreach::run
