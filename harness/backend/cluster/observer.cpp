#include "backend/cluster/observer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/conclusion.hpp"

namespace pgreach::backend {
namespace {

constexpr Duration greeting_limit = std::chrono::seconds(60);

// Hubble is late by some milliseconds; a forward names the policy that allowed the flow. Where none is enforced there
// is none to name, and a brief look is not asked who let it pass.
Duration linger(Depth depth, const PolicyWords& policies) {
    const bool worth_it = depth == Depth::full && policies.enforced;
    return worth_it ? std::chrono::milliseconds(100) : Duration::zero();
}

}  // namespace

Observer::Observer(const Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells, Inventory& inventory,
                   ProbePods& pods)
    : tools_(tools),
      kubectl_(kubectl),
      shells_(shells),
      inventory_(inventory),
      pods_(pods),
      prober_(std::make_unique<probe::Prober>(tools.stop)) {}

// Without Hubble there is no stream.
Result<void> Observer::start_stream(const Agent& agent) {
    if (!shells_.ask(agent.pod, "cilium-agent", {"hubble", "status"})) return {};
    const auto help = shells_.ask(agent.pod, "cilium-agent", {"hubble", "observe", "--help"});
    const bool masked = help && help->find("--field-mask") != std::string::npos;
    std::vector<int> ports;
    for (const auto& port : inventory_.participants.ports) ports.push_back(port.number);
    streams_.push_back(std::make_unique<HubbleStream>(tools_, agent.node, hubble_command(ports, masked), listener_));
    prober_->add_evidence(*streams_.back());
    return streams_.back()->ensure(kubectl_, agent.pod);
}

Result<void> Observer::start(const HubbleStream::Listener& listener) {
    listener_ = listener;
    for (const auto& agent : inventory_.agents) {
        if (auto started = start_stream(agent); !started) return started;
    }
    if (auto started = start_probes(inventory_.locations); !started) return started;
    prober_->on_lost([this](const std::string& peer) -> Result<probe::PeerStream> {
        const ProbeLocation* location = inventory_.location(peer);
        if (location == nullptr) return environment_error("no location " + peer);
        tools_.progress.update("starting the probe of " + peer + " again");
        return pods_.revive(*location);
    });
    return prober_->greet(greeting_limit);
}

Result<void> Observer::start_probes(const std::vector<ProbeLocation>& locations) {
    if (auto copied = pods_.copy_programs(locations); !copied) return copied;
    for (const auto& location : locations) {
        auto stream = pods_.start(location);
        if (!stream) return std::move(stream).error().in("probe of " + location.name);
        prober_->add_peer(location.name, *std::move(stream));
    }
    return {};
}

Result<void> Observer::restart_instances() {
    for (const auto& agent : inventory_.agents) {  // an instance may be on a node that nobody was on
        const bool heard = std::any_of(streams_.begin(), streams_.end(),
                                       [&](const auto& stream) { return stream->node() == agent.node; });
        if (heard) continue;
        if (auto started = start_stream(agent); !started) return started;
    }
    std::vector<ProbeLocation> instances;
    std::copy_if(inventory_.locations.begin(), inventory_.locations.end(), std::back_inserter(instances),
                 [](const ProbeLocation& location) { return location.kind == LocationKind::instance; });
    paths_shown_.clear();
    if (auto started = start_probes(instances); !started) return started;
    return prober_->greet(greeting_limit);
}

// A stream that ended is opened again; while it cannot be, its drops are missing, and the prober says so.
void Observer::mind_streams() {
    for (auto& stream : streams_) {
        if (stream->running()) continue;
        const auto agents = find_agents(kubectl_, inventory_.agents.front().pod.ns, {stream->node()});
        if (agents) (void)stream->ensure(kubectl_, agents->front().pod);
    }
}

Observer::Planned Observer::plan(const Flow& flow, Depth depth, const PolicyWords& policies,
                                 std::vector<probe::PlannedFlow>& plans) const {
    const Participant* peer = inventory_.participants.find(flow.from);
    const Target* target = inventory_.target(flow.to);
    const TargetPort* port = inventory_.participants.find_port(flow);
    Planned planned{.routes = {}, .first = plans.size()};
    if (peer == nullptr || target == nullptr || port == nullptr || flow.protocol != Protocol::tcp) {
        planned.impossible = "nothing in this cluster can stand for " + describe(flow);
        return planned;
    }
    const ProbeLocation* location = location_for(inventory_.locations, peer->endpoint, *target);
    if (location == nullptr) {
        planned.impossible = "no node of this cluster can stand for " + flow.from + " towards " + target->pod.name;
        return planned;
    }
    if (policies.addresses && peer->endpoint.kind == EndpointKind::cidr) {
        planned.impossible = "a policy selects by address, and " + flow.from + " does not have " + peer->endpoint.cidr;
        return planned;
    }
    planned.routes =
        routes_to(*target, *location, *peer, *port, inventory_.login, inventory_.directory, !policies.instances);
    // What a node sends to a service leaves it with another address, so no event could be told to be of it.
    if (location->kind == LocationKind::host && !policies.none)
        std::erase_if(planned.routes, [](const Route& route) { return !route.behind.empty(); });
    // The first way is gone to the end; that it holds the others show, if there are any. Who stands behind which
    // address the first positive control shows.
    auto& routes = planned.routes;
    if (depth == Depth::brief && routes.size() > 1) routes.erase(routes.begin());
    if (depth == Depth::full && (!policies.none || paths_shown_.count(flow) != 0))
        routes.resize(std::min<size_t>(1, routes.size()));
    for (auto& route : routes) {
        route.dial.brief = depth == Depth::brief;
        if (port->purpose == PortPurpose::postgresql) {
            route.dial.password_variable = pods_.password_variable(*location);
            route.dial.password_file = pods_.password_file(*location);
        }
        // The node of a pod is let in without an event.
        plans.push_back({.peer = location->name,
                         .dial = route.dial,
                         .behind = route.behind,
                         .path = routes.size() > 1 ? route.name : std::string(),
                         .answerers = route.answerers,
                         .told_of = peer->endpoint.kind != EndpointKind::host});
    }
    return planned;
}

Observation Observer::gather(const Planned& planned, const std::vector<probe::Probed>& probed) {
    Observation observation;
    if (!planned.impossible.empty()) {
        observation.doubts.push_back({DoubtCause::not_attempted, planned.impossible});
    } else if (planned.routes.empty()) {
        observation.doubts.push_back({DoubtCause::not_attempted, "there is no path to the target"});
    }
    for (size_t i = 0; i < planned.routes.size(); ++i) probed[planned.first + i].add_to(observation);
    return observation;
}

bool Observer::status_paths_known() const {
    return !status_paths_.empty() && std::none_of(status_paths_.begin(), status_paths_.end(), [](const auto& path) {
        return conclude(path.second, {}).observed == Observed::unclear;
    });
}

// With the index of each target's attempt among all that are planned.
std::vector<std::pair<std::string, size_t>> Observer::plan_status_paths(std::vector<probe::PlannedFlow>& plans) const {
    std::vector<std::pair<std::string, size_t>> planned;
    const ProbeLocation* location = inventory_.location_of_api_server();
    const auto& ports = inventory_.participants.ports;
    const auto port = std::find_if(ports.begin(), ports.end(),
                                   [](const TargetPort& one) { return one.purpose == PortPurpose::status; });
    if (location == nullptr || port == ports.end()) return planned;
    for (const auto& target : inventory_.targets) {
        planned.emplace_back(target.member, plans.size());
        plans.push_back(
            {.peer = location->name, .dial = status_route(target, *port, inventory_.login).dial, .told_of = false});
    }
    return planned;
}

void Observer::conclude_status_paths(const std::vector<std::pair<std::string, size_t>>& planned,
                                     const std::vector<probe::Probed>& probed) {
    for (const auto& [member, at] : planned) {
        status_paths_[member] = {};
        probed[at].add_to(status_paths_[member]);
    }
}

Result<std::vector<Observation>> Observer::observe(const std::vector<Flow>& flows, Duration limit, Depth depth,
                                                   const PolicyWords& policies) {
    mind_streams();
    std::vector<probe::PlannedFlow> plans;
    std::vector<Planned> planned;
    planned.reserve(flows.size());
    for (const auto& flow : flows) planned.push_back(plan(flow, depth, policies, plans));
    std::vector<std::pair<std::string, size_t>> status_paths;
    if (depth == Depth::full && !status_paths_known()) status_paths = plan_status_paths(plans);
    auto probed = prober_->observe(plans, limit, linger(depth, policies));
    if (!probed) return std::move(probed).error();
    conclude_status_paths(status_paths, *probed);
    std::vector<Observation> observations;
    for (size_t i = 0; i < flows.size(); ++i) {
        observations.push_back(gather(planned[i], *probed));
        if (!policies.none || depth != Depth::full) continue;
        if (conclude(observations.back(), {}).observed == Observed::open) paths_shown_.insert(flows[i]);
    }
    return observations;
}

// Whether a stream is lost is for the next observation to find: it opens it again.
void Observer::listen() {
    for (auto& stream : streams_) (void)stream->drain();
}

void Observer::end() {
    prober_->end();
    for (auto& stream : streams_) stream->stop();
}

}  // namespace pgreach::backend
