#include "audit/twins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "audit/rbac.hpp"
#include "audit/twin_manifests.hpp"
#include "backend/cluster/sweep.hpp"
#include "backend/cluster/waiting.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "kube/probe_files.hpp"

namespace pgreach::audit {
namespace {

constexpr Duration running_limit = std::chrono::seconds(90);
constexpr const char* made_kinds = "pods,configmaps";

std::string of_run(const std::string& run) {
    return std::string(twin_run_label) + "=" + run;
}

std::string container_in(const Peer& peer) {
    return peer.twin ? "probe" : "postgres";
}

std::set<std::string> namespaces_of(const Plan& plan) {
    std::set<std::string> namespaces;
    for (const auto& peer : plan.peers) {
        if (peer.twin && peer.in_use()) namespaces.insert(peer.pod.ns);
    }
    return namespaces;
}

std::string password_name(const Plan& plan, const std::string& database) {
    const auto names = plan.databases();
    const auto place = std::find(names.begin(), names.end(), database) - names.begin();
    return "password-" + std::to_string(place);
}

// A flow of a peer that cannot be had cannot be tried either.
void refuse_flows(Plan& plan) {
    for (auto& flow : plan.flows) {
        if (flow.impossible.empty()) flow.impossible = plan.peers[flow.peer].refused;
    }
}

}  // namespace

Result<void> Twins::begin() {
    if (auto known = backend::complete_state_dir(options_); !known) return known;
    auto taken = backend::RunLock::take(options_.state_dir);
    if (!taken) return std::move(taken).error();
    lock_.emplace(*std::move(taken));
    run_ = {lock_->id(), backend::host_name()};
    return {};
}

// Asked in each namespace by itself: to list ConfigMaps everywhere is more than an audit is permitted.
Result<void> Twins::sweep(const Plan& plan, const std::set<std::string>& leftovers) {
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

Result<void> Twins::check_permissions(const Plan& plan) const {
    std::set<std::string> namespaces;
    for (const auto& peer : plan.peers) {
        if (peer.in_use()) namespaces.insert(peer.pod.ns);
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

Result<void> Twins::make(Plan& plan, bool query) {
    std::map<std::string, std::string> uids;
    if (auto made = make_owners(plan, uids); !made) return made;
    if (auto made = make_twins(plan, uids); !made) return made;
    if (query) {
        if (auto read = read_passwords(plan); !read) return read;
    }
    auto program = kube::collect_program(tools_.runner, options_.probe_program);
    if (!program) return std::move(program).error();
    program_ = *std::move(program);
    tools_.progress.step("copying the probe");
    return copy_programs(plan);
}

Result<void> Twins::make_owners(const Plan& plan, std::map<std::string, std::string>& uids) {
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
Result<void> Twins::make_twins(Plan& plan, const std::map<std::string, std::string>& uids) {
    std::vector<std::string> manifests;
    for (const auto& peer : plan.peers) {
        if (!peer.twin || !peer.in_use()) continue;
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

Result<void> Twins::wait_until_running(Plan& plan, const std::string& complaint) {
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
            if (!peer.twin || !peer.in_use()) continue;
            const std::string state = state_of(peer);
            if (!state.empty() && state.rfind("its twin does not start", 0) == 0) return peer.name + ": " + state;
        }
        return std::string();
    };
    auto waited = backend::wait_until(tools_, "twins", running_limit, look);
    if (!waited && waited.error().kind != ErrorKind::environment) return waited;
    for (auto& peer : plan.peers) {
        if (!peer.twin || !peer.in_use()) continue;
        peer.refused = state_of(peer);
        for (const auto& pod : pods) {
            if (pod.name == peer.pod.name) addresses_[peer.name] = pod.ip;
        }
    }
    refuse_flows(plan);
    return {};
}

Result<void> Twins::read_passwords(Plan& plan) {
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

std::string Twins::folder_of(const Peer& peer) const {
    return peer.twin ? twin_folder : "/run/pgreach-" + run_.run;
}

Result<void> Twins::copy_program(const Peer& peer) const {
    auto files = program_;
    for (const auto& [name, password] : passwords_) files.push_back({name, password, 0600});
    // The folder is made by tar itself: a file's parents come into being with it.
    for (auto& file : files) file.path = folder_of(peer).substr(1) + "/" + file.path;
    auto copied = kubectl_.exec(peer.pod, container_in(peer), {"tar", "-xf", "-", "-C", "/"}, kube::write_tar(files),
                                std::chrono::seconds(60));
    if (!copied) return std::move(copied).error();
    return {};
}

Result<void> Twins::copy_programs(Plan& plan) {
    constexpr size_t at_once = 4;  // each carries the whole program through the API server
    std::vector<Peer*> wanting;
    for (auto& peer : plan.peers) {
        if (!peer.in_use()) continue;
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
    refuse_flows(plan);
    return {};
}

Result<probe::PeerStream> Twins::start_probe(const Peer& peer) const {
    proc::Attachment attachment;
    attachment.standard_error = proc::StreamTo::null;
    auto child = tools_.starter.start(
        kubectl_.exec_command(peer.pod, container_in(peer), kube::run_from(folder_of(peer)), true), attachment);
    if (!child) return std::move(child).error();
    return probe::PeerStream(*std::move(child));
}

Result<void> Twins::end() {
    if (!lock_) return {};
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
