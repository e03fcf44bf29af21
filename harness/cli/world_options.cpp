#include "cli/world_options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "backend/semantics.hpp"
#include "cli/cilium_options.hpp"
#include "cli/console.hpp"
#include "engine/versions.hpp"
#include "scenario/participants_reader.hpp"
#include "world/snapshot.hpp"

namespace pgreach::cli {
namespace {

void tell(const std::string& text) {
    if (!text.empty()) print_error("note: " + text + "\n");
}

}  // namespace

void add_cluster_options(CLI::App& command, kube::Access& access) {
    command.add_option("--context", access.context, "A live cluster: a context of the kubeconfig")->type_name("NAME");
    command.add_option("--kubeconfig", access.kubeconfig, "The kubeconfig; the one that kubectl finds unless given")
        ->type_name("FILE");
}

void add_surroundings_options(CLI::App& command, WorldOptions& options) {
    command
        .add_option("--world", options.worlds,
                    "What there is beside these files: manifests, a snapshot, or the participants of a scenario")
        ->type_name("FILE")
        ->allow_extra_args(false);
    add_cluster_options(command, options.access);
}

void add_world_options(CLI::App& command, WorldOptions& options) {
    add_surroundings_options(command, options);
    command
        .add_option("--cilium", options.release,
                    "Release of Cilium in question, as 1.19 or 1.19.5; as the snapshot says, else " +
                        engine::to_string(engine::newest_version))
        ->type_name("RELEASE")
        ->check(known_release);
    add_agent_config_option(command, options.agent_config);
}

bool names_world(const WorldOptions& options) {
    return !options.worlds.empty() || !options.access.context.empty() || !options.access.kubeconfig.empty();
}

Result<world::Objects> read_world(const WorldOptions& options) {
    const auto files = manifest::read_files(options.worlds, std::cin);
    if (!files) return Error{ErrorKind::input, files.error().message, files.error().remedy};
    auto objects = world::read_objects(*files);
    if (options.access.context.empty() && options.access.kubeconfig.empty()) return objects;
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    auto snapshot = world::take_snapshot(kube::Kubectl(runner, options.access));
    if (!snapshot) return std::move(snapshot).error();
    for (const auto& kind : snapshot->missing) tell(world::text_of_missing(kind));
    const std::string name = options.access.context.empty() ? "the cluster" : "context " + options.access.context;
    objects.add(world::read_objects({{std::make_shared<const Source>(Source{name, std::move(snapshot->text)})}}));
    return objects;
}

Result<engine::Cilium> choose_cilium(const WorldOptions& options, const world::Objects& objects) {
    CiliumOptions given;
    if (!options.release.empty()) given.release = options.release;
    given.agent_config = options.agent_config;
    const auto found = world::cilium_of(objects);
    if (!found) return found.error();
    auto cilium = cilium_of(given);
    if (!cilium || !*found) return cilium;
    if (options.release.empty()) {
        cilium->version = (*found)->cilium.version;
        tell((*found)->unknown_release.empty()
                 ? backend::assumption_about(cilium->version)
                 : fmt::format("the cluster's release of Cilium is '{}', which pgreach "
                               "does not know; it is taken to behave as {}",
                               (*found)->unknown_release, engine::to_string(cilium->version)));
    }
    if (!options.agent_config.empty()) return cilium;
    cilium->config = (*found)->cilium.config;
    for (const auto& setting : (*found)->not_followed) {
        tell("the cluster's configuration sets what is not followed: " + setting);
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
    return world::make_contents(read.participants.world(), objects, cilium);
}

}  // namespace pgreach::cli
