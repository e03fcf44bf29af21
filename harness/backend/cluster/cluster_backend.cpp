#include "backend/cluster/cluster_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "backend/cluster/diagnostics.hpp"
#include "backend/cluster/health.hpp"
#include "backend/cluster/observer.hpp"
#include "backend/cluster/policies.hpp"
#include "backend/cluster/realisation.hpp"
#include "backend/cluster/run_id.hpp"
#include "backend/cluster/sweep.hpp"
#include "base/text.hpp"

namespace pgreach::backend {
namespace {

// The copied probe lives in an empty folder of a pod of the database's image; of that image only its `sleep` is used.
ProbeImage image_for(const ClusterOptions& options, const kube::Database& database) {
    if (!options.probe_image.empty()) return {.reference = options.probe_image};
    return {.reference = database.image, .command = {"sleep", "infinity"}, .folder = "/pgreach"};
}

void explain(std::vector<Observation>& observations, const std::string& cause) {
    for (auto& observation : observations) {
        if (observation.observed == Observed::unclear) observation.reason = cause + ": " + observation.reason;
    }
}

}  // namespace

struct ClusterBackend::State {
    State(const Tools& given_tools, ClusterOptions given_options)
        : tools(given_tools),
          options(std::move(given_options)),
          kubectl(tools.runner, options.access),
          cleaner(tools.cleaner, options.access),
          shells(tools.starter, kubectl, tools.stop),
          realisation(tools, kubectl, shells),
          health(tools, kubectl, shells, traffic, [this] {
              if (observer) observer->listen();
          }) {
        if (options.state_dir.empty()) options.state_dir = state_directory();
    }

    Result<void> prepare(const Cast& cast);
    Result<void> take_seats();
    Result<void> populate();
    Result<void> start_watching();
    Result<Environment> describe_environment();
    PolicyWords policy_words() const {
        return {.none = policies->stored() == 0,
                .enforced = policies->any_enforced(),
                .addresses = policies->mentions_addresses(),
                .instances = policies->mentions(distinctions(stage.findings.instances))};
    }
    ApiServer api_server() const { return {stage.findings.api_server_nodes, observer->status_ways()}; }
    // What was dropped until now, earlier policies may have dropped.
    void traffic_settled() {
        observer->listen();
        observer->forget_status_ways();
        traffic.forget();
        health.in_force(stage.targets);
    }
    void traffic_changed() {
        if (observer) observer->forget_status_ways();
        realisation.changed();
        traffic.forget();
        health.changed();
    }

