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

// Where policies and pods come from, in the words that all commands about a world share.
struct WorldOptions {
    std::vector<std::string> files;  // FILE|DIR…, "-", or git revisions "main:policies"
    std::vector<std::string> worlds;
    kube::Access access;
    std::vector<std::string> releases;
    std::vector<std::string> agent_configs;
};

// --context and --kubeconfig.
void add_cluster_options(CLI::App& command, kube::Access& access);
void add_world_options(CLI::App& command, WorldOptions& options);

// Whether any of files, --world and --context is given.
bool names_anything(const WorldOptions& options);

// Whether --world or --context is given.
bool names_surroundings(const WorldOptions& options);

// The objects that these words of the command line name.
Result<world::Objects> read_words(const std::vector<std::string>& words);
// Those of --world and --context, which all of the command's words are seen beside.
Result<world::Objects> read_surroundings(const WorldOptions& options);

// The Cilium in question: the n-th release and configuration that were given (the last of fewer), else what the objects
// tell of the cluster that they come from, else the newest as installed.
Result<engine::Cilium> choose_cilium(const WorldOptions& options, size_t n, const world::Objects& objects);

// What the objects make: from participants of a scenario, or from manifests. Fails where something in them is faulty.
Result<world::Contents> make_world(const world::Objects& objects, const engine::Cilium& cilium);

}  // namespace pgreach::cli
