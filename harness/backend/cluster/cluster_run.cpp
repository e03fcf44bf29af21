#include "backend/cluster/cluster_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "backend/baseline.hpp"
#include "backend/cluster/foreign_policies.hpp"
#include "backend/cluster/own_database.hpp"
#include "backend/cluster/sweep.hpp"
#include "backend/cluster/waiting.hpp"
#include "base/text.hpp"
#include "model/names.hpp"

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
      }) {}

Result<void> ClusterRun::prepare(const Participants& participants) {
    if (auto known = complete_state_dir(options); !known) return known;
    auto taken = RunLock::take(options.state_dir);
    if (!taken) return std::move(taken).error();
    lock.emplace(*std::move(taken));
    owner = {lock->id(), host_name()};
    tools.progress.step("inspecting the cluster");
    auto version = server_version(kubectl);
    if (!version) return std::move(version).error();
    reached = true;
    std::set<std::string> wanted;
    for (const auto& member : participants.members) wanted.insert(member.endpoint.ns);
    if (!options.own_database.empty()) wanted.erase(options.database_namespace);
    if (auto swept = sweep(tools, kubectl, options.state_dir, wanted); !swept) {
        // Who may not list what there is learns by the inspection what else is not permitted.
        if (swept.error().kind == ErrorKind::interrupted) return swept;
    }
    if (auto read = read_agents(); !read) return read;
    if (!options.own_database.empty()) {
        has_made = true;
        if (auto made = make_own_database(tools, kubectl, options, owner); !made) return made;
    }
    auto findings = inspect(kubectl, options, participants, owner.run);
    if (!findings) return std::move(findings).error();
    inventory.participants = participants;
    inventory.preflight = *std::move(findings);
    inventory.preflight.kubernetes_version = *std::move(version);
    policies->protect(inventory.preflight.policies);
    auto targets = find_targets(participants, inventory.preflight.instances);
    if (!targets) return std::move(targets).error();
    inventory.targets = *std::move(targets);
    inventory.locations =
        place(participants, inventory.targets, inventory.preflight.nodes, owner.run, options.database_namespace);
    if (auto located = enter_locations(); !located) return located;
    auto audited = read_audited(shells, inventory.agents, inventory.preflight.instances);
    if (!audited) return std::move(audited).error();
    if (semantics.audited.empty()) semantics.audited = *std::move(audited);
    if (auto read = read_login(kubectl, options, inventory); !read) return read;
    return read_directory(kubectl, options, inventory);
}

// Which Cilium this is, before anything is asked that its policies may stand in the way of.
Result<void> ClusterRun::read_agents() {
    auto read = read_semantics(kubectl, shells, options);
    if (!read) return std::move(read).error();
    semantics = *std::move(read);
    set_baseline(options.database, options.database_namespace, semantics);
    policies.emplace(tools, kubectl, owner);
    if (semantics.baseline.empty()) return {};
    if (auto alone = refuse_foreign_policies(); !alone) return alone;
    return bring_baseline();
}

// It would let pass what these deny, so with any of them there can be no baseline.
Result<void> ClusterRun::refuse_foreign_policies() const {
    const auto foreign = find_foreign_policies(kubectl, owner.run);
    if (!foreign) return Error(foreign.error());
    if (foreign->empty()) return {};
    std::vector<std::string> names;
    for (const auto& id : *foreign) names.push_back(pgreach::describe(id));
    return environment_error(
        "enable-policy is always, so a run needs a baseline of its own, which would let pass what these policies "
        "deny: " +
            enumerate(names),
        "try it on a cluster without policies, such as `pgreach cluster up` makes");
}

// The agents deny what no policy allows, so the database may have been cut off from everything for a while.
Result<void> ClusterRun::bring_baseline() {
    tools.progress.step(
        "enable-policy is always: applying a baseline that keeps DNS, the API server and the operator reachable");
    has_made = true;
    Change change{.apply = semantics.baseline};
    change.apply.insert(change.apply.end(), semantics.control.begin(), semantics.control.end());
    auto admitted = policies->change(change);
    if (!admitted) return std::move(admitted).error();
    for (size_t i = 0; i < admitted->size(); ++i) {
        if ((*admitted)[i].result == AdmissionResult::accepted) continue;
        return environment_error("the baseline " + describe(change.apply[i]) + " is " +
                                 std::string(to_string((*admitted)[i].result)) + ": " +
                                 pgreach::describe((*admitted)[i]));
    }
    policies->take_for_granted(change.apply);
    auto ready = wait_until(tools, "the database", std::chrono::minutes(3), [this]() -> Result<std::string> {
        const auto instances = kubectl.pods(options.database_namespace, cnpg::instances_selector(options.database));
        if (!instances) return Error(instances.error());
        const auto lacking =
            std::find_if_not(instances->begin(), instances->end(), [](const kube::Pod& pod) { return pod.ready; });
        return lacking == instances->end() ? std::string() : lacking->name + " is not ready";
    });
    // What is lacking then, the inspection says better.
    if (!ready && ready.error().kind == ErrorKind::interrupted) return ready;
    return {};
}

