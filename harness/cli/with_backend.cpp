#include "cli/with_backend.hpp"

#include "backend/cluster/cluster_backend.hpp"
#include "backend/embedded.hpp"
#include "backend/kind/kind_backend.hpp"
#include "base/file.hpp"
#include "cli/cilium_options.hpp"
#include "cli/console.hpp"
#include "cli/data_folder.hpp"
#include "cli/real_tools.hpp"
#include "netns/private_node.hpp"

namespace pgreach::cli {
namespace {

Result<int> with_embedded(const BackendOptions& given, const StopSignal& stop, Progress& progress,
                          const BackendAction& action) {
    CiliumOptions imitated;
    if (!given.kind.cilium_version.empty()) imitated.release = given.kind.cilium_version;
    imitated.agent_config = given.agent_config;
    auto semantics = semantics_of(imitated);
    if (!semantics) return std::move(semantics).error();
    const backend::EmbeddedOptions options{.probe = probe_program(given.probe),
                                           .faults = {given.faults.no_enforcement, given.faults.no_evidence},
                                           .semantics = *std::move(semantics)};
    const netns::NodeOptions node_options{.allow_user_namespace = !given.faults.no_user_namespaces};
    return netns::run_in_private_node(node_options, [&](const netns::PrivateNode& node) {
        backend::EmbeddedBackend embedded(node, options, stop, progress);
        return complete([&] { return action(embedded); });
    });
}

}  // namespace

Result<backend::KindOptions> complete_options(const Invocation& invocation, backend::KindOptions kind,
                                              const std::string& probe) {
    kind.defaults_dir = (invocation.data / "kind").string();
    kind.cluster.probe_program = probe_program(probe).string();
    return backend::with_defaults(std::move(kind));
}

Result<int> with_backend(const Invocation& invocation, const BackendOptions& given, const StopSignal& stop,
                         Progress& progress, const BackendAction& action) {
    if (const auto probe = probe_program(given.probe); !std::filesystem::exists(probe)) {
        return Error{ErrorKind::usage, "there is no probe program " + probe.string(),
                     "build it (ninja pgreach-probe), or name it with --probe"};
    }
    if (!given.in_namespace.empty() && given.name != "cluster") {
        return Error{ErrorKind::usage, "--in-namespace is only for backend cluster",
                     "leave it out: the other backends have a database of their own"};
    }
    if (given.name == "embedded") return with_embedded(given, stop, progress, action);
    if (!given.faults.names().empty()) {
        return Error{ErrorKind::usage, "PGREACH_FAULT is only for backend embedded", "unset it"};
    }
    if (!given.agent_config.empty()) {
        return Error{ErrorKind::usage, "--agent-config is only for backend embedded",
                     "leave it out: a cluster's agents are asked for theirs"};
    }
    auto options = complete_options(invocation, given.kind, given.probe);
    if (!options) return std::move(options).error();
    options->keep = given.keep;
    options->cluster.release = given.kind.cilium_version;
    if (!given.in_namespace.empty()) {
        auto manifest = read_file(options->database_manifest);
        if (!manifest) return std::move(manifest).error();
        options->cluster.database_namespace = given.in_namespace;
        options->cluster.own_database = *std::move(manifest);
    }
    RealTools real(stop, progress);
    if (given.name == "cluster") {
        backend::ClusterBackend cluster(real.tools, options->cluster);
        return action(cluster);
    }
    backend::KindBackend kind(real.tools, *std::move(options));
    return action(kind);
}

}  // namespace pgreach::cli
