#include "backend/cluster/cluster_backend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backend/cluster/cluster_run.hpp"
#include "backend/cluster/diagnostics.hpp"
#include "backend/cluster/run_id.hpp"
#include "backend/cluster/sweep.hpp"
#include "model/conclusion.hpp"

namespace pgreach::backend {
namespace {

// Whether a flow was open before is not for the backend to say.
bool is_unclear(const Observation& observation, bool drop_evidence) {
    return conclude(observation, {drop_evidence, ControlState::open}).observed == Observed::unclear;
}

// What was unclear anyhow is so for this cause.
void add_doubt(std::vector<Observation>& observations, bool drop_evidence, const Doubt& doubt) {
    for (auto& observation : observations) {
        if (is_unclear(observation, drop_evidence)) observation.doubts.push_back(doubt);
    }
}

}  // namespace

ClusterBackend::ClusterBackend(const Tools& tools, ClusterOptions options)
    : run_(std::make_unique<ClusterRun>(tools, std::move(options))) {}

// What was to be kept is kept. The file of its lock stays with it, and tells the next run that this one is over, so
// that it may sweep.
ClusterBackend::~ClusterBackend() {
    run_->stop_watching();
}

Capabilities ClusterBackend::capabilities() const {
    return {.drop_evidence = !run_->observer || run_->observer->has_hubble(),
            .hold_rounds = 2,
            .in_force_limit = run_->options.in_force_limit,
            .settle_limit = run_->options.settle_limit,
            .attempt_limit = run_->options.attempt_limit,
            .survives_run = true};
}

Result<Environment> ClusterBackend::up(const Participants& participants) {
    std::vector<Phase> phases;
    const auto timed = [&](const char* name, auto&& act) {
        const TimePoint start = run_->tools.clock.now();
        auto done = act();
        phases.push_back({name, since(start, run_->tools.clock.now()).count()});
        return done;
    };
    auto prepared = timed("inspecting the cluster", [&] { return run_->prepare(participants); });
    if (!prepared) return std::move(prepared).error();
    auto populated = timed("creating the probe pods", [&] { return run_->populate(); });
    if (!populated) return std::move(populated).error();
    auto started = timed("starting probes and Hubble's streams", [&] { return run_->start_watching(); });
    if (!started) return std::move(started).error();
    auto environment = run_->describe_environment();
    if (environment) environment->phases = std::move(phases);
    return environment;
}

Result<std::vector<Admission>> ClusterBackend::change(const Change& change) {
    auto admissions = run_->policies->change(change);
    run_->traffic_changed();
    return admissions;
}

Result<std::string> ClusterBackend::pending() {
    ClusterRun& run = *run_;
    if (run.tools.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    auto pending = run.realisation.pending(*run.policies, run.inventory, run.addresses(), run.options.cilium_namespace);
    if (pending && pending->empty()) run.traffic_settled();
    return pending;
}

Result<std::vector<Observation>> ClusterBackend::observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                         Depth depth) {
    ClusterRun& run = *run_;
    auto seen = run.observer->observe(flows, attempt_limit, depth, run.policy_words());
    if (!seen) return seen;
    run.health.seen(run.inventory.targets, run.api_server());
    const bool drop_evidence = run.observer->has_hubble();
    const auto unclear = [&](const Observation& one) { return is_unclear(one, drop_evidence); };
    if (std::none_of(seen->begin(), seen->end(), unclear)) return seen;
    // After a failover other pods stand for the participants: the next round observes them.
    auto changed = refresh_targets(run.kubectl, run.options, run.inventory);
    if (!changed) add_doubt(*seen, drop_evidence, {DoubtCause::failover, changed.error().message});
    if (!changed || !*changed) return seen;
    add_doubt(*seen, drop_evidence, {DoubtCause::failover, "the database failed over meanwhile"});
    run.tools.progress.update("the database failed over: continuing with its new primary");
    run.traffic_changed();
    auto agents = find_agents(run.kubectl, run.options.cilium_namespace, run.inventory.nodes());
    if (agents) run.inventory.agents = *std::move(agents);
    if (auto opened = open_outside(run.kubectl, run.owner, run.inventory); !opened) return std::move(opened).error();
    if (auto restarted = run.observer->restart_instances(); !restarted) return std::move(restarted).error();
    return seen;
}

Result<std::vector<HealthCheck>> ClusterBackend::health() {
    const Inventory& inventory = run_->inventory;
    auto targets = inventory.targets;
    if (run_->policy_words().instances) {
        for (auto& target : targets) target.standbys.clear();  // what is predicted of one is not of the others
    }
    return run_->health.look(targets, inventory.preflight.instances,
                             {.operator_ip = inventory.preflight.operator_ip,
                              .operator_member = inventory.operator_member(run_->options.operator_namespace),
                              .api_server = run_->api_server()});
}

std::vector<std::vector<std::string>> ClusterBackend::causes(const std::vector<Flow>& flows) {
    const auto backlog = run_->backlog();
    std::vector<std::vector<std::string>> causes;
    for (const auto& flow : flows) causes.push_back(run_->causes_of(flow, backlog));
    return causes;
}

std::string ClusterBackend::diagnostics() {
    if (!run_->reached) return {};  // the failure says so; to ask again would be to wait again
    const std::string folder = run_->options.state_dir + "/diagnostics-" + run_->owner.run;
    return write_diagnostics(run_->cleaner, run_->options, run_->inventory.agents, {run_->inventory.password}, folder);
}

std::string ClusterBackend::access_instructions() const {
    if (run_->owner.run.empty()) return {};
    const std::string kubectl = describe(run_->options.access);
    return kubectl + " get pods -A -l " + run_label + "=" + run_->owner.run + "\n" + kubectl + " get cnp -A";
}

void ClusterBackend::let_go() {
    run_->stop_watching();
    if (run_->lock) run_->lock->release();
    run_->lock.reset();
}

Result<void> ClusterBackend::down() {
    if (!run_->lock) return {};
    const bool watched = run_->observer.has_value();
    run_->stop_watching();
    if (watched) run_->pods->remove_copies(run_->cleaner, run_->inventory.locations);
    Result<void> removed;
    if (run_->has_made) removed = remove_run(run_->cleaner, run_->owner.run);
    if (removed) let_go();
    return removed;
}

}  // namespace pgreach::backend
