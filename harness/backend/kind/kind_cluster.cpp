#include "backend/kind/kind_cluster.hpp"

#include <algorithm>
#include <filesystem>

#include "backend/cluster/sweep.hpp"
#include "backend/cluster/waiting.hpp"
#include "backend/kind/machine.hpp"
#include "backend/kind/rollout.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "kube/probe_files.hpp"
#include "yaml/reader.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

constexpr const char* cilium_repository = "https://helm.cilium.io/";

void forget(const std::string& state_dir, const std::string& cluster) {
    std::error_code ignored;
    fs::remove_all(fs::path(state_dir) / cluster, ignored);
    fs::remove(fs::path(state_dir) / (cluster + ".lock"), ignored);
}

// What dead runs wrote down about clusters that somebody else has deleted since.
void forget_lost_clusters(const std::string& state_dir, const std::vector<std::string>& clusters) {
    for (const auto& name : dead_runs(state_dir)) {
        const bool of_a_cluster = name.rfind(cluster_prefix, 0) == 0;
        if (of_a_cluster && std::find(clusters.begin(), clusters.end(), name) == clusters.end())
            forget(state_dir, name);
    }
}

}  // namespace

KindCluster::KindCluster(const Tools& tools, KindOptions options)
    : tools_(tools), options_(std::move(options)), kind_(tools_.runner) {}

Result<void> KindCluster::timed(const std::string& name, Result<void> (KindCluster::*step)()) {
    tools_.progress.step(name);
    const TimePoint start = tools_.clock.now();
    auto done = (this->*step)();
    phases_.push_back({name, since(start, tools_.clock.now()).count()});
    if (!done) return std::move(done).error().in(name);
    return done;
}

Result<void> KindCluster::raise() {
    if (auto checked = timed("checking this machine", &KindCluster::check_machine); !checked) return checked;
    if (auto swept = sweep_clusters(); !swept) return swept;
    auto lock = options_.name.empty() ? RunLock::take(options_.cluster.state_dir, cluster_prefix + new_run_id())
                                      : RunLock::take(options_.cluster.state_dir, cluster_prefix + options_.name);
    if (!lock) return std::move(lock).error();
    lock_.emplace(*std::move(lock));
    name_ = lock_->id();
    options_.cluster.own_cluster = true;
    options_.cluster.access = {folder() + "/kubeconfig", "kind-" + name_, folder() + "/kubectl-cache"};
    const auto there = exists();
    if (!there) return Error(there.error());
    return *there ? adopt() : create();
}

Result<void> KindCluster::adopt() {
    if (!options_.reuse) {
        return environment_error("cluster " + name_ + " exists already",
                                 "adopt it with --reuse, or delete it: pgreach cluster down " + name_);
    }
    if (auto written = kind_.write_kubeconfig(name_, options_.cluster.access.kubeconfig); !written) return written;
    if (auto loaded = timed("loading the probe", &KindCluster::load_probe); !loaded) return loaded;
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    if (auto lifted = lift_dead_policies(tools_, kubectl, options_.cluster.state_dir); !lifted) return lifted;
    if (auto opened = open_up(); !opened) return opened;
    return wait_for_database(tools_, kubectl, options_.cluster);
}

Result<void> KindCluster::create() {
    struct Step {
        const char* name;
        Result<void> (KindCluster::*act)();
    };
    for (const auto& [name, act] :
         {Step{"creating the cluster", &KindCluster::make_nodes}, Step{"loading images", &KindCluster::load_images},
          Step{"loading the probe", &KindCluster::load_probe}, Step{"installing Cilium", &KindCluster::install_cilium},
          Step{"installing CloudNativePG", &KindCluster::install_operator},
          Step{"making the database", &KindCluster::make_database}}) {
        if (auto done = timed(name, act); !done) return done;
    }
    return {};
}

