#include "backend/cluster/cluster_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "backend/cluster/sweep.hpp"
#include "base/text.hpp"

namespace pgreach::backend {
namespace {

// The copied probe lives in an empty folder of a pod of the database's image; of that image only its `sleep` is used.
ProbeImage image_for(const ClusterOptions& options, const kube::Database& database) {
    if (!options.probe_image.empty()) return {.reference = options.probe_image};
    return {.reference = database.image, .command = {"sleep", "infinity"}, .folder = "/pgreach"};
}

}  // namespace

ClusterRun::ClusterRun(const Tools& given_tools, ClusterOptions given_options)
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

Result<void> ClusterRun::prepare(const Cast& cast) {
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

// With one beside the API server, where that asks nothing of the cluster that the others do not: a pod in a node's
// network, an image that is there, an agent.
Result<void> ClusterRun::take_seats() {
    auto found = find_agents(kubectl, options.cilium_namespace, stage.nodes());
    if (!found) return std::move(found).error();
    stage.agents = *std::move(found);
    const auto beside = seat_beside_api_server(stage.findings.api_server_nodes, owner.run, options.database_namespace);
    if (!beside || !stage.sits_on_nodes()) return {};
    const auto nodes = stage.nodes();
    if (std::find(nodes.begin(), nodes.end(), beside->node) == nodes.end()) {
        const auto agent = find_agents(kubectl, options.cilium_namespace, {beside->node});
        if (!agent || options.probe_image.empty()) return {};
        stage.agents.push_back(agent->front());
    }
    stage.seats.push_back(*beside);
    return {};
}

Addresses ClusterRun::addresses() const {
    Addresses addresses;
    for (const auto& pod : stage.findings.instances) addresses[pod.node].insert(pod.ip);
    for (const auto& seat : stage.seats) {
        if (const auto address = pods->address(seat); !address.empty()) addresses[seat.node].insert(address);
    }
    return addresses;
}

Result<void> ClusterRun::populate() {
    tools.progress.step(fmt::format("probe pods: {} peers", stage.seats.size()));
    policies.emplace(tools, kubectl, owner);
    policies->protect(stage.findings.policies);
    pods.emplace(tools, kubectl, options, owner);
    const ProbeImage image = image_for(options, stage.findings.database);
    if (auto made = pods->make(stage.seats, stage.findings.namespaces, image, stage.password); !made) return made;
    return open_outside(kubectl, owner, stage);
}

Result<void> ClusterRun::start_watching() {
    tools.progress.step("starting probes and Hubble's streams");
    observer.emplace(tools, kubectl, shells, stage, *pods);
    auto started = observer->start([this](const kube::HubbleEvent& event) { traffic.hear(event); });
    traffic_changed();
    return started;
}

Result<Environment> ClusterRun::describe_environment() const {
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

PolicyWords ClusterRun::policy_words() const {
    return {.none = policies->stored() == 0,
            .enforced = policies->any_enforced(),
            .addresses = policies->mentions_addresses(),
            .instances = policies->mentions(distinctions(stage.findings.instances))};
}

void ClusterRun::traffic_changed() {
    if (observer) observer->forget_status_ways();
    realisation.changed();
    traffic.forget();
    health.changed();
}

void ClusterRun::traffic_settled() {
    observer->listen();
    observer->forget_status_ways();
    traffic.forget();
    health.in_force(stage.targets);
}

// What was asked is answered first: the answers come through what ends here.
void ClusterRun::stop_watching() {
    health.changed();
    shells.end();
    if (observer) observer->end();
    observer.reset();
}

}  // namespace pgreach::backend
