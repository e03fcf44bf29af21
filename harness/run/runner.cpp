#include "run/runner.hpp"

#include <poll.h>

#include <algorithm>

#include "run/audit_run.hpp"
#include "run/predictor.hpp"
#include "run/settle.hpp"
#include "scenario/policies.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::run {
namespace {

using scenario::Scenario;

// Times a phase and puts it into the record.
class PhaseTimer {
  public:
    PhaseTimer(const Context& context, Record& record, std::string name)
        : clock_(context.clock),
          record_(record),
          name_(std::move(name)),
          start_(clock_.now()),
          began_(since(context.start, start_)) {}
    ~PhaseTimer() { record_.phases.push_back({name_, since(start_, clock_.now()).count(), began_.count()}); }
    PhaseTimer(const PhaseTimer&) = delete;
    PhaseTimer& operator=(const PhaseTimer&) = delete;

  private:
    const Clock& clock_;
    Record& record_;
    std::string name_;
    TimePoint start_;
    Duration began_;
};

bool is_fault_of_place(ErrorKind kind) {
    return kind != ErrorKind::interrupted && kind != ErrorKind::usage;
}

// The scenarios that share their participants, and so one environment.
class ParticipantsRun {
  public:
    ParticipantsRun(const Context& context, std::vector<const Scenario*> scenarios, const std::vector<Flow>& flows,
                    verdict::Journal& journal, Record& record)
        : context_(context),
          scenarios_(std::move(scenarios)),
          flows_(flows),
          applied_(context.backend),
          journal_(journal),
          record_(record),
          earlier_scenarios_(std::ssize(record.scenarios)),
          earlier_controls_(std::ssize(record.controls)) {}

    // The environment goes down on every path.
    Result<void> run() {
        if (flows_.empty()) return {};
        auto done = perform();
        if (done && context_.keep) stay();
        if (done && context_.keep && context_.backend.capabilities().survives_run) return done;
        if (!done && is_fault_of_place(done.error().kind)) diagnose();
        context_.progress.step("cleaning up");
        const PhaseTimer timer(context_, record_, "down");
        auto down = context_.backend.down();
        if (done) return down;
        if (!down) record_.notes.push_back("cleaning up failed as well: " + down.error().message);
        return done;
    }

  private:
    const Participants& participants() const { return scenarios_.front()->participants; }

    // Once, at the first sign, while what it is about still stands.
    void diagnose() {
        if (!diagnosed_) context_.progress.note(context_.backend.diagnostics());
        diagnosed_ = true;
    }

    // Where the place ends with the run, the record holds all there is to say of a flow.
    void diagnose_findings() {
        if (diagnosed_ || !context_.backend.capabilities().survives_run) return;
        Record sofar = record_;
        sofar.scenarios.erase(sofar.scenarios.begin(), sofar.scenarios.begin() + earlier_scenarios_);
        sofar.controls.erase(sofar.controls.begin(), sofar.controls.begin() + earlier_controls_);
        const auto verdict = verdict::judge(sofar);
        const auto unlike = [](const verdict::Item* item) {
            return item->kind != verdict::ItemKind::end && item->judgement && *item->judgement != Judgement::conforms &&
                   *item->judgement != Judgement::known_defect;
        };
        const auto items = verdict::all_items(verdict);
        if (std::any_of(items.begin(), items.end(), unlike)) diagnose();
    }

