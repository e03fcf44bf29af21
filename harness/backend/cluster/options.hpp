#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "base/stop.hpp"
#include "kube/kubectl.hpp"
#include "model/cnpg.hpp"
#include "proc/runner.hpp"
#include "proc/starter.hpp"

namespace pgreach::backend {

// What a backend on Kubernetes is told by its user.
struct ClusterOptions {
    kube::Access access = {};                    // --kubeconfig, --context
    std::string database = "cluster-example";    // --database: CNPG's Cluster …
    std::string database_namespace = "default";  // … and where it is
    // The manifest of a database that the run makes there, in a namespace that goes with it. Empty: it is there.
    std::string own_database = {};
    std::string cilium_namespace = "kube-system";  // where the agents are
    std::string operator_namespace = cnpg::operator_namespace;
    std::string release = {};        // --cilium: what its agents must be; empty: whatever they are
    std::string probe_program = {};  // path of pgreach-probe
    // --probe-image: an image with pgreach-probe as its entry point that the nodes have or can pull. Empty: the probe
    // is copied into pods of the database's own image, which the nodes have already.
    std::string probe_image = {};
    bool own_cluster = false;    // made by us: what is permitted need not be asked
    std::string state_dir = {};  // where runs on this machine leave their locks; empty: complete_state_dir
    Duration in_force_limit =
        std::chrono::seconds(60);  // a pod whose labels changed is without policies for half of it
    Duration settle_limit = std::chrono::seconds(20);
    Duration attempt_limit = std::chrono::seconds(3);
};

// The world outside, as the backends on Kubernetes see it. All of it must retire them.
struct Tools {
    proc::ProcessRunner& runner;   // stops with the stop signal
    proc::ProcessRunner& cleaner;  // does not: teardown goes on after Ctrl-C
    proc::ChildStarter& starter;
    const StopSignal& stop;
    const Clock& clock;
    Progress& progress;
};

// Where no state_dir is given: $XDG_STATE_HOME/pgreach or ~/.local/state/pgreach. Fails where the user has neither.
Result<void> complete_state_dir(ClusterOptions& options);

}  // namespace pgreach::backend
