#include "run/scenario_run.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "manifest/excerpt.hpp"
#include "model/names.hpp"
#include "run/predictor.hpp"
#include "run/settle.hpp"
#include "scenario/policies.hpp"

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

std::optional<RulePlace> place_of(const std::optional<engine::RuleReference>& rule) {
    if (!rule) return std::nullopt;
    return RulePlace{rule->policy, rule->path, rule->mark.line, rule->decides};
}

std::int64_t milliseconds(TimePoint from, TimePoint to) {
    return since(from, to).count() / 1000;
}

// One scenario under way: the engine's policies beside those that are applied in the backend.
class ScenarioRunner {
  public:
    ScenarioRunner(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                   const backend::Semantics& semantics, AppliedPolicies& applied, verdict::Journal& journal,
                   ScenarioRecord& record)
        : context_(context),
          scenario_(scenario),
          flows_(flows),
          predictor_(surrounded(scenario.participants.world()), semantics),
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
        record.began_us = since(context_.start, start).count();
        record.removes = scenario::ids_of(step.remove);
        if (auto changed = change(step, record); !changed) return changed;
        return look(step, start, record);
    }

    Result<void> change(const scenario::Step& step, StepRecord& record) {
        if (auto removed = applied_.remove(step.remove); !removed) return removed;
        for (const auto& manifest : step.remove) predictor_.remove(manifest);
        auto observed = applied_.apply(step.apply, step.validation);
        if (!observed) return std::move(observed).error();
        for (size_t i = 0; i < step.apply.size(); ++i) {
            record.admissions.push_back(admission_of(step, step.apply[i], std::move((*observed)[i])));
        }
        return {};
    }

    AdmissionRecord admission_of(const scenario::Step& step, const manifest::Manifest& manifest, Admission observed) {
        AdmissionRecord admission{.policy = manifest.id(), .validation = step.validation};
        predictor_.apply(manifest, step.validation, admission);
        admission.observed = std::move(observed);
        if (const auto* defect = defect_of(step, admission.policy)) {
            admission.defect = defect->id;
            admission.listed = defect->admissions.at(admission.policy);
        }
        return admission;
    }

    Result<void> look(const scenario::Step& step, TimePoint start, StepRecord& record) {
        const auto view = predictor_.view();
        Expected expected{.control = ControlState::open};
        std::vector<FlowRecord> flows;
        for (const auto& flow : flows_) {
            flows.push_back(flow_record(step, flow, view));
            const bool agreed = flows.back().observation.doubts.empty();
            expected.flows.push_back(agreed ? std::optional(flows.back().prediction) : std::nullopt);
        }
        expected.health = [&](const HealthCheck& check) { return predict(view, check); };
        auto settled = settle(context_, flows_, expected);
        if (!settled) return std::move(settled).error();
        record.settle_ms = milliseconds(settled->begun, settled->first_held);
        record.rounds = settled->rounds;
        record.change_ms = milliseconds(start, settled->begun);
        record.in_force_ms = milliseconds(settled->begun, settled->in_force);
        record.observe_ms = milliseconds(settled->in_force, settled->observed);
        record.health_ms = milliseconds(settled->observed, settled->ended);
        for (size_t i = 0; i < flows_.size(); ++i) {
            add(std::move(settled->observations[i]), flows[i].observation);
        }
        find_causes(flows);
        record.flows = std::move(flows);
        for (auto& check : settled->health) {
            const auto prediction = predict(view, check);
            record.health.push_back({std::move(check), prediction});
        }
        return {};
    }

    // Of what is seen otherwise than predicted: asked while what it is about still stands.
    void find_causes(std::vector<FlowRecord>& records) const {
        const Grounds grounds{context_.backend.capabilities().drop_evidence, ControlState::open};
        std::vector<FlowRecord*> unlike;
        std::vector<Flow> flows;
        for (auto& record : records) {
            const auto seen = conclude(record.observation, grounds).observed;
            const auto predicted = record.prediction == Verdict::allow ? Observed::open : Observed::closed;
            if (seen == predicted || seen == Observed::unclear) continue;
            unlike.push_back(&record);
            flows.push_back(record.flow);
        }
        if (flows.empty()) return;
        auto causes = context_.backend.causes(flows);
        for (size_t i = 0; i < unlike.size(); ++i) unlike[i]->causes = std::move(causes[i]);
    }

    std::optional<Verdict> predict(const Predictor::View& view, const HealthCheck& check) const {
        const World& world = predictor_.world();
        if (world.find(check.from) == nullptr || world.find(check.to) == nullptr) return std::nullopt;
        const auto of = [&](const std::string& from) {
            return view.decide({from, check.to, Protocol::tcp, check.port}).verdict();
        };
        if (view.doubt({check.from, check.to, Protocol::tcp, check.port})) return std::nullopt;
        const Verdict verdict = of(check.from);
        // Which of the two identities the API server's node has depends on how its packets leave it.
        if (check.from == other_node && of(api_server) != verdict) return std::nullopt;
        return verdict;
    }

    // Before anything is seen, with the doubts that come of the prediction.
    static FlowRecord flow_record(const scenario::Step& step, const Flow& flow, const Predictor::View& view) {
        const auto* defect = defect_of(step, flow);
        const auto decision = view.decide(flow);
        FlowRecord record{.flow = flow,
                          .claim = step.predictions_only ? decision.verdict() : step.claims.at(flow),
                          .prediction = decision.verdict(),
                          .by = decision.deciding().by,
                          .reason = decision.deciding().reason,
                          .allowed_by = decision.allowed_by(),
                          .rule = place_of(decision.deciding().rule),
                          .by_configuration = view.by_configuration(flow),
                          .defect = defect == nullptr ? std::string() : defect->id};
        if (auto doubt = view.doubt(flow)) record.observation.doubts.push_back(*std::move(doubt));
        return record;
    }

    const Context& context_;
    const scenario::Scenario& scenario_;
    const std::vector<Flow>& flows_;
    Predictor predictor_;
    AppliedPolicies& applied_;
    verdict::Journal& journal_;
    ScenarioRecord& record_;
};

}  // namespace