    // After a failure the policies stand for whoever diagnoses it, until the backend goes down.
    Result<void> perform() {
        if (auto up = start(); !up) return up;
        if (auto tried = control("before"); !tried) return tried;
        if (!semantics_.audited.empty()) return audit();
        for (const auto* scenario : scenarios_) {
            if (context_.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
            if (auto ran = perform(*scenario); !ran) return ran;
        }
        if (auto ready = applied_.replace_by(semantics_.control); !ready) return ready;
        return control("after");
    }

    Result<void> audit() {
        if (!record_.audit) record_.audit.emplace();
        record_.audit->endpoints = semantics_.audited;
        const PhaseTimer timer(context_, record_, "audit");
        return run_audited(context_, scenarios_, flows_, semantics_, applied_, *record_.audit);
    }

    Result<void> start() {
        context_.progress.step("preparing " + std::to_string(participants().members.size()) + " participants");
        const PhaseTimer timer(context_, record_, "up");
        auto environment = context_.backend.up(participants());
        if (!environment) return std::move(environment).error();
        record_.backend = environment->backend;
        record_.versions = environment->versions;
        record_.notes = environment->notes;
        semantics_ = std::move(environment->semantics);
        record_.cilium = describe(semantics_);
        applied_.adopt(semantics_.control);
        for (const auto& part : environment->phases) record_.phases.push_back({"up: " + part.name, part.microseconds});
        record_.drop_evidence = context_.backend.capabilities().drop_evidence;
        return journal_.note(record_);
    }

    // With nothing applied but what a place needs for it everything is open, the database included; without that, a
    // closed flow proves nothing.
    Result<void> control(const std::string& when) {
        context_.progress.step("positive control " + when);
        const PhaseTimer timer(context_, record_, "control " + when);
        Expected expected{std::vector<std::optional<Verdict>>(flows_.size(), Verdict::allow),
                          [](const HealthCheck&) { return Verdict::allow; }};
        auto settled = settle(context_, flows_, expected);
        if (!settled) return std::move(settled).error().in("positive control " + when);
        ControlRecord control{when, participants().name, {}, {}};
        for (size_t i = 0; i < flows_.size(); ++i) {
            control.flows.emplace_back(flows_[i], std::move(settled->observations[i]));
        }
        for (auto& check : settled->health) control.health.push_back(std::move(check));
        record_.controls.push_back(std::move(control));
        return journal_.add(record_.controls.back());
    }

    Result<void> perform(const Scenario& scenario) {
        context_.progress.step(scenario.name);
        const PhaseTimer timer(context_, record_, scenario.name);
        record_.scenarios.push_back(describe(scenario));
        auto& record = record_.scenarios.back();
        if (auto begun = journal_.begin(record); !begun) return begun;
        auto ran = run_scenario(context_, scenario, flows_, semantics_, applied_, journal_, record);
        if (!ran) return std::move(ran).error().in(scenario.name);
        diagnose_findings();
        return {};
    }

    void stay() {
        context_.progress.note(context_.backend.access_instructions());
        if (context_.backend.capabilities().survives_run) return;
        context_.progress.note("Kept until Ctrl-C.");
        pollfd waiting{context_.stop.fd(), POLLIN, 0};
        while (!context_.stop.requested()) ::poll(&waiting, 1, -1);
    }

    const Context& context_;
    std::vector<const Scenario*> scenarios_;
    const std::vector<Flow>& flows_;
    AppliedPolicies applied_;
    backend::Semantics semantics_;  // of the place, once it is up
    bool diagnosed_ = false;
    verdict::Journal& journal_;
    Record& record_;
    const std::ptrdiff_t earlier_scenarios_;  // of other participants
    const std::ptrdiff_t earlier_controls_;
};

// The scenarios by participants, in the order in which the participants first appear.
std::vector<std::vector<const Scenario*>> group_by_participants(const std::vector<Scenario>& scenarios) {
    std::vector<std::vector<const Scenario*>> groups;
    for (const auto& scenario : scenarios) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& candidate) {
            return candidate.front()->participants.name == scenario.participants.name;
        });
        if (group == groups.end()) {
            groups.push_back({&scenario});
        } else {
            group->push_back(&scenario);
        }
    }
    return groups;
}

PlannedScenario plan_of(const Scenario& scenario) {
    PlannedScenario planned{scenario.name, scenario.participants.name, {}};
    for (const auto& step : scenario.steps) planned.steps.push_back({step.name, scenario::ids_of(step.apply)});
    return planned;
}

RunPlan make_plan(const std::vector<std::vector<const Scenario*>>& groups, const scenario::FlowFilter& filter) {
    RunPlan plan;
    for (const auto& group : groups) {
        const auto& participants = group.front()->participants;
        plan.flows.push_back({participants.name, planned_flows(participants, filter)});
        for (const auto* scenario : group) plan.scenarios.push_back(plan_of(*scenario));
    }
    return plan;
}

// Where no flow of some participants is wanted, none of their scenarios is.
void drop_what_is_not_wanted(RunPlan& plan) {
    std::erase_if(plan.scenarios, [&](const PlannedScenario& scenario) {
        return std::any_of(plan.flows.begin(), plan.flows.end(), [&](const PlannedFlows& planned) {
            return planned.participants == scenario.participants && planned.flows.empty();
        });
    });
    std::erase_if(plan.flows, [](const PlannedFlows& planned) { return planned.flows.empty(); });
}

Result<void> run_groups(const Context& context, const std::vector<std::vector<const Scenario*>>& groups,
                        verdict::Journal& journal, Record& record) {
    if (auto begun = journal.note(record); !begun) return begun;
    for (const auto& group : groups) {
        const auto& flows = record.plan->flows;
        const auto planned = std::find_if(flows.begin(), flows.end(), [&](const PlannedFlows& one) {
            return one.participants == group.front()->participants.name;
        });
        if (planned == flows.end()) continue;
        if (auto done = ParticipantsRun(context, group, planned->flows, journal, record).run(); !done) return done;
    }
    return {};
}

}  // namespace

std::vector<PlannedScenario> plan_of(const std::vector<Scenario>& scenarios) {
    std::vector<PlannedScenario> planned;
    for (const auto& group : group_by_participants(scenarios)) {
        for (const auto* scenario : group) planned.push_back(plan_of(*scenario));
    }
    return planned;
}

Result<void> run(const Context& context, const std::vector<Scenario>& scenarios, const scenario::FlowFilter& filter,
                 verdict::Journal& journal, Record& record) {
    const PhaseTimer timer(context, record, "total");
    const auto groups = group_by_participants(scenarios);
    record.plan = make_plan(groups, filter);
    for (const auto& group : groups) record.participants.push_back(group.front()->participants);
    drop_what_is_not_wanted(*record.plan);
    const auto done = run_groups(context, groups, journal, record);
    record.complete = true;
    if (done) return {};
    if (done.error().kind == ErrorKind::usage && record.scenarios.empty()) return Error(done.error());
    record.interrupted = done.error().kind == ErrorKind::interrupted;
    if (!record.interrupted) record.failure = done.error().message;
    if (!done.error().remedy.empty()) record.failure += "; " + done.error().remedy;
    return {};
}

}  // namespace pgreach::run
