#include "cli/backend_options.hpp"

#include <CLI/App.hpp>

#include "cli/checks.hpp"
#include "cli/choices.hpp"
#include "cli/cilium_options.hpp"

namespace pgreach::cli {

void add_access_options(CLI::App& command, backend::ClusterOptions& cluster) {
    constexpr const char* group = "Backend cluster";
    const auto add = [&](const char* name, std::string& value, const char* text, const char* type) {
        return command.add_option(name, value, text)->type_name(type)->group(group);
    };
    add("--context", cluster.access.context, "Context of the kubeconfig; the current one unless given", "NAME");
    add("--kubeconfig", cluster.access.kubeconfig, "The kubeconfig; the one that kubectl finds unless given", "FILE")
        ->check(existing_file);
    add("--database", cluster.database, "Name of the CNPG Cluster (default: cluster-example)", "NAME");
    add("--database-namespace", cluster.database_namespace, "Its namespace (default: default)", "NAMESPACE");
    add("--operator-namespace", cluster.operator_namespace, "Namespace of the CNPG operator (default: cnpg-system)",
        "NAMESPACE");
    add("--cilium-namespace", cluster.cilium_namespace, "Namespace of the Cilium agents (default: kube-system)",
        "NAMESPACE");
    add("--probe-image", cluster.probe_image,
        "Image with pgreach-probe that the nodes have or can pull; unless given, the probe is copied into pods of the "
        "database's image",
        "IMAGE");
}

void add_kind_options(CLI::App& command, backend::KindOptions& kind) {
    constexpr const char* group = "Backend kind (defaults in kind/defaults.yaml)";
    const auto add = [&](const char* name, auto& value, const char* text, const char* type) {
        return command.add_option(name, value, text)->type_name(type)->group(group);
    };
    add("--cluster-name", kind.name, "Name of the cluster; pgreach-ID unless given", "NAME");
    command.add_flag("--reuse", kind.reuse, "Use the cluster of that name if it exists")->group(group);
    add("--node-image", kind.node_image, "Image of the nodes", "IMAGE");
    add("--kind-config", kind.kind_config, "Configuration file of kind itself", "FILE")->check(existing_file);
    add("--image-archives", kind.image_archives,
        "Load these archives of images into all nodes first, so that nothing is pulled", "DIR")
        ->check(existing_folder);
    auto* version =
        add("--cilium", kind.cilium_version,
            "Release of Cilium: kind installs it, embedded imitates it, and a cluster must have it", "RELEASE")
            ->check(known_release);
    add("--cilium-chart", kind.cilium_chart, "Cilium's chart in place of a release: folder or .tgz", "PATH")
        ->check(existing_path)
        ->excludes(version);
    add("--cilium-values", kind.cilium_values, "Helm values for Cilium; may be repeated, the last one wins", "FILE")
        ->allow_extra_args(false)
        ->check(existing_file);
    add("--cnpg-manifest", kind.cnpg_manifest, "CloudNativePG's release manifest", "FILE|URL");
    add("--database-manifest", kind.database_manifest, "Manifest of the database, a CNPG Cluster", "FILE")
        ->check(existing_file);
}

void add_backend_choice(CLI::App& command, BackendOptions& options) {
    auto* backend = command.add_option(
        "--backend", options.name,
        "Where to run: embedded (this machine, the default), kind (a cluster made for the run) or cluster "
        "(an existing one)");
    allow_only(backend->type_name("NAME"), {"embedded", "kind", "cluster"});
    command.add_option("--probe", options.probe, "The probe program; pgreach-probe beside this program unless given")
        ->type_name("PATH");
}

void add_backend_options(CLI::App& command, BackendOptions& options) {
    add_backend_choice(command, options);
    command.add_flag("--keep", options.keep, "Leave everything running afterwards, and print how to get in");
    add_agent_config_option(command, options.agent_config);
    add_kind_options(command, options.kind);
    add_access_options(command, options.kind.cluster);
    command
        .add_option("--in-namespace", options.in_namespace,
                    "Make a database of the run's own (--database-manifest) in a new namespace, run there, and remove "
                    "it: for a cluster whose databases have policies")
        ->type_name("NEW")
        ->group("Backend cluster");
}

}  // namespace pgreach::cli