// With one beside the API server, where that asks nothing of the cluster that the others do not: a pod in a node's
// network, an image that is there, an agent.
Result<void> ClusterRun::enter_locations() {
    auto found = find_agents(kubectl, options.cilium_namespace, inventory.nodes());
    if (!found) return std::move(found).error();
    inventory.agents = *std::move(found);
    const auto beside =
        location_beside_api_server(inventory.preflight.api_server_nodes, owner.run, options.database_namespace);
    if (!beside || !inventory.sits_on_nodes()) return {};
    const auto nodes = inventory.nodes();
    if (std::find(nodes.begin(), nodes.end(), beside->node) == nodes.end()) {
        const auto agent = find_agents(kubectl, options.cilium_namespace, {beside->node});
        if (!agent || options.probe_image.empty()) return {};
        inventory.agents.push_back(agent->front());
    }
    inventory.locations.push_back(*beside);
    return {};
}

Addresses ClusterRun::addresses() const {
    Addresses addresses;
    for (const auto& pod : inventory.preflight.instances) addresses[pod.node].insert(pod.ip);
    for (const auto& location : inventory.locations) {
        if (const auto address = pods->address(location); !address.empty()) addresses[location.node].insert(address);
    }
    return addresses;
}

Result<void> ClusterRun::populate() {
    has_made = true;
    tools.progress.step(fmt::format("probe pods: {} peers", inventory.locations.size()));
    pods.emplace(tools, kubectl, options, owner);
    const ProbeImage image = image_for(options, inventory.preflight.database);
    auto made = pods->make(inventory.locations, inventory.preflight.namespaces, inventory.participants.namespaces,
                           image, inventory.password);
    if (!made) return made;
    return open_outside(kubectl, owner, inventory);
}

Result<void> ClusterRun::start_watching() {
    tools.progress.step("starting probes and Hubble's streams");
    observer.emplace(tools, kubectl, shells, inventory, *pods);
    auto started = observer->start([this](const kube::HubbleEvent& event) {
        traffic.hear(event);
        identities.hear(event);
    });
    traffic_changed();
    return started;
}

Result<Environment> ClusterRun::describe_environment() const {
    Environment environment{.backend = "cluster", .versions = {}, .notes = notes_of(semantics), .semantics = semantics};
    environment.versions = {{"kubernetes", inventory.preflight.kubernetes_version},
                            {"cilium", inventory.preflight.cilium_version},
                            {"cloudnative-pg", inventory.preflight.operator_version}};
    for (const auto& target : inventory.targets) {
        if (target.role != InstanceRole::primary) continue;
        auto version =
            kubectl.exec({target.pod.ns, target.pod.name}, "postgres", {"psql", "-qAtXc", "show server_version"});
        if (version) environment.versions["postgresql"] = std::string(trim(*version));
    }
    if (!observer->has_hubble()) {
        environment.notes.push_back(
            "Hubble does not answer: a closed flow is concluded from its deadline and the positive control");
    }
    for (const auto& member : inventory.participants.members) {
        if (member.endpoint.kind != EndpointKind::cidr) continue;
        environment.notes.push_back(member.endpoint.name +
                                    " is probed from this machine, outside the cluster, not from " +
                                    member.endpoint.cidr);
    }
    return environment;
}

PolicyWords ClusterRun::policy_words() const {
    const auto& control = semantics.control;
    const bool by_default = control.empty() || policies->has(control.front().id());
    return {.none = policies->stored() == 0 && by_default,
            .enforced = policies->any_enforced(),
            .addresses = policies->mentions_addresses(),
            .instances = policies->mentions(distinctions(inventory.preflight.instances))};
}

void ClusterRun::traffic_changed() {
    if (observer) observer->forget_status_paths();
    realisation.changed();
    traffic.forget();
    health.changed();
}

void ClusterRun::traffic_settled() {
    observer->listen();
    observer->forget_status_paths();
    traffic.forget();
    health.in_force(inventory.targets);
}

std::map<std::string, std::string> ClusterRun::backlog() {
    const auto known = ask_policies(shells, inventory.agents);
    if (known) return backlog_of(*policies, inventory.agents, *known);
    return {};
}

std::vector<std::string> ClusterRun::causes_of(const Flow& flow,
                                               const std::map<std::string, std::string>& backlog) const {
    std::vector<std::string> causes;
    const World world = inventory.participants.world();
    const Target* target = inventory.target(flow.to);
    const ProbeLocation* location = inventory.location(flow.from);
    const auto consider = [&](const std::string& member, const std::string& node, const std::string& ip) {
        const auto lacking = backlog.find(node);
        if (lacking != backlog.end()) causes.push_back("the agent of " + node + " " + lacking->second);
        const auto* seen = identities.find(ip);
        const auto* endpoint = world.find(member);
        if (seen == nullptr || endpoint == nullptr) return;
        auto unlike = difference(*endpoint, world, semantics, *policies, *seen);
        if (!unlike.empty()) causes.push_back(std::move(unlike));
    };
    if (target != nullptr) consider(flow.to, target->pod.node, target->pod.ip);
    if (location != nullptr) consider(flow.from, location->node, pods->address(*location));
    return causes;
}

// What was asked is answered first: the answers come through what ends here.
void ClusterRun::stop_watching() {
    health.changed();
    shells.end();
    if (observer) observer->end();
    observer.reset();
}

}  // namespace pgreach::backend