Result<void> KindCluster::check_machine() {
    auto machine = examine_machine(tools_, options_);
    std::vector<std::string> missing;
    for (const auto& [what, found] : machine.tools) {
        if (found) {
            versions_[what] = *found;
        } else {
            missing.push_back(what + ": " + found.error().message);
        }
    }
    for (const auto& look : machine.files) missing.push_back(look.found.error().message);
    archives_ = std::move(machine.archives);
    if (tools_.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    if (missing.empty()) return {};
    return environment_error("cannot create a cluster here:" + bulleted(missing));
}

// A cluster of ours whose lock file is there, and held by nobody, was left behind by a run that died.
Result<void> KindCluster::sweep_clusters() {
    auto clusters = kind_.clusters();
    if (!clusters) return std::move(clusters).error();
    const std::string& state_dir = options_.cluster.state_dir;
    for (const auto& cluster : *clusters) {
        const bool locked = fs::exists(fs::path(state_dir) / (cluster + ".lock"));
        if (cluster.rfind(cluster_prefix, 0) != 0 || !locked || is_alive(state_dir, cluster)) continue;
        if (options_.reuse && cluster == cluster_prefix + options_.name) continue;
        tools_.progress.step("deleting cluster " + cluster + ", which a dead run left behind");
        if (auto deleted = delete_cluster(tools_, state_dir, cluster); !deleted) return deleted;
    }
    forget_lost_clusters(state_dir, *clusters);
    return {};
}

Result<bool> KindCluster::exists() const {
    auto clusters = kind_.clusters();
    if (!clusters) return std::move(clusters).error();
    return std::find(clusters->begin(), clusters->end(), name_) != clusters->end();
}

Result<void> KindCluster::make_nodes() {
    std::error_code failed;
    fs::create_directories(folder(), failed);
    if (failed) return environment_error(folder() + ": " + failed.message());
    made_ = true;  // from here on something may stand, whatever kind says
    return kind_.create(name_, options_.node_image, options_.kind_config, options_.cluster.access.kubeconfig);
}

Result<void> KindCluster::load_images() {
    if (archives_.empty()) return {};
    std::vector<std::string> paths;
    for (const auto& archive : archives_) paths.push_back(archive.path);
    return kind_.load(name_, paths);
}

Result<void> KindCluster::load_probe() {
    auto files = kube::collect_program(tools_.runner, options_.cluster.probe_program);
    if (!files) return std::move(files).error();
    const std::string digest = kube::sha256_hex(kube::write_tar(*files)).substr(0, 12);
    options_.cluster.probe_image = "localhost/pgreach-probe:" + digest;
    const std::string archive = folder() + "/probe-" + digest + ".tar";
    if (fs::exists(archive)) return {};  // an earlier run has loaded it into these nodes
    fs::create_directories(folder());
    if (auto written = write_file(archive, kube::image_archive(*files, options_.cluster.probe_image)); !written) {
        return written;
    }
    auto loaded = kind_.load(name_, {archive});
    if (!loaded) fs::remove(archive);
    return loaded;
}

Result<void> KindCluster::install_cilium() {
    kube::Release release{.name = "cilium", .ns = options_.cluster.cilium_namespace, .chart = options_.cilium_chart};
    release.values = options_.cilium_values;
    if (release.chart.empty()) {
        release.chart = "cilium";
        release.repository = cilium_repository;
        release.version = options_.cilium_version;
    }
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    if (auto installed = kube::Helm(tools_.runner, options_.cluster.access.kubeconfig).install(release); !installed) {
        return installed;
    }
    // CNPG's image need not wait for the network to stand.
    if (auto applied = apply_operator(); !applied) return applied;
    if (auto ready = wait_for_cilium(tools_, kubectl, options_.cluster.cilium_namespace); !ready) return ready;
    if (auto ready = wait_for_nodes(tools_, kubectl); !ready) return ready;
    return open_up();
}

Result<void> KindCluster::open_up() {
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    auto opened = open_all(kubectl, options_.cluster, {name_, host_name()});
    if (!opened) return std::move(opened).error();
    opened_ = *opened;
    return {};
}

Result<void> KindCluster::close_again() {
    if (!opened_) return {};
    opened_ = false;
    return remove_run(kube::Kubectl(tools_.cleaner, options_.cluster.access), name_);
}

Result<void> KindCluster::apply_operator() {
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    auto applied =
        kubectl.output({"apply", "--server-side", "-f", options_.cnpg_manifest}, {}, std::chrono::minutes(2));
    if (!applied) return std::move(applied).error();
    return {};
}

Result<void> KindCluster::install_operator() {
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    return wait_for_operator(tools_, kubectl, options_.cluster.operator_namespace);
}

Result<void> KindCluster::make_database() {
    auto text = read_file(options_.database_manifest);
    if (!text) return std::move(text).error();
    auto read = yaml::read(std::make_shared<const Source>(Source{options_.database_manifest, *std::move(text)}));
    if (has_errors(read.diagnostics) || read.documents.empty()) return input_error(render(read.diagnostics));
    yaml::Node& database = read.documents.front();
    const std::string image = postgresql_image(archives_);
    yaml::Node& spec = kube::child(database, "spec");
    if (!image.empty() && spec.find("imageName") == nullptr) kube::set(spec, "imageName", kube::text(image));
    kube::set(kube::child(database, "metadata"), "namespace", kube::text(options_.cluster.database_namespace));
    const kube::Kubectl kubectl(tools_.runner, options_.cluster.access);
    const std::string manifest = yaml::to_json(database);
    // The operator's webhook answers a little after its pod is ready.
    auto made = wait_until(tools_, "CloudNativePG's webhook", std::chrono::minutes(2), [&]() -> Result<std::string> {
        auto created = kubectl.create(manifest);
        return created ? Result<std::string>(std::string()) : Result<std::string>(created.error());
    });
    if (!made) return made;
    return wait_for_database(tools_, kubectl, options_.cluster);
}

Result<void> KindCluster::remove() {
    if (!lock_) return {};
    if (made_) {
        if (auto deleted = delete_cluster(tools_, options_.cluster.state_dir, name_); !deleted) return deleted;
        made_ = false;
    }
    lock_->release();
    lock_.reset();
    return {};
}

void KindCluster::abandon() {
    made_ = false;
    if (lock_) lock_->release();
    lock_.reset();
}

Result<void> delete_cluster(const Tools& tools, const std::string& state_dir, const std::string& name) {
    const std::string kubeconfig = state_dir + "/" + name + "/kubeconfig";
    if (auto deleted = kube::Kind(tools.cleaner).remove(name, kubeconfig); !deleted) return deleted;
    forget(state_dir, name);
    return {};
}

}  // namespace pgreach::backend
