#include "run/watch_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/versions.hpp"
#include "run/predictor.hpp"
#include "run/settle.hpp"

namespace pgreach::run {
namespace {

// One watch under way.
class WatchRun {
  public:
    WatchRun(const Context& context, const scenario::Scenario& scenario, std::vector<Flow> flows,
             const WatchOptions& options, Record& record)
        : context_(context),
          scenario_(scenario),
          flows_(std::move(flows)),
          options_(options),
          applied_(context.backend),
          record_(record) {}

    // The environment goes down on every path.
    Result<void> run() {
        auto done = perform();
        context_.progress.step("cleaning up");
        auto down = context_.backend.down();
        if (done) return down;
        if (!down) record_.notes.push_back("cleaning up failed as well: " + down.error().message);
        return done;
    }

  private:
    Result<void> perform() {
        context_.progress.step("preparing " + std::to_string(scenario_.participants.members.size()) + " participants");
        auto environment = context_.backend.up(scenario_.participants);
        if (!environment) return std::move(environment).error();
        watcher_ = context_.backend.watcher();
        describe(*environment);
        if (auto tried = control("before"); !tried) return tried;
        if (auto watched = watch_all(); !watched) return watched;
        if (auto ready = applied_.replace_by(semantics_.control); !ready) return ready;
        return control("after");
    }

    void describe(backend::Environment& environment) {
        record_.backend = environment.backend;
        record_.versions = environment.versions;
        record_.notes.insert(record_.notes.begin(), environment.notes.begin(), environment.notes.end());
        semantics_ = std::move(environment.semantics);
        record_.cilium = run::describe(semantics_);
        record_.drop_evidence = context_.backend.capabilities().drop_evidence;
        applied_.adopt(semantics_.control);
    }

    Result<void> control(const std::string& when) {
        context_.progress.step("positive control " + when);
        const Expected expected{std::vector<std::optional<Verdict>>(flows_.size(), Verdict::allow),
                                [](const HealthCheck&) { return Verdict::allow; }};
        auto settled = settle(context_, flows_, expected);
        if (!settled) return std::move(settled).error().in("positive control " + when);
        ControlRecord control{when, scenario_.participants.name, {}, std::move(settled->health)};
        for (size_t i = 0; i < flows_.size(); ++i) {
            control.flows.emplace_back(flows_[i], std::move(settled->observations[i]));
        }
        record_.controls.push_back(std::move(control));
        return {};
    }

    // What was seen is kept on every path.
    Result<void> watch_all() {
        context_.progress.step("watching " + std::to_string(flows_.size()) + " flows, nothing applied");
        if (auto started = watcher_->start(flows_, options_.rate); !started) return started;
        auto changed = go_through();
        record_.watch->ended_us = now();
        auto seen = changed ? watcher_->finish() : Result<std::vector<WatchedFlow>>(watcher_->seen());
        if (changed && !seen) changed = Error(seen.error());
        record_.watch->flows = seen ? *std::move(seen) : watcher_->seen();
        for (auto& flow : record_.watch->flows) shift(flow);
        return changed;
    }

    Result<void> go_through() {
        predictor_.emplace(world(), semantics_);
        begin("nothing applied", "");
        in_force();
        if (auto waited = wait(options_.control); !waited) return waited;
        for (int time = 0; time < options_.times; ++time) {
            if (auto cleared = clear(); !cleared) return cleared;
            for (const auto& step : scenario_.steps) {
                if (auto done = perform(step); !done) return done;
            }
        }
        if (auto made = make_gaps(); !made) return made;
        return swap();
    }

    Result<void> perform(const scenario::Step& step) {
        context_.progress.step("watching: " + step.name);
        begin(step.name, kind_of(step));
        if (auto removed = applied_.remove(step.remove); !removed) return removed;
        auto admissions = applied_.apply(step.apply, step.validation);
        if (!admissions) return std::move(admissions).error();
        for (const auto& manifest : step.remove) {
            predictor_->remove(manifest);
            std::erase_if(standing_, [&](const auto& one) { return one.first.id() == manifest.id(); });
        }
        for (const auto& manifest : step.apply) {
            AdmissionRecord told;
            predictor_->apply(manifest, step.validation, told);
            std::erase_if(standing_, [&](const auto& one) { return one.first.id() == manifest.id(); });
            standing_.emplace_back(manifest, step.validation);
        }
        return settle_in();
    }

    // Before the steps are gone through again: what they left applied goes.
    Result<void> clear() {
        if (standing_.empty()) return {};
        begin("cleared", "deleted");
        if (auto replaced = applied_.replace_by(semantics_.control); !replaced) return replaced;
        standing_.clear();
        predictor_.emplace(world(), semantics_);
        return settle_in();
    }

    Result<void> settle_in() {
        const auto pending =
            await_force(context_, context_.clock.now() + context_.backend.capabilities().in_force_limit);
        if (!pending) return Error(pending.error());
        if (!pending->empty()) {
            return environment_error("the policies are not in force within the limit (" + *pending + ")");
        }
        in_force();
        return wait(part());
    }

