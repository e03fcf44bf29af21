#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/cilium.hpp"
#include "kube/kubectl.hpp"
#include "world/contents.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// The world that policies are looked at in, and which Cilium decides there.
struct WorldOptions {
    std::vector<std::string> worlds;  // files and folders
    kube::Access access;
    std::string release;       // empty: what the world tells, else the newest that is known
    std::string agent_config;  // path; empty: what the world tells, else the agents' defaults
};

// --context and --kubeconfig.
void add_cluster_options(CLI::App& command, kube::Access& access);
// --world, --context and --kubeconfig; with --cilium and --agent-config.
void add_surroundings_options(CLI::App& command, WorldOptions& options);
void add_world_options(CLI::App& command, WorldOptions& options);

// Whether --world or --context is given.
bool names_world(const WorldOptions& options);

// The objects of --world and --context; none without them.
Result<world::Objects> read_world(const WorldOptions& options);

// The Cilium in question: as it is given, else as the objects tell of the cluster that they come from, else the newest
// with its defaults. What is assumed of it is told on stderr.
Result<engine::Cilium> choose_cilium(const WorldOptions& options, const world::Objects& objects);

// What the objects make: from participants of a scenario, or from manifests. Fails where something in them is faulty.
Result<world::Contents> make_world(const world::Objects& objects, const engine::Cilium& cilium);

}  // namespace pgreach::cli
