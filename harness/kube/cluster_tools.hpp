#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "proc/runner.hpp"

namespace pgreach::kube {

// kind: whole clusters of Docker containers. The user's kubeconfig is never touched.
class Kind {
  public:
    explicit Kind(proc::ProcessRunner& runner) : runner_(&runner) {}

    Result<std::string> version() const;  // "0.33.0"
    Result<std::vector<std::string>> clusters() const;
    Result<std::vector<std::string>> nodes(const std::string& cluster) const;
    // `image` empty: kind's own default.
    Result<void> create(const std::string& cluster, const std::string& image, const std::string& config,
                        const std::string& kubeconfig) const;
    Result<void> write_kubeconfig(const std::string& cluster, const std::string& kubeconfig) const;
    // Into all nodes.
    Result<void> load(const std::string& cluster, const std::vector<std::string>& archives) const;
    // No such cluster: nothing happens.
    Result<void> remove(const std::string& cluster, const std::string& kubeconfig) const;

  private:
    proc::ProcessRunner* runner_;
};

// A release that is to be there, for `helm upgrade --install`, which helm 3 and 4 share.
struct Release {
    std::string name;
    std::string ns;
    std::string chart;         // a folder, a .tgz, or a name in `repository`
    std::string version = {};  // with a repository only
    std::string repository = {};
    std::vector<std::string> values = {};    // files
    std::vector<std::string> settings = {};  // key=value
};

class Helm {
  public:
    Helm(proc::ProcessRunner& runner, std::string kubeconfig) : runner_(&runner), kubeconfig_(std::move(kubeconfig)) {}

    Result<std::string> version() const;  // "4.1.4"
    // Whether that is a chart at all: a folder or a .tgz.
    Result<void> check_chart(const std::string& chart) const;
    Result<void> install(const Release& release) const;

  private:
    proc::ProcessRunner* runner_;
    std::string kubeconfig_;
};

class Docker {
  public:
    explicit Docker(proc::ProcessRunner& runner) : runner_(&runner) {}

    // Of the daemon: an error where none answers.
    Result<std::string> server_version() const;

  private:
    proc::ProcessRunner* runner_;
};

}  // namespace pgreach::kube
