#include "backend/kind/kind_backend.hpp"

#include <filesystem>

#include <fmt/format.h>

#include <numeric>

#include "backend/cluster/cluster_backend.hpp"
#include "backend/cluster/diagnostics.hpp"
#include "backend/kind/kind_cluster.hpp"
#include "backend/kind/rollout.hpp"
#include "base/text.hpp"

namespace pgreach::backend {
namespace {

// "cluster up in 141.2 s: creating the cluster 27.0, loading images 45.1, …"
std::string describe(const std::vector<Phase>& phases) {
    std::vector<std::string> parts;
    double total = 0;
    for (const auto& phase : phases) {
        const double seconds = static_cast<double>(phase.microseconds) / 1e6;
        total += seconds;
        parts.push_back(fmt::format("{} {:.1f}", phase.name, seconds));
    }
    return fmt::format("cluster up in {:.1f} s: {}", total, join(parts, ", "));
}

std::string how_to_reach(const std::string& name, const kube::Access& access) {
    return describe(access) + " get pods -A\npgreach cluster down " + name;
}

}  // namespace

struct KindBackend::State {
    State(const Tools& given_tools, KindOptions given_options)
        : tools(given_tools), keep(given_options.keep), cluster(tools, std::move(given_options)) {}

    Tools tools;
    bool keep;
    KindCluster cluster;
    std::unique_ptr<ClusterBackend> inside;  // once the cluster stands
};

KindBackend::KindBackend(const Tools& tools, KindOptions options)
    : state_(std::make_unique<State>(tools, std::move(options))) {}
KindBackend::~KindBackend() = default;

Capabilities KindBackend::capabilities() const {
    if (state_->inside) return state_->inside->capabilities();
    return {.drop_evidence = true, .survives_run = true};
}

Result<Environment> KindBackend::up(const Participants& participants) {
    if (auto raised = state_->cluster.raise(); !raised) return std::move(raised).error();
    if (auto closed = state_->cluster.close_again(); !closed) return std::move(closed).error();
    state_->inside = std::make_unique<ClusterBackend>(state_->tools, state_->cluster.cluster_options());
    auto environment = state_->inside->up(participants);
    if (!environment) return environment;
    environment->backend = "kind";
    for (const auto& [name, version] : state_->cluster.versions()) environment->versions[name] = version;
    const auto& raising = state_->cluster.phases();
    environment->phases.insert(environment->phases.begin(), raising.begin(), raising.end());
    if (state_->keep) state_->cluster.abandon();
    return environment;
}

Result<std::vector<Admission>> KindBackend::change(const Change& change) {
    return state_->inside->change(change);
}

Result<std::string> KindBackend::pending() {
    return state_->inside->pending();
}

Result<std::vector<Observation>> KindBackend::observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                      Depth depth) {
    return state_->inside->observe(flows, attempt_limit, depth);
}

Result<std::vector<HealthCheck>> KindBackend::health() {
    return state_->inside->health();
}

std::vector<std::vector<std::string>> KindBackend::causes(const std::vector<Flow>& flows) {
    return state_->inside->causes(flows);
}

std::string KindBackend::diagnostics() {
    if (state_->inside) return state_->inside->diagnostics();
    if (!state_->cluster.made_here()) return {};
    const ClusterOptions& options = state_->cluster.cluster_options();
    const kube::Kubectl kubectl(state_->tools.cleaner, options.access);
    return write_diagnostics(kubectl, options, {}, {}, options.state_dir + "/diagnostics-" + state_->cluster.name());
}

std::string KindBackend::access_instructions() const {
    return how_to_reach(state_->cluster.name(), state_->cluster.cluster_options().access);
}

Result<void> KindBackend::down() {
    // In a cluster that goes as a whole nothing needs to be tidied up; in one that stays, everything.
    if (state_->inside && state_->cluster.made_here()) state_->inside->let_go();
    Result<void> tidied = state_->inside ? state_->inside->down() : Result<void>();
    auto removed = state_->cluster.remove();
    return removed ? tidied : removed;
}

Result<std::string> cluster_up(const Tools& tools, KindOptions options) {
    KindCluster cluster(tools, std::move(options));
    if (auto raised = cluster.raise(); !raised) {
        (void)cluster.remove();  // the first failure is the one to tell
        return std::move(raised).error();
    }
    cluster.abandon();
    return describe(cluster.phases()) + "\n" + how_to_reach(cluster.name(), cluster.cluster_options().access);
}

Result<std::string> cluster_status(const Tools& tools, const std::string& state_dir) {
    auto clusters = kube::Kind(tools.runner).clusters();
    if (!clusters) return std::move(clusters).error();
    std::string text;
    const std::filesystem::path state = state_dir;
    for (const auto& name : *clusters) {
        if (name.rfind(cluster_prefix, 0) != 0) continue;
        const std::string folder = state / name;
        const kube::Kubectl kubectl(tools.runner, {folder + "/kubeconfig", "kind-" + name, folder + "/kubectl-cache"});
        const auto database = database_state(kubectl, ClusterOptions());
        text += name + ": " + (!database ? database.error().message : database->empty() ? "serves" : *database) + "\n";
        text += "  " + describe(kubectl.access()) + " get pods -A\n";
    }
    return text.empty() ? "no cluster made by pgreach\n" : text;
}

Result<std::string> cluster_down(const Tools& tools, const std::string& state_dir, const std::string& name) {
    const std::string full = name.rfind(cluster_prefix, 0) == 0 ? name : cluster_prefix + name;
    if (is_alive(state_dir, full)) return environment_error("a run of pgreach is using " + full);
    auto clusters = kube::Kind(tools.runner).clusters();
    if (!clusters) return std::move(clusters).error();
    for (const auto& cluster : *clusters) {
        if (cluster != full) continue;
        if (auto deleted = delete_cluster(tools, state_dir, full); !deleted) return std::move(deleted).error();
        return "deleted " + full;
    }
    return Error{ErrorKind::no_match, "there is no cluster " + full, "see: pgreach cluster status"};
}

}  // namespace pgreach::backend
