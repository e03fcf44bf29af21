#include "audit/session.hpp"

#include <set>

#include "audit/lookup.hpp"

namespace pgreach::audit {
namespace {

constexpr Duration greeting_limit = std::chrono::seconds(60);
constexpr int dns_port = 53;

}  // namespace

Session::Session(const backend::Tools& tools, backend::ClusterOptions options)
    : tools_(tools),
      options_(std::move(options)),
      kubectl_(tools.runner, options_.access),
      shells_(tools.starter, kubectl_, tools.stop),
      twins_(tools, kubectl_, options_) {}

Session::~Session() {
    (void)end();
}

Result<void> Session::make(Plan& plan, const Options& options) {
    for (const auto& target : plan.targets) {
        if (!target.pooler && !target.pod.ip.empty()) instances_[target.name] = target.pod.ip;
    }
    if (auto made = twins_.make(plan, options.query); !made) return made;
    tools_.progress.step("starting probes and Hubble's streams");
    prober_ = std::make_unique<probe::Prober>(tools_.stop);
    if (auto started = start_streams(plan); !started) return started;
    return start_probes(plan);
}

Result<void> Session::start_streams(const Plan& plan) {
    std::set<std::string> nodes;
    std::set<int> ports;
    for (const auto& target : plan.targets) {
        if (!target.pod.node.empty()) nodes.insert(target.pod.node);
    }
    for (const auto& peer : plan.peers) {
        if (peer.in_use()) nodes.insert(peer.node);
    }
    for (const auto& flow : plan.flows) ports.insert({flow.flow.port, flow.dial.port});
    auto agents = backend::find_agents(kubectl_, options_.cilium_namespace, {nodes.begin(), nodes.end()});
    if (!agents) return std::move(agents).error();
    agents_ = *std::move(agents);
    for (const auto& agent : agents_) {
        if (auto started = start_stream(agent, {ports.begin(), ports.end()}); !started) return started;
    }
    return {};
}

// Without Hubble there is no stream.
Result<void> Session::start_stream(const backend::Agent& agent, const std::vector<int>& ports) {
    if (!shells_.ask(agent.pod, "cilium-agent", {"hubble", "status"})) return {};
    const auto help = shells_.ask(agent.pod, "cilium-agent", {"hubble", "observe", "--help"});
    const bool masked = help && help->find("--field-mask") != std::string::npos;
    const auto hear = [this](const kube::HubbleEvent& event) {
        const bool lookup = event.protocol == Protocol::udp && event.destination_port == dns_port;
        if (lookup && event.verdict == kube::HubbleEvent::Verdict::dropped) lookups_dropped_[event.source_ip] = event;
    };
    streams_.push_back(
        std::make_unique<backend::HubbleStream>(tools_, agent.node, backend::hubble_command(ports, masked), hear));
    prober_->add_evidence(*streams_.back());
    return streams_.back()->ensure(kubectl_, agent.pod);
}

Result<void> Session::start_probes(const Plan& plan) {
    for (const auto& peer : plan.peers) {
        if (!peer.in_use()) continue;
        auto stream = twins_.start_probe(peer);
        if (!stream) return std::move(stream).error().in("probe of " + peer.name);
        prober_->add_peer(peer.name, *std::move(stream));
    }
    // A probe that does not answer is lost to its own flows, which say so.
    auto greeted = prober_->greet(greeting_limit);
    if (!greeted && greeted.error().kind == ErrorKind::interrupted) return greeted;
    return {};
}

std::map<std::string, std::set<std::string>> Session::addresses(const Plan& plan) const {
    std::map<std::string, std::set<std::string>> by_node;
    for (const auto& target : plan.targets) {
        if (!target.pod.ip.empty()) by_node[target.pod.node].insert(target.pod.ip);
    }
    for (const auto& peer : plan.peers) {
        const auto twin = twins_.addresses().find(peer.name);
        if (twin != twins_.addresses().end() && peer.in_use()) by_node[peer.node].insert(twin->second);
    }
    return by_node;
}

probe::PlannedFlow Session::planned(const Plan& plan, const AuditFlow& flow) {
    return {.peer = plan.peers[flow.peer].name,
            .dial = flow.dial,
            .behind = flow.behind,
            .answerers = flow.answerers,
            // Only of what policies are asked about the datapath tells that it lets it pass.
            .told_of = flow.asked == Asked::database && !flow.decision.ingress.by.empty()};
}

const kube::HubbleEvent* Session::dropped_lookup(const std::string& peer) const {
    const auto instance = instances_.find(peer);
    if (instance == instances_.end()) return nullptr;
    const auto dropped = lookups_dropped_.find(instance->second);
    return dropped == lookups_dropped_.end() ? nullptr : &dropped->second;
}

Result<std::vector<Observation>> Session::attempt(const Plan& plan, const std::vector<size_t>& flows) {
    constexpr Duration linger = std::chrono::milliseconds(100);
    for (auto& stream : streams_) {
        if (stream->running()) continue;
        const auto agents = backend::find_agents(kubectl_, options_.cilium_namespace, {stream->node()});
        if (agents) (void)stream->ensure(kubectl_, agents->front().pod);
    }
    std::vector<probe::PlannedFlow> all;
    for (const size_t flow : flows) all.push_back(planned(plan, plan.flows[flow]));
    lookups_dropped_.clear();
    auto probed = prober_->observe(all, options_.attempt_limit, linger);
    if (!probed) return std::move(probed).error();
    std::vector<Observation> observations(flows.size());
    for (size_t i = 0; i < flows.size(); ++i) {
        (*probed)[i].add_to(observations[i]);
        const AuditFlow& flow = plan.flows[flows[i]];
        if (flow.asked == Asked::dns) show_lookup(dropped_lookup(plan.peers[flow.peer].name), observations[i]);
    }
    return observations;
}

Result<void> Session::end() {
    shells_.end();
    if (prober_) prober_->end();
    for (auto& stream : streams_) stream->stop();
    return twins_.end();
}

}  // namespace pgreach::audit
