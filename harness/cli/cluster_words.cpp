#include "cli/cluster_words.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace pgreach::cli {

void add_kind_words(CLI::App& command, backend::KindOptions& kind) {
    constexpr const char* group = "Backend kind (defaults: kind/defaults.yaml)";
    const auto add = [&](const char* name, auto& value, const char* text, const char* type) {
        return command.add_option(name, value, text)->type_name(type)->group(group);
    };
    add("--cluster-name", kind.name, "Name of the cluster; pgreach-ID unless given", "NAME");
    command.add_flag("--reuse", kind.reuse, "Adopt the cluster of that name if it is there")->group(group);
    add("--node-image", kind.node_image, "Image of the nodes", "IMAGE");
    add("--kind-config", kind.kind_config, "kind's own configuration", "FILE")->check(CLI::ExistingFile);
    add("--image-archives", kind.image_archives, "Load these archives into all nodes first, so that nothing is pulled",
        "DIR")
        ->check(CLI::ExistingDirectory);
    auto* version = add("--cilium", kind.cilium_version, "Released version of Cilium", "VERSION");
    add("--cilium-chart", kind.cilium_chart, "Cilium's chart: folder or .tgz", "PATH")
        ->check(CLI::ExistingPath)
        ->excludes(version);
    add("--cilium-values", kind.cilium_values, "Helm values for Cilium; can be given again, the last wins", "FILE")
        ->allow_extra_args(false)
        ->check(CLI::ExistingFile);
    add("--cnpg-manifest", kind.cnpg_manifest, "CloudNativePG's release manifest", "FILE|URL");
    add("--database-manifest", kind.database_manifest, "The database: a manifest of CNPG's Cluster", "FILE")
        ->check(CLI::ExistingFile);
}

void add_access_words(CLI::App& command, backend::ClusterOptions& cluster) {
    constexpr const char* group = "Backend cluster";
    const auto add = [&](const char* name, std::string& value, const char* text, const char* type) {
        return command.add_option(name, value, text)->type_name(type)->group(group);
    };
    add("--context", cluster.access.context, "Context of the kubeconfig", "NAME");
    add("--kubeconfig", cluster.access.kubeconfig, "Which kubeconfig; as kubectl finds it unless given", "FILE")
        ->check(CLI::ExistingFile);
    add("--database", cluster.database, "Name of CNPG's Cluster (cluster-example)", "NAME");
    add("--database-namespace", cluster.database_namespace, "Where it is (default)", "NAMESPACE");
    add("--operator-namespace", cluster.operator_namespace, "Where the operator is (cnpg-system)", "NAMESPACE");
    add("--cilium-namespace", cluster.cilium_namespace, "Where the agents are (kube-system)", "NAMESPACE");
    add("--probe-image", cluster.probe_image,
        "Image with pgreach-probe that the nodes have or can pull; the probe is copied into pods unless given",
        "IMAGE");
}

}  // namespace pgreach::cli