    Result<void> make_gaps() {
        for (const auto& wanted : options_.gaps) {
            auto gap = watcher_->make_gap(wanted.everything, wanted.duration);
            if (!gap) return std::move(gap).error();
            for (auto* time : {&gap->from_us, &gap->to_us}) *time -= start();
            record_.watch->gaps.push_back(*gap);
            if (auto waited = wait(part() / static_cast<int>(options_.gaps.size())); !waited) return waited;
        }
        return {};
    }

    Result<void> swap() {
        if (!options_.swap) return {};
        const std::string release = "release " + engine::to_string(options_.swap->cilium.version);
        context_.progress.step("watching: " + release);
        begin(release, "release");
        if (auto swapped = watcher_->imitate(*options_.swap); !swapped) return swapped;
        predictor_.emplace(world(), *options_.swap);
        for (const auto& [manifest, validation] : standing_) {
            AdmissionRecord told;
            predictor_->apply(manifest, validation, told);
        }
        return settle_in();
    }

    void begin(const std::string& name, const std::string& change) {
        record_.watch->changes.push_back({name, change, now()});
        record_.watch->changes.back().in_force_us = now();
        record_.watch->changes.back().predictions.resize(flows_.size());
    }

    void in_force() {
        auto& change = record_.watch->changes.back();
        change.in_force_us = now();
        const auto view = predictor_->view();
        for (size_t i = 0; i < flows_.size(); ++i) {
            if (!view.doubt(flows_[i])) change.predictions[i] = view.decide(flows_[i]).verdict();
        }
    }

    std::string kind_of(const scenario::Step& step) const {
        if (step.apply.empty()) return step.remove.empty() ? "nothing" : "deleted";
        const auto stands = [&](const manifest::Manifest& wanted) {
            return std::any_of(standing_.begin(), standing_.end(),
                               [&](const auto& one) { return one.first.id() == wanted.id(); });
        };
        const bool known = std::any_of(step.apply.begin(), step.apply.end(), stands);
        return known || !step.remove.empty() ? "changed" : "created";
    }

    Duration part() const {
        const auto parts = static_cast<int>(scenario_.steps.size()) * options_.times + (options_.swap ? 1 : 0) +
                           (options_.gaps.empty() ? 0 : 1);
        return options_.lasts / parts;
    }

    Result<void> wait(Duration time) { return watcher_->go_on(context_.clock.now() + time); }
    World world() const { return scenario_.participants.world(); }
    std::int64_t start() const { return since({}, context_.start).count(); }
    std::int64_t now() const { return since(context_.start, context_.clock.now()).count(); }

    void shift(WatchedFlow& flow) const {
        for (auto& run : flow.runs) {
            for (auto* time : {&run.first_begin_us, &run.first_sent_us, &run.last_begin_us, &run.last_sent_us}) {
                *time -= start();
            }
        }
    }

    const Context& context_;
    const scenario::Scenario& scenario_;
    const std::vector<Flow> flows_;
    const WatchOptions& options_;
    AppliedPolicies applied_;
    Record& record_;
    backend::Semantics semantics_;
    backend::Watcher* watcher_ = nullptr;
    std::optional<Predictor> predictor_;
    std::vector<std::pair<manifest::Manifest, FieldValidation>> standing_;  // applied and not removed
};

std::string name_flows(size_t count) {
    return fmt::format("{} {} to other targets", count, count == 1 ? "flow" : "flows");
}

}  // namespace

Result<void> watch(const Context& context, const scenario::Scenario& scenario, const scenario::FlowFilter& filter,
                   const WatchOptions& options, Record& record) {
    if (!context.backend.capabilities().watches) {
        return Error{ErrorKind::usage, "this backend cannot watch flows", "use --backend embedded"};
    }
    auto flows = planned_flows(scenario.participants, filter);
    // A watch knows how to hold on to a database, and not to whatever else there is.
    const auto others =
        std::erase_if(flows, [&](const Flow& flow) { return !scenario.participants.find(flow.to)->is_instance(); });
    if (flows.empty()) return Error{ErrorKind::usage, "there is no flow to watch", "only instances are watched"};
    if (others > 0) record.notes.push_back("only instances are watched: left out " + name_flows(others));
    record.plan = RunPlan{{{scenario.participants.name, flows}}, {}};
    record.watch =
        WatchRecord{.scenario = scenario.name, .rate = options.rate, .outage_budget_us = options.outage_budget.count()};
    const auto done = WatchRun(context, scenario, std::move(flows), options, record).run();
    record.complete = true;
    if (done) return {};
    if (done.error().kind == ErrorKind::usage) return Error(done.error());
    record.interrupted = done.error().kind == ErrorKind::interrupted;
    if (!record.interrupted) record.failure = done.error().message;
    return {};
}

}  // namespace pgreach::run