    Tools tools;
    ClusterOptions options;
    kube::Kubectl kubectl;
    kube::Kubectl cleaner;
    kube::Shells shells;
    Realisation realisation;
    Ownership owner;
    std::optional<RunLock> lock;
    bool reached = false;  // the API server has answered
    Stage stage;
    TrafficLog traffic;
    Health health;
    std::optional<Policies> policies;
    std::optional<ProbePods> pods;
    std::optional<Observer> observer;
};

ClusterBackend::ClusterBackend(const Tools& tools, ClusterOptions options)
    : state_(std::make_unique<State>(tools, std::move(options))) {}

// What was to be kept is kept: the run is over all the same, and the next one may sweep it.
ClusterBackend::~ClusterBackend() {
    let_go();
}

Capabilities ClusterBackend::capabilities() const {
    return {.drop_evidence = !state_->observer || state_->observer->has_hubble(),
            .hold_rounds = 2,
            .settle_limit = state_->options.settle_limit,
            .attempt_limit = state_->options.attempt_limit,
            .outlives_run = true};
}

// Everything before the first object is made.
Result<void> ClusterBackend::State::prepare(const Cast& cast) {
    auto taken = RunLock::take(options.state_dir);
    if (!taken) return std::move(taken).error();
    lock.emplace(*std::move(taken));
    owner = {lock->id(), host_name()};
    tools.progress.step("looking at the cluster");
    auto version = server_version(kubectl);
    if (!version) return std::move(version).error();
    reached = true;
    std::set<std::string> wanted;
    for (const auto& member : cast.members) wanted.insert(member.endpoint.ns);
    if (auto swept = sweep(tools, kubectl, options.state_dir, wanted); !swept) {
        // Who may not list what there is learns by the inspection what else is not permitted.
        if (swept.error().kind == ErrorKind::interrupted) return swept;
    }
    auto findings = inspect(kubectl, options, cast);
    if (!findings) return std::move(findings).error();
    stage.cast = cast;
    stage.findings = *std::move(findings);
    stage.findings.kubernetes_version = *std::move(version);
    auto targets = find_targets(cast, stage.findings.instances);
    if (!targets) return std::move(targets).error();
    stage.targets = *std::move(targets);
    stage.seats = place(cast, stage.targets, stage.findings.nodes, owner.run, options.database_namespace);
    if (auto seated = take_seats(); !seated) return seated;
    if (auto read = read_login(kubectl, options, stage); !read) return read;
    return read_directory(kubectl, options, stage);
}

// With one beside the API server, where that asks nothing of the cluster that the others do not.
Result<void> ClusterBackend::State::take_seats() {
    auto beside = seat_beside_api_server(stage.findings.api_server_nodes, owner.run, options.database_namespace);
    const auto places = stage.nodes();
    const bool hosts = std::any_of(stage.seats.begin(), stage.seats.end(),
                                   [](const Seat& seat) { return seat.kind == SeatKind::host; });
    const bool has_image = !options.probe_image.empty() ||
                           (beside && std::find(places.begin(), places.end(), beside->node) != places.end());
    if (beside && hosts && has_image) stage.seats.push_back(*std::move(beside));
    auto agents = find_agents(kubectl, options.cilium_namespace, stage.nodes());
    if (!agents && stage.seat_of_api_server() != nullptr) {  // Cilium may not run on its node
        stage.seats.pop_back();
        agents = find_agents(kubectl, options.cilium_namespace, stage.nodes());
    }
    if (!agents) return std::move(agents).error();
    stage.agents = *std::move(agents);
    return {};
}

Result<void> ClusterBackend::State::populate() {
    tools.progress.step(fmt::format("probe pods: {} peers", stage.seats.size()));
    policies.emplace(tools, kubectl, owner);
    policies->protect(stage.findings.policies);
    pods.emplace(tools, kubectl, options, owner);
    const ProbeImage image = image_for(options, stage.findings.database);
    if (auto made = pods->make(stage.seats, stage.findings.namespaces, image, stage.password); !made) return made;
    return open_outside(kubectl, owner, stage);
}

Result<void> ClusterBackend::State::start_watching() {
    tools.progress.step("starting probes and Hubble's streams");
    observer.emplace(tools, kubectl, shells, stage, *pods);
    auto started = observer->start([this](const kube::HubbleEvent& event) { traffic.hear(event); });
    traffic_changed();
    return started;
}

Result<Environment> ClusterBackend::State::describe_environment() {
    Environment environment{.backend = "cluster", .versions = {}, .notes = {}};
    environment.versions = {{"kubernetes", stage.findings.kubernetes_version},
                            {"cilium", stage.findings.cilium_version},
                            {"cloudnative-pg", stage.findings.operator_version}};
    for (const auto& target : stage.targets) {
        if (target.role != InstanceRole::primary) continue;
        auto version =
            kubectl.exec({target.pod.ns, target.pod.name}, "postgres", {"psql", "-qAtXc", "show server_version"});
        if (version) environment.versions["postgresql"] = std::string(trim(*version));
    }
    if (!observer->has_hubble()) {
        environment.notes.push_back(
            "Hubble does not answer: closed flows are told by their deadline and the positive control");
    }
    for (const auto& member : stage.cast.members) {
        if (member.endpoint.kind != EndpointKind::cidr) continue;
        environment.notes.push_back(member.endpoint.name + " is this machine, outside the cluster, not " +
                                    member.endpoint.cidr);
    }
    return environment;
}

Result<Environment> ClusterBackend::up(const Cast& cast) {
    std::vector<Phase> phases;
    const auto timed = [&](const char* name, auto&& act) {
        const TimePoint start = state_->tools.clock.now();
        auto done = act();
        phases.push_back({name, since(start, state_->tools.clock.now()).count()});
        return done;
    };
    auto prepared = timed("looking at the cluster", [&] { return state_->prepare(cast); });
    if (!prepared) return std::move(prepared).error();
    auto populated = timed("making the probe pods", [&] { return state_->populate(); });
    if (!populated) return std::move(populated).error();
    auto started = timed("starting probes and Hubble's streams", [&] { return state_->start_watching(); });
    if (!started) return std::move(started).error();
    auto environment = state_->describe_environment();
    if (environment) environment->phases = std::move(phases);
    return environment;
}

Result<std::vector<Admission>> ClusterBackend::change(const Change& change) {
    auto admissions = state_->policies->change(change);
    state_->traffic_changed();
    return admissions;
}

Result<bool> ClusterBackend::realised() {
    State& state = *state_;
    if (state.tools.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    auto in_force = state.realisation.look(*state.policies, state.stage, state.options.cilium_namespace);
    if (in_force && *in_force) state.traffic_settled();
    return in_force;
}

Result<std::vector<Observation>> ClusterBackend::observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                         Depth depth) {
    State& state = *state_;
    auto seen = state.observer->observe(flows, attempt_limit, depth, state.policy_words());
    if (!seen) return seen;
    state.health.seen(state.stage.targets, state.api_server());
    const auto unclear = [](const Observation& one) { return one.observed == Observed::unclear; };
    if (std::none_of(seen->begin(), seen->end(), unclear)) return seen;
    // A failover has others play the members: the next round looks at them.
    auto changed = recast(state.kubectl, state.options, state.stage);
    if (!changed) explain(*seen, changed.error().message);
    if (!changed || !*changed) return seen;
    explain(*seen, "the database failed over meanwhile");
    state.tools.progress.update("the database failed over: looking at its new primary");
    state.traffic_changed();
    auto agents = find_agents(state.kubectl, state.options.cilium_namespace, state.stage.nodes());
    if (agents) state.stage.agents = *std::move(agents);
    if (auto opened = open_outside(state.kubectl, state.owner, state.stage); !opened) return std::move(opened).error();
    if (auto restarted = state.observer->restart_instances(); !restarted) return std::move(restarted).error();
    return seen;
}

Result<std::vector<HealthCheck>> ClusterBackend::health() {
    const Stage& stage = state_->stage;
    auto targets = stage.targets;
    if (state_->policy_words().instances) {
        for (auto& target : targets) target.twins.clear();  // what is predicted of one is not of the others
    }
    return state_->health.look(targets, stage.findings.instances,
                               {.operator_ip = stage.findings.operator_ip,
                                .operator_member = stage.operator_member(state_->options.operator_namespace),
                                .api_server = state_->api_server()});
}

std::string ClusterBackend::diagnostics() {
    if (!state_->reached) return {};  // the failure says so; to ask again would be to wait again
    const std::string folder = state_->options.state_dir + "/diagnostics-" + state_->owner.run;
    return write_diagnostics(state_->cleaner, state_->options, state_->stage.agents, {state_->stage.password}, folder);
}

std::string ClusterBackend::entrance() const {
    if (state_->owner.run.empty()) return {};
    const std::string kubectl = describe(state_->options.access);
    return kubectl + " get pods -A -l " + run_label + "=" + state_->owner.run + "\n" + kubectl + " get cnp -A";
}

void ClusterBackend::let_go() {
    state_->health.changed();
    state_->shells.end();
    if (state_->observer) state_->observer->end();
    state_->observer.reset();
    if (state_->lock) state_->lock->release();
    state_->lock.reset();
}

Result<void> ClusterBackend::down() {
    if (!state_->lock) return {};
    state_->shells.end();
    if (state_->observer) state_->observer->end();
    if (state_->observer) state_->pods->remove_copies(state_->cleaner, state_->stage.seats);
    state_->observer.reset();
    Result<void> removed;
    if (state_->policies) removed = remove_run(state_->cleaner, state_->owner.run);
    if (removed) let_go();
    return removed;
}

}  // namespace pgreach::backend