namespace {

// A step may replace what an earlier one applied.
void add_text(const manifest::Manifest& manifest, size_t step, ScenarioRecord& record) {
    const auto source = manifest::excerpt(manifest);
    const auto* last = find_text(record, manifest.id(), step);
    const bool same =
        last != nullptr && last->text == source.text && last->file == source.name && last->line == source.first_line;
    if (!same) record.policies.push_back({manifest.id(), source.text, source.name, source.first_line, step});
}

}  // namespace

ScenarioRecord describe(const scenario::Scenario& scenario) {
    ScenarioRecord record{.name = scenario.name,
                          .title = scenario.title,
                          .file = scenario.file.string(),
                          .participants = scenario.participants.name,
                          .argument = scenario.argument,
                          .repeats = scenario.repeats};
    if (scenario.page) record.page = scenario.page->heading + ", block " + std::to_string(scenario.page->block);
    for (size_t i = 0; i < scenario.steps.size(); ++i) {
        const auto& step = scenario.steps[i];
        for (const auto& manifest : step.apply) add_text(manifest, i, record);
        for (const auto& defect : step.known_defects) {
            const auto same = [&](const DefectRecord& other) { return other.id == defect.id; };
            if (std::any_of(record.defects.begin(), record.defects.end(), same)) continue;
            record.defects.push_back({defect.id, defect.promises, defect.happens, defect.link, defect.remedy});
        }
    }
    return record;
}

Result<void> run_scenario(const Context& context, const scenario::Scenario& scenario, const std::vector<Flow>& flows,
                          const backend::Semantics& semantics, AppliedPolicies& applied, verdict::Journal& journal,
                          ScenarioRecord& record) {
    const auto start = context.clock.now();
    auto done = ScenarioRunner(context, scenario, flows, semantics, applied, journal, record).run();
    record.duration_ms = milliseconds(start, context.clock.now());
    return done;
}

}  // namespace pgreach::run
