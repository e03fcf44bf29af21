#include "cli/world_options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/cilium_options.hpp"
#include "cli/console.hpp"
#include "engine/versions.hpp"
#include "scenario/participants_reader.hpp"
#include "world/revision.hpp"
#include "world/snapshot.hpp"

namespace pgreach::cli {
namespace {

// Whoever asks for several is told once.
void tell_missing(const world::Snapshot& snapshot) {
    for (const auto& kind : snapshot.missing) print_error("note: this cluster has no " + kind + "\n");
}

}  // namespace

void add_cluster_options(CLI::App& command, kube::Access& access) {
    command.add_option("--context", access.context, "A live cluster: a context of the kubeconfig")->type_name("NAME");
    command.add_option("--kubeconfig", access.kubeconfig, "The kubeconfig; the one that kubectl finds unless given")
        ->type_name("FILE");
}

void add_world_options(CLI::App& command, WorldOptions& options) {
    command
        .add_option("--world", options.worlds,
                    "What there is beside these files: manifests, a snapshot, or the participants of a scenario")
        ->type_name("FILE");
    add_cluster_options(command, options.access);
    command
        .add_option("--cilium", options.releases,
                    "Release of Cilium in question, as 1.19 or 1.19.5; as the snapshot says, else " +
                        engine::to_string(engine::newest_version))
        ->type_name("RELEASE")
        ->check(known_release);
    command
        .add_option("--agent-config", options.agent_configs,
                    "The agents' settings: the ConfigMap cilium-config, or values of Cilium's chart")
        ->type_name("FILE");
}

bool names_anything(const WorldOptions& options) {
    return !options.files.empty() || names_surroundings(options);
}

bool names_surroundings(const WorldOptions& options) {
    return !options.worlds.empty() || !options.access.context.empty() || !options.access.kubeconfig.empty();
}

Result<world::Objects> read_words(const std::vector<std::string>& words) {
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    world::Objects objects;
    std::vector<std::string> files;
    for (const auto& word : words) {
        if (!world::is_revision(word)) {
            files.push_back(word);
            continue;
        }
        const auto read = world::read_revision(runner, word);
        if (!read) return read.error();
        objects.add(world::read_objects(*read));
    }
    const auto read = manifest::read_files(files, std::cin);
    if (!read) return read.error();
    objects.add(world::read_objects(*read));
    return objects;
}

Result<world::Objects> read_surroundings(const WorldOptions& options) {
    auto objects = read_words(options.worlds);
    if (!objects || (options.access.context.empty() && options.access.kubeconfig.empty())) return objects;
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    auto snapshot = world::take_snapshot(kube::Kubectl(runner, options.access));
    if (!snapshot) return std::move(snapshot).error();
    tell_missing(*snapshot);
    const std::string name = options.access.context.empty() ? "the cluster" : "context " + options.access.context;
    objects->add(world::read_objects({{std::make_shared<const Source>(Source{name, std::move(snapshot->text)})}}));
    return objects;
}

Result<engine::Cilium> choose_cilium(const WorldOptions& options, size_t n, const world::Objects& objects) {
    CiliumOptions given;
    if (!options.releases.empty()) given.release = options.releases[std::min(n, options.releases.size() - 1)];
    if (!options.agent_configs.empty()) {
        given.agent_config = options.agent_configs[std::min(n, options.agent_configs.size() - 1)];
    }
    const auto found = world::cilium_of(objects);
    if (!found) return found.error();
    auto cilium = cilium_of(given);
    if (!cilium || !*found) return cilium;
    if (options.releases.empty()) cilium->version = (*found)->cilium.version;
    if (!options.agent_configs.empty()) return cilium;
    cilium->config = (*found)->cilium.config;
    for (const auto& setting : (*found)->not_followed) {
        print_error(fmt::format("the cluster's configuration: set, and not followed: {}\n", setting));
    }
    return cilium;
}

Result<world::Contents> make_world(const world::Objects& objects, const engine::Cilium& cilium) {
    if (has_errors(objects.diagnostics)) return input_error(render(objects.diagnostics));
    if (objects.participants.empty()) return world::make_contents(objects, cilium);
    if (objects.participants.size() > 1) {
        return input_error("there is more than one file of participants: " + objects.participants[0]->name + ", " +
                               objects.participants[1]->name,
                           "name one of them with --world");
    }
    const auto read = scenario::read_participants(objects.participants[0]);
    if (has_errors(read.diagnostics)) return input_error(render(read.diagnostics));
    return world::make_contents(read.participants.world(), objects);
}

}  // namespace pgreach::cli
