#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/cluster/run_id.hpp"
#include "backend/kind/archives.hpp"
#include "backend/kind/kind_options.hpp"
#include "kube/cluster_tools.hpp"
#include "model/record.hpp"

namespace pgreach::backend {

// One cluster of kind's with Cilium, CloudNativePG and a database that serves. Its kubeconfig is in our own folder.
class KindCluster {
  public:
    // `options` with the defaults filled in.
    KindCluster(const Tools& tools, KindOptions options);

    // Makes the cluster, or adopts it, and waits until the database serves. Before anything is made, all that is
    // missing on this machine is said at once, and what dead runs left behind is deleted.
    Result<void> raise();
    // Deletes it if this object made it. Safe after a failure, and twice.
    Result<void> remove();
    // Keeps it for good: no later run takes it for a leftover.
    void abandon();

    // Removes what lets anything connect where the agents deny whatever no policy allows: who runs on it brings its
    // own.
    Result<void> close_again();

    // For the backend on top of it: access, the probe's image.
    const ClusterOptions& cluster_options() const { return options_.cluster; }
    const std::string& name() const { return name_; }
    bool made_here() const { return made_; }
    const std::vector<Phase>& phases() const { return phases_; }
    const std::map<std::string, std::string>& versions() const { return versions_; }

  private:
    Result<void> check_machine();
    Result<void> sweep_clusters();
    Result<bool> exists() const;
    Result<void> adopt();
    Result<void> create();
    Result<void> make_nodes();
    Result<void> load_images();
    Result<void> load_probe();
    Result<void> install_cilium();
    Result<void> open_up();
    Result<void> apply_operator();
    Result<void> install_operator();
    Result<void> make_database();
    Result<void> timed(const std::string& name, Result<void> (KindCluster::*step)());
    std::string folder() const { return options_.cluster.state_dir + "/" + name_; }

    const Tools tools_;
    KindOptions options_;
    kube::Kind kind_;
    std::string name_;
    std::optional<RunLock> lock_;
    bool made_ = false;
    bool opened_ = false;
    std::vector<Archive> archives_;
    std::vector<Phase> phases_;
    std::map<std::string, std::string> versions_;
};

// Every cluster that is ours begins so.
inline constexpr const char* cluster_prefix = "pgreach-";

// Deletes the cluster of that name with its folder; none there: nothing happens.
Result<void> delete_cluster(const Tools& tools, const std::string& state_dir, const std::string& name);

}  // namespace pgreach::backend
