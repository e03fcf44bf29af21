#include "backend/embedded/stage_builder.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <functional>

#include "backend/embedded/target_server.hpp"
#include "probe/launch.hpp"
#include "proc/starter.hpp"

namespace pgreach::backend {
namespace {

constexpr auto start_limit = std::chrono::seconds(30);
// A replica may not have fewer connections than its primary had when the template was made: PostgreSQL's default.
constexpr int least_connections = 100;
constexpr int spare_connections = 20;  // beside one a peer: replicas, our own sessions, the superuser's reserve

// Every pod is a descriptor, and its probe two more.
void allow_many_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Step after step, until one fails.
Result<void> all_of(const std::vector<std::function<Result<void>()>>& steps) {
    for (const auto& step : steps) {
        if (auto done = step(); !done) return done;
    }
    return {};
}

// The primary first: replicas need to know where it is.
std::vector<const Member*> targets_of(const Cast& cast) {
    std::vector<const Member*> targets;
    for (const auto& member : cast.members) {
        if (member.target()) targets.push_back(&member);
    }
    std::stable_partition(targets.begin(), targets.end(),
                          [](const Member* member) { return member->instance == InstanceRole::primary; });
    return targets;
}

int port_of(const Cast& cast, Service service, int otherwise) {
    for (const auto& port : cast.ports) {
        if (port.service == service) return port.number;
    }
    return otherwise;
}

}  // namespace

Result<std::unique_ptr<EmbeddedStage>> StageBuilder::build(const Cast& cast) const {
    forget_libpq_settings();
    allow_many_descriptors();
    auto addresses = assign_addresses(cast);
    if (!addresses) return std::move(addresses).error();
    auto pods = netns::PodNetwork::create(addresses->node);
    if (!pods) return std::move(pods).error();
    auto stage = std::make_unique<EmbeddedStage>(cast, std::move(*addresses), std::move(*pods));
    const auto targets = targets_of(cast);
    const std::string ns = targets.empty() ? "default" : targets.front()->endpoint.ns;
    const auto certificate = make_certificate(service_names(cast.cluster, ns));
    if (!certificate) return certificate.error();
    std::string system_id;
    auto built = all_of({
        [&] { return add_rules(*stage); },
        [&] { return add_networks(*stage, true); },
        [&] { return start_instances(*stage, *certificate, system_id); },
        [&] { return start_targets(*stage, *certificate, system_id); },
        [&] { return add_networks(*stage, false); },
        [&] { return start_probes(*stage); },
        [&] { return await_all(*stage); },
    });
    if (!built) return std::move(built).error();
    return stage;
}

Result<void> StageBuilder::add_network(EmbeddedStage& stage, const Member& member) const {
    const std::string& name = member.endpoint.name;
    if (member.endpoint.kind == EndpointKind::host) {
        stage.networks[name] = stage.network.node();
        return {};
    }
    auto network = stage.network.add_pod(stage.addresses.members.at(name));
    if (!network) return std::move(network).error().in(name);
    stage.networks[name] = *network;
    return {};
}

Result<void> StageBuilder::add_networks(EmbeddedStage& stage, bool of_targets) const {
    for (const auto& member : stage.cast.members) {
        if (stop_.requested()) return Error{ErrorKind::interrupted, "interrupted"};
        if (member.target() != of_targets) continue;
        if (auto added = add_network(stage, member); !added) return added;
    }
    return {};
}

Result<void> StageBuilder::add_rules(EmbeddedStage& stage) const {
    auto rules = netns::Ruleset::create();
    if (!rules) return std::move(rules).error();
    stage.rules = std::move(*rules);
    if (options_.faults.no_evidence) return {};
    auto log = netns::DropLog::open();
    if (!log) return std::move(log).error();
    stage.log = std::move(*log);
    stage.evidence.emplace(*stage.log);
    return {};
}

Result<void> StageBuilder::start_instances(EmbeddedStage& stage, const Certificate& certificate,
                                           std::string& system_id) const {
    auto binaries = find_postgres();
    if (!binaries) return std::move(binaries).error();
    auto data = ensure_template({*binaries, node_, stop_, progress_});
    if (!data) return std::move(data).error();
    system_id = data->system_id;
    progress_.step("starting PostgreSQL");
    const Instance::Site site{*binaries, *data, certificate, node_};
    std::optional<netns::Ipv4> primary;
    for (const Member* member : targets_of(stage.cast)) {
        InstancePlan plan;
        plan.name = member->endpoint.name;
        plan.address = stage.addresses.members.at(plan.name);
        plan.network = stage.networks.at(plan.name);
        plan.port = port_of(stage.cast, Service::postgresql, plan.port);
        const int peers = static_cast<int>(stage.cast.members.size());
        plan.max_connections = std::max(least_connections, peers + spare_connections);
        if (member->instance == InstanceRole::replica) plan.primary = primary;
        auto started = Instance::start(site, plan);
        if (!started) return std::move(started).error();
        if (!primary) primary = plan.address;
        stage.instances.push_back(std::move(*started));
    }
    return {};
}

Result<void> StageBuilder::start_targets(EmbeddedStage& stage, const Certificate& certificate,
                                         const std::string& system_id) const {
    std::vector<HttpTarget> targets;
    for (const Member* member : targets_of(stage.cast)) {
        const std::string& name = member->endpoint.name;
        for (const auto& port : stage.cast.ports) {
            if (port.service == Service::postgresql) continue;
            HttpTarget target{port.service, name, stage.addresses.members.at(name), port.number};
            target.primary = member->instance == InstanceRole::primary;
            target.system_id = system_id;
            auto listener = listen_in(stage.networks.at(name), target.address, port.number);
            if (!listener) return std::move(listener).error();
            target.listener = std::move(*listener);
            targets.push_back(std::move(target));
        }
    }
    auto server = start_target_server(std::move(targets), certificate);
    if (!server) return std::move(server).error();
    stage.target_server.emplace(std::move(*server));
    return {};
}

Result<void> StageBuilder::start_probes(EmbeddedStage& stage) const {
    progress_.step("starting the probes");
    stage.prober.emplace(stop_);
    if (stage.evidence) stage.prober->add_evidence(*stage.evidence);
    std::vector<probe::Place> places;
    for (const auto& member : stage.cast.members) {
        if (member.peer) places.push_back({member.endpoint.name, stage.networks.at(member.endpoint.name)});
    }
    proc::BoostChildStarter starter;
    auto served = probe::serve_probes(starter, options_.probe.string(), places);
    if (!served) return std::move(served).error();
    stage.probes.emplace(std::move(served->process));
    for (auto& [peer, stream] : served->streams) stage.prober->add_peer(peer, std::move(stream));
    return {};
}

Result<void> StageBuilder::await_all(EmbeddedStage& stage) const {
    progress_.step("waiting for PostgreSQL and its replicas");
    const Patience patience{SteadyClock().now() + start_limit, stop_};
    for (auto& instance : stage.instances) {
        if (auto ready = instance.await_ready(patience.deadline, stop_); !ready) return ready;
    }
    if (!stage.instances.empty()) {
        stage.replication.emplace(stage.instances, stage.log ? &*stage.log : nullptr);
        if (auto streaming = stage.replication->await_streaming(patience); !streaming) {
            streaming.error().message += "\n" + stage.instances.back().log_tail();
            return streaming;
        }
    }
    return stage.prober->greet(start_limit);
}

}  // namespace pgreach::backend
