#include "audit/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <set>

#include "audit/rbac.hpp"
#include "audit/twin_manifests.hpp"
#include "backend/cluster/sweep.hpp"
#include "backend/cluster/waiting.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "kube/probe_files.hpp"
#include "model/names.hpp"

namespace pgreach::audit {
namespace {

constexpr Duration running_limit = std::chrono::seconds(90);
constexpr Duration greeting_limit = std::chrono::seconds(60);
constexpr const char* made_kinds = "pods,configmaps";
constexpr int dns_port = 53;

std::string of_run(const std::string& run) {
    return std::string(twin_run_label) + "=" + run;
}

std::string container_in(const Peer& peer) {
    return peer.twin ? "probe" : "postgres";
}

bool is_in_use(const Peer& peer) {
    return peer.refused.empty();
}

std::set<std::string> namespaces_of(const Plan& plan) {
    std::set<std::string> namespaces;
    for (const auto& peer : plan.peers) {
        if (peer.twin && is_in_use(peer)) namespaces.insert(peer.pod.ns);
    }
    return namespaces;
}

std::string password_name(const Plan& plan, const std::string& database) {
    const auto names = plan.databases();
    const auto place = std::find(names.begin(), names.end(), database) - names.begin();
    return "password-" + std::to_string(place);
}

}  // namespace

Session::Session(const backend::Tools& tools, backend::ClusterOptions options)
    : tools_(tools),
      options_(std::move(options)),
      kubectl_(tools.runner, options_.access),
      cleaner_(tools.cleaner, options_.access),
      shells_(tools.starter, kubectl_, tools.stop) {}

Session::~Session() {
    (void)end();
}

Result<void> Session::begin() {
    if (auto known = backend::complete_state_dir(options_); !known) return known;
    auto taken = backend::RunLock::take(options_.state_dir);
    if (!taken) return std::move(taken).error();
    lock_.emplace(*std::move(taken));
    run_ = {lock_->id(), backend::host_name()};
    return {};
}

// Asked in each namespace by itself: to list ConfigMaps everywhere is more than an audit is permitted.
Result<void> Session::sweep(const Plan& plan, const std::set<std::string>& leftovers) {
    std::set<std::string> namespaces = namespaces_of(plan);
    namespaces.insert(leftovers.begin(), leftovers.end());
    for (const auto& ns : namespaces) {
        auto dead =
            backend::find_dead(kubectl_, {made_kinds, "-n", ns}, {twin_run_label, twin_host_label}, options_.state_dir);
        if (!dead) return std::move(dead).error();
        for (const auto& [run, leftover] : *dead) {
            tools_.progress.step("removing what is left of audit " + run + " in " + ns);
            auto removed = kubectl_.output({"delete", made_kinds, "-n", ns, "-l", of_run(run), "--wait=false"});
            if (!removed) return std::move(removed).error();
        }
    }
    backend::forget_dead_runs(options_.state_dir);
    return {};
}

Result<void> Session::check_permissions(const Plan& plan) const {
    std::set<std::string> namespaces;
    for (const auto& peer : plan.peers) {
        if (is_in_use(peer)) namespaces.insert(peer.pod.ns);
    }
    std::vector<std::string> denied;
    for (const auto& ns : namespaces) {
        for (const auto& permission : twin_permissions()) {
            auto may = kubectl_.can_i(permission.verb, permission.resource, ns);
            if (!may) return std::move(may).error();
            if (!*may) denied.push_back(fmt::format("{} {} in {}", permission.verb, permission.resource, ns));
        }
    }
    if (denied.empty()) return {};
    return environment_error("not permitted: " + enumerate(denied),
                             "pgreach audit --rbac prints what an audit needs; --from and --to make it smaller");
}

Result<void> Session::make(Plan& plan, const Options& options) {
    std::map<std::string, std::string> uids;
    for (const auto& target : plan.targets) {
        if (!target.pooler && !target.pod.ip.empty()) instances_[target.name] = target.pod.ip;
    }
    if (auto made = make_owners(plan, uids); !made) return made;
    if (auto made = make_twins(plan, uids); !made) return made;
    if (options.query) {
        if (auto read = read_passwords(plan); !read) return read;
    }
    tools_.progress.step("starting probes and Hubble's streams");
    auto program = kube::collect_program(tools_.runner, options_.probe_program);
    if (!program) return std::move(program).error();
    program_ = *std::move(program);
    if (auto copied = copy_programs(plan); !copied) return copied;
    prober_ = std::make_unique<probe::Prober>(tools_.stop);
    if (auto started = start_streams(plan); !started) return started;
    return start_probes(plan);
}

Result<void> Session::make_owners(const Plan& plan, std::map<std::string, std::string>& uids) {
    made_in_ = namespaces_of(plan);
    if (made_in_.empty()) return {};
    std::vector<std::string> objects;
    for (const auto& ns : made_in_) objects.push_back(owner_manifest(run_, ns));
    const auto made = kubectl_.output({"apply", "--server-side", "--force-conflicts", "-f", "-", "-o", "json"},
                                      kube::list_of(objects));
    if (!made) return Error(made.error());
    const auto answer = kube::read_json(*made);
    if (!answer) return Error(answer.error()).in("kubectl apply");
    const auto take = [&uids](const yaml::Node& item) {
        uids[kube::text_at(item, {"metadata", "namespace"})] = kube::text_at(item, {"metadata", "uid"});
    };
    if (answer->find("items") == nullptr) take(*answer);  // of one it says that one alone
    for (const auto& item : kube::items_at(*answer, {"items"})) take(item);
    return {};
}

// One that a quota or a webhook refuses does not stand in the way of the others.
Result<void> Session::make_twins(Plan& plan, const std::map<std::string, std::string>& uids) {
    std::vector<std::string> manifests;
    for (const auto& peer : plan.peers) {
        if (!peer.twin || !is_in_use(peer)) continue;
        const auto uid = uids.find(peer.pod.ns);
        if (uid == uids.end()) return environment_error("the ConfigMap of namespace " + peer.pod.ns + " has gone");
        manifests.push_back(twin_manifest(run_, peer, uid->second));
    }
    if (manifests.empty()) return {};
    tools_.progress.step(manifests.size() == 1 ? "making 1 twin" : fmt::format("making {} twins", manifests.size()));
    auto made = kubectl_.create(kube::list_of(manifests));
    if (!made && made.error().kind == ErrorKind::interrupted) return made;
    return wait_until_running(plan, made ? std::string() : made.error().message);
}

Result<void> Session::wait_until_running(Plan& plan, const std::string& complaint) {
    std::vector<kube::Pod> pods;
    const auto state_of = [&](const Peer& peer) -> std::string {
        const auto pod =
            std::find_if(pods.begin(), pods.end(), [&](const kube::Pod& one) { return one.name == peer.pod.name; });
        if (pod == pods.end()) return complaint.empty() ? "it has gone" : "it was not made: " + complaint;
        if (pod->running) return {};
        if (pod->phase == "Failed") return "its twin failed";
        return pod->waiting.empty() ? "its twin does not start" : "its twin does not start: " + pod->waiting;
    };
    const auto look = [&]() -> Result<std::string> {
        auto listed = kubectl_.pods({}, of_run(run_.run));
        if (!listed) return std::move(listed).error();
        pods = *std::move(listed);
        for (const auto& peer : plan.peers) {
            if (!peer.twin || !is_in_use(peer)) continue;
            const std::string state = state_of(peer);
            if (!state.empty() && state.rfind("its twin does not start", 0) == 0) return peer.name + ": " + state;
        }
        return std::string();
    };
    auto waited = backend::wait_until(tools_, "twins", running_limit, look);
    if (!waited && waited.error().kind != ErrorKind::environment) return waited;
    for (auto& peer : plan.peers) {
        if (!peer.twin || !is_in_use(peer)) continue;
        peer.refused = state_of(peer);
        for (const auto& pod : pods) {
            if (pod.name == peer.pod.name) twins_[peer.name] = pod.ip;
        }
    }
    for (auto& flow : plan.flows) {
        if (flow.impossible.empty()) flow.impossible = plan.peers[flow.peer].refused;
    }
    return {};
}

Result<void> Session::read_passwords(Plan& plan) {
    for (const auto& database : plan.databases()) {
        const size_t slash = database.find('/');
        const std::string name = database.substr(slash + 1) + "-app";
        auto secret = kubectl_.output({"get", "secret", name, "-n", database.substr(0, slash), "-o", "json"});
        if (!secret) return std::move(secret).error();
        auto entries = kube::read_secret(*secret);
        if (!entries) return std::move(entries).error();
        const std::string file = password_name(plan, database);
        passwords_[file] = (*entries)["password"];
        for (auto& flow : plan.flows) {
            if (flow.asked != Asked::database || flow.database != database || flow.dial.brief) continue;
            flow.dial.user = (*entries)["username"];
            flow.dial.database = (*entries)["dbname"];
            flow.dial.password_file = folder_of(plan.peers[flow.peer]) + "/" + file;
        }
    }
    return {};
}

std::string Session::folder_of(const Peer& peer) const {
    return peer.twin ? twin_folder : "/run/pgreach-" + run_.run;
}

Result<void> Session::copy_program(const Peer& peer) const {
    auto files = program_;
    for (const auto& [name, password] : passwords_) files.push_back({name, password, 0600});
    // The folder is made by tar itself: a file's parents come into being with it.
    for (auto& file : files) file.path = folder_of(peer).substr(1) + "/" + file.path;
    auto copied = kubectl_.exec(peer.pod, container_in(peer), {"tar", "-xf", "-", "-C", "/"}, kube::write_tar(files),
                                std::chrono::seconds(60));
    if (!copied) return std::move(copied).error();
    return {};
}

Result<void> Session::copy_programs(Plan& plan) {
    constexpr size_t at_once = 4;  // each carries the whole program through the API server
    std::vector<Peer*> wanting;
    for (auto& peer : plan.peers) {
        if (!is_in_use(peer)) continue;
        wanting.push_back(&peer);
        if (!peer.twin) copies_.push_back(peer.pod);
    }
    for (size_t begin = 0; begin < wanting.size(); begin += at_once) {
        std::vector<std::future<Result<void>>> copies;
        const size_t end = std::min(begin + at_once, wanting.size());
        for (size_t i = begin; i < end; ++i) {
            copies.push_back(std::async(std::launch::async, [this, peer = wanting[i]] { return copy_program(*peer); }));
        }
        for (size_t i = begin; i < end; ++i) {
            auto copied = copies[i - begin].get();
            if (!copied && copied.error().kind == ErrorKind::interrupted) return copied;
            if (!copied) wanting[i]->refused = "the probe cannot be copied into its pod: " + copied.error().message;
        }
    }
    for (auto& flow : plan.flows) {
        if (flow.impossible.empty()) flow.impossible = plan.peers[flow.peer].refused;
    }
    return {};
}

Result<void> Session::start_streams(const Plan& plan) {
    std::set<std::string> nodes;
    std::set<int> ports;
    for (const auto& target : plan.targets) {
        if (!target.pod.node.empty()) nodes.insert(target.pod.node);
    }
    for (const auto& peer : plan.peers) {
        if (is_in_use(peer)) nodes.insert(peer.node);
    }
    for (const auto& flow : plan.flows) ports.insert({flow.flow.port, flow.dial.port});
    auto agents = backend::find_agents(kubectl_, options_.cilium_namespace, {nodes.begin(), nodes.end()});
    if (!agents) return std::move(agents).error();
    agents_ = *std::move(agents);
    for (const auto& agent : agents_) {
        if (!shells_.ask(agent.pod, "cilium-agent", {"hubble", "status"})) continue;
        const auto help = shells_.ask(agent.pod, "cilium-agent", {"hubble", "observe", "--help"});
        const bool masked = help && help->find("--field-mask") != std::string::npos;
        const auto hear = [this](const kube::HubbleEvent& event) {
            const bool lookup = event.protocol == Protocol::udp && event.destination_port == dns_port;
            if (lookup && event.verdict == kube::HubbleEvent::Verdict::dropped) {
                lookups_dropped_[event.source_ip] = event;
            }
        };
        streams_.push_back(std::make_unique<backend::HubbleStream>(
            tools_, agent.node, backend::hubble_command({ports.begin(), ports.end()}, masked), hear));
        prober_->add_evidence(*streams_.back());
        if (auto started = streams_.back()->ensure(kubectl_, agent.pod); !started) return started;
    }
    return {};
}

Result<probe::PeerStream> Session::start_probe(const Peer& peer) const {
    proc::Attachment attachment;
    attachment.standard_error = proc::StreamTo::null;
    auto child = tools_.starter.start(
        kubectl_.exec_command(peer.pod, container_in(peer), kube::run_from(folder_of(peer)), true), attachment);
    if (!child) return std::move(child).error();
    return probe::PeerStream(*std::move(child));
}

Result<void> Session::start_probes(const Plan& plan) {
    for (const auto& peer : plan.peers) {
        if (!is_in_use(peer)) continue;
        auto stream = start_probe(peer);
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
        const auto twin = twins_.find(peer.name);
        if (twin != twins_.end() && is_in_use(peer)) by_node[peer.node].insert(twin->second);
    }
    return by_node;
}

probe::PlannedFlow Session::planned(const Plan& plan, const AuditFlow& flow) const {
    return {.peer = plan.peers[flow.peer].name,
            .dial = flow.dial,
            .behind = flow.behind,
            .answerers = flow.answerers,
            // Only of what policies are asked about the datapath tells that it lets it pass.
            .told_of = flow.asked == Asked::database && !flow.decision.ingress.by.empty()};
}

// Of a lookup only the answer counts, and what was dropped of it: its socket is the C library's own.
void Session::show_lookup(const Plan& plan, const AuditFlow& flow, Observation& observation) const {
    observation.evidence.clear();
    for (auto& attempt : observation.attempts) {
        const auto instance = instances_.find(plan.peers[flow.peer].name);
        const auto dropped =
            instance == instances_.end() ? lookups_dropped_.end() : lookups_dropped_.find(instance->second);
        if (attempt.reached >= Milestone::dns) {
            attempt.end = AttemptEnd::answered;
        } else if (dropped != lookups_dropped_.end()) {
            const auto& event = dropped->second;
            attempt.end = AttemptEnd::timed_out;
            attempt.source = probe::endpoint_text(event.source_ip, event.source_port);
            attempt.destination = probe::endpoint_text(event.destination_ip, event.destination_port);
            observation.evidence.push_back(
                {EvidenceKind::drop_event, attempt.source, attempt.destination, kube::describe(event), {}});
        }
    }
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
        if (plan.flows[flows[i]].asked == Asked::dns) show_lookup(plan, plan.flows[flows[i]], observations[i]);
    }
    return observations;
}

Result<void> Session::end() {
    if (!lock_) return {};
    shells_.end();
    if (prober_) prober_->end();
    for (auto& stream : streams_) stream->stop();
    // The pod may have gone: then its copy has, too.
    for (const auto& pod : copies_) {
        (void)cleaner_.exec(pod, "postgres", {"rm", "-rf", "/run/pgreach-" + run_.run});
    }
    copies_.clear();
    Result<void> outcome;
    for (const auto& ns : made_in_) {
        auto removed = cleaner_.output({"delete", made_kinds, "-n", ns, "-l", of_run(run_.run), "--ignore-not-found"},
                                       {}, std::chrono::seconds(120));
        if (!removed) {
            outcome = std::move(removed).error().in("parts of audit " + run_.run + " are left in " + ns +
                                                    "; the next audit removes them");
        }
    }
    made_in_.clear();
    // Without its release the lock stays behind as a file: it tells the next audit that this one is dead.
    if (outcome) lock_->release();
    lock_.reset();
    return outcome;
}

}  // namespace pgreach::audit
