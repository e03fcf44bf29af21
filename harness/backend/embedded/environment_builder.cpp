#include "backend/embedded/environment_builder.hpp"

#include <algorithm>
#include <functional>

#include "backend/embedded/target_server.hpp"

namespace pgreach::backend {
namespace {

constexpr auto start_limit = std::chrono::seconds(30);
// A replica may not have fewer connections than its primary had when the template was made: PostgreSQL's default.
constexpr int least_connections = 100;
constexpr int spare_connections = 20;  // beside those of peers: replicas, our own sessions, the superuser's reserve

// Step after step, until one fails.
Result<void> all_of(const std::vector<std::function<Result<void>()>>& steps) {
    for (const auto& step : steps) {
        if (auto done = step(); !done) return done;
    }
    return {};
}

// The primary first: replicas need to know where it is.
std::vector<const Participant*> instances_of(const Participants& participants) {
    std::vector<const Participant*> instances;
    for (const auto& member : participants.members) {
        if (member.is_instance()) instances.push_back(&member);
    }
    std::stable_partition(instances.begin(), instances.end(),
                          [](const Participant* member) { return member->instance == InstanceRole::primary; });
    return instances;
}

int port_of(const Participants& participants, PortPurpose purpose, int otherwise) {
    for (const auto& port : participants.ports) {
        if (port.purpose == purpose) return port.number;
    }
    return otherwise;
}

}  // namespace

Result<std::unique_ptr<EmbeddedEnvironment>> EnvironmentBuilder::build(const Participants& participants) const {
    forget_libpq_settings();
    const auto capacity = options_.capacity ? *options_.capacity : capacity_of(look_at_machine());
    auto addresses = assign_addresses(participants);
    if (!addresses) return std::move(addresses).error();
    auto pods = netns::PodNetwork::create(addresses->node, node_.directory / "networks");
    if (!pods) return std::move(pods).error();
    auto environment = std::make_unique<EmbeddedEnvironment>(participants, std::move(*addresses), std::move(*pods));
    const auto instances = instances_of(participants);
    const std::string ns = instances.empty() ? "default" : instances.front()->endpoint.ns;
    const auto certificate = make_certificate(service_names(participants.cluster, ns));
    if (!certificate) return certificate.error();
    std::string system_id;
    auto built = all_of({
        [&] { return add_rules(*environment); },
        [&] { return add_networks(*environment, true); },
        [&] { return start_instances(*environment, *certificate, capacity, system_id); },
        [&] { return start_targets(*environment, *certificate, system_id); },
        [&] { return add_networks(*environment, false); },
        [&] { return start_probes(*environment, capacity); },
        [&] { return await_all(*environment); },
    });
    if (!built) return std::move(built).error();
    return environment;
}

Result<void> EnvironmentBuilder::add_network(EmbeddedEnvironment& environment, const Participant& member) const {
    const std::string& name = member.endpoint.name;
    if (member.endpoint.kind == EndpointKind::host) return {};
    const auto address = environment.addresses.members.at(name);
    if (auto added = environment.network.add_pod(address); !added) return std::move(added).error().in(name);
    if (!member.target()) return {};
    auto network = environment.network.open(address);
    if (!network) return std::move(network).error().in(name);
    environment.networks.emplace(name, *std::move(network));
    return {};
}

Result<void> EnvironmentBuilder::add_networks(EmbeddedEnvironment& environment, bool of_targets) const {
    for (const auto& member : environment.participants.members) {
        if (stop_.requested()) return Error{ErrorKind::interrupted, "interrupted"};
        if (member.target() != of_targets) continue;
        if (auto added = add_network(environment, member); !added) return added;
    }
    return {};
}

Result<void> EnvironmentBuilder::add_rules(EmbeddedEnvironment& environment) const {
    auto rules = netns::Ruleset::create();
    if (!rules) return std::move(rules).error();
    environment.rules = std::move(*rules);
    if (options_.faults.no_evidence) return {};
    auto log = netns::DropLog::open();
    if (!log) return std::move(log).error();
    environment.log = std::move(*log);
    environment.evidence.emplace(*environment.log);
    return {};
}

Result<void> EnvironmentBuilder::start_instances(EmbeddedEnvironment& environment, const Certificate& certificate,
                                                 const Capacity& capacity, std::string& system_id) const {
    auto binaries = find_postgres();
    if (!binaries) return std::move(binaries).error();
    auto data = ensure_template({*binaries, node_, stop_, progress_});
    if (!data) return std::move(data).error();
    system_id = data->system_id;
    progress_.step("starting PostgreSQL");
    const Instance::Site site{*binaries, *data, certificate, node_};
    std::optional<netns::Ipv4> primary;
    for (const Participant* member : instances_of(environment.participants)) {
        InstanceSettings settings;
        settings.name = member->endpoint.name;
        settings.address = environment.addresses.members.at(settings.name);
        settings.network = environment.networks.at(settings.name).get();
        settings.port = port_of(environment.participants, PortPurpose::postgresql, settings.port);
        // Sessions of one portion may still end while those of the next begin.
        const size_t sessions = std::min(environment.participants.members.size(), 2 * capacity.flows.most);
        settings.max_connections = std::max(least_connections, static_cast<int>(sessions) + spare_connections);
        if (member->instance == InstanceRole::replica) settings.primary = primary;
        auto started = Instance::start(site, settings);
        if (!started) return std::move(started).error();
        if (!primary) primary = settings.address;
        environment.instances.push_back(std::move(*started));
    }
    return {};
}

Result<void> EnvironmentBuilder::start_targets(EmbeddedEnvironment& environment, const Certificate& certificate,
                                               const std::string& system_id) const {
    std::vector<ServedPort> served;
    for (const auto& member : environment.participants.members) {
        if (!member.target()) continue;
        const std::string& name = member.endpoint.name;
        for (const auto& port : environment.participants.ports_of(member)) {
            if (member.is_instance() && port.purpose == PortPurpose::postgresql) continue;  // a real one serves it
            ServedPort one{port.purpose, name, environment.addresses.members.at(name), port.number};
            one.primary = member.instance == InstanceRole::primary;
            one.system_id = system_id;
            auto listener = listen_in(environment.networks.at(name).get(), one.address, port);
            if (!listener) return std::move(listener).error();
            one.listener = std::move(*listener);
            served.push_back(std::move(one));
        }
    }
    auto server = start_target_server(served, certificate);
    if (!server) return std::move(server).error();
    environment.target_server.emplace(std::move(*server));
    return {};
}

Result<void> EnvironmentBuilder::start_probes(EmbeddedEnvironment& environment, const Capacity& capacity) const {
    progress_.step("starting the probes");
    std::vector<std::string> peers;
    for (const auto& member : environment.participants.members) {
        if (member.peer) peers.push_back(member.endpoint.name);
    }
    const auto open_network = [&environment](const std::string& peer) {
        const bool is_node = environment.participants.find(peer)->endpoint.kind == EndpointKind::host;
        return is_node ? environment.network.open_node()
                       : environment.network.open(environment.addresses.members.at(peer));
    };
    environment.probes.emplace(Probes::Site{.program = options_.probe.string(),
                                            .peers = std::move(peers),
                                            .open_network = open_network,
                                            .evidence = environment.evidence ? &*environment.evidence : nullptr,
                                            .capacity = capacity,
                                            .stop = stop_,
                                            .progress = progress_});
    return environment.probes->start();
}

Result<void> EnvironmentBuilder::await_all(EmbeddedEnvironment& environment) const {
    progress_.step("waiting for PostgreSQL and its replicas");
    const Patience patience{SteadyClock().now() + start_limit, stop_};
    for (auto& instance : environment.instances) {
        if (auto ready = instance.await_ready(patience.deadline, stop_); !ready) return ready;
    }
    if (!environment.instances.empty()) {
        environment.replication.emplace(environment.instances, environment.log ? &*environment.log : nullptr);
        if (auto streaming = environment.replication->await_streaming(patience); !streaming) {
            streaming.error().message += "\n" + environment.instances.back().log_tail();
            return streaming;
        }
    }
    return environment.probes->greet(start_limit);
}

}  // namespace pgreach::backend
