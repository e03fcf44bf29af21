#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "backend/cluster/preflight.hpp"
#include "backend/embedded/postgres_binaries.hpp"
#include "backend/kind/machine.hpp"
#include "base/clock.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"
#include "cli/backend_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/data_folder.hpp"
#include "cli/real_tools.hpp"
#include "cli/signal_stop.hpp"
#include "cli/with_backend.hpp"
#include "netns/private_node.hpp"
#include "netns/user_namespace.hpp"
#include "proc/search_path.hpp"
#include "scenario/catalog.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// One line a check: what was looked at, and what was found.
bool show(const std::string& what, const Result<std::string>& found) {
    if (found) {
        print(fmt::format("ok    {}: {}\n", what, *found));
        return true;
    }
    print(fmt::format("FAIL  {}: {}\n", what, join(split(found.error().message, '\n'), "\n      ")));
    if (!found.error().remedy.empty()) print(fmt::format("      {}\n", found.error().remedy));
    return false;
}

Result<std::string> find_scenarios(const Invocation& invocation) {
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return catalog.error();
    return fmt::format("{} in {}", catalog->all().size(), invocation.data.string());
}

Result<std::string> find_probe(const BackendOptions& options) {
    const auto probe = probe_program(options.probe);
    std::error_code unknown;
    if (std::filesystem::exists(probe, unknown)) return probe.string();
    return environment_error("there is no probe program " + probe.string(), "name it with --probe, or install again");
}

Result<std::string> try_namespaces() {
    const auto kind = netns::probe_private_node();
    if (!kind) return kind.error();
    if (*kind == netns::NodeKind::user_namespace) return std::string("in a user namespace, no root needed");
    const auto settings = netns::namespace_settings(true);
    return "as root" + (settings.found.empty() ? "" : ", without a user namespace: " + settings.found);
}

Result<std::string> look_for_postgres() {
    auto found = backend::find_postgres();
    if (!found) return std::move(found).error();
    return found->server.string();
}

// All of it once: pods, ruleset and PostgreSQL with a replica are set up and taken down again.
Result<std::string> try_environment(const Invocation& invocation, const BackendOptions& options) {
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return Error{ErrorKind::input, "not tried without scenarios"};
    const SignalStop stop;
    NoProgress progress;
    const SteadyClock clock;
    const auto start = clock.now();
    const auto code = with_backend(invocation, options, stop, progress, [&](backend::Backend& backend) {
        const auto up = backend.up(catalog->all().front().participants);
        const auto down = backend.down();
        if (!up) return fail(up.error());
        return down ? 0 : fail(down.error());
    });
    if (!code) return code.error();
    if (*code != 0) return environment_error("the environment did not come up: see above");
    return fmt::format("up and down in {} ms", since(start, clock.now()).count() / 1000);
}

bool examine_embedded(const Invocation& invocation, const BackendOptions& options) {
    const bool namespaces = show("private node", try_namespaces());
    const bool postgres = show("PostgreSQL", look_for_postgres());
    return namespaces && postgres &&
           show("pods, nftables, PostgreSQL with a replica", try_environment(invocation, options));
}

Result<std::string> find_kubectl() {
    if (const auto found = proc::find_program("kubectl")) return found->string();
    return environment_error("not found in PATH", "install it: https://kubernetes.io/docs/tasks/tools/");
}

bool examine_kind(const RealTools& real, const backend::KindOptions& options) {
    bool well = show("kubectl", find_kubectl());
    const auto machine = backend::examine_machine(real.tools, options);
    for (const auto& [what, found] : machine.tools) well = show(what, found) && well;
    for (const auto& [what, found] : machine.files) well = show(what, found) && well;
    return well;
}

bool examine_cluster(const RealTools& real, const backend::KindOptions& options, const Participants& participants) {
    const auto& cluster = options.cluster;
    if (!show("kubectl", find_kubectl())) return false;
    const kube::Kubectl kubectl(real.tools.runner, cluster.access);
    auto version = backend::server_version(kubectl);
    if (!version) version.error().remedy = "kubectl config get-contexts lists what --context can name";
    if (!show("cluster", version)) return false;
    const backend::Remedies remedies{
        .cilium = fmt::format("helm install cilium cilium --repo https://helm.cilium.io -n {}; or say where it is: "
                              "--cilium-namespace",
                              cluster.cilium_namespace),
        .cloudnative_pg = fmt::format("kubectl apply --server-side -f {}; or say where it is: --operator-namespace",
                                      options.cnpg_manifest),
        .database = fmt::format("kubectl apply -n {} -f {}; or name yours: --database, --database-namespace",
                                cluster.database_namespace, options.database_manifest)};
    bool well = true;
    for (const auto& [what, found] : backend::examine(kubectl, cluster, participants, remedies)) {
        well = show(what, found) && well;
    }
    return well;
}

Result<bool> examine_backend(const Invocation& invocation, const BackendOptions& given) {
    if (given.name == "embedded") return examine_embedded(invocation, given);
    const auto options = complete_options(invocation, given.kind, given.probe);
    if (!options) return options.error();
    const SignalStop stop;
    NoProgress progress;
    const RealTools real(stop, progress);
    if (given.name == "kind") return examine_kind(real, *options);
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return false;  // told already
    return examine_cluster(real, *options, catalog->all().front().participants);
}

int examine_machine(const Invocation& invocation, const BackendOptions& options) {
    bool well = show("scenarios", find_scenarios(invocation));
    well = show("probe", find_probe(options)) && well;
    const auto examined = examine_backend(invocation, options);
    if (!examined) return fail(examined.error());
    well = *examined && well;
    const char* whose = options.name == "cluster" ? "This cluster can be used by the backend cluster."
                        : options.name == "kind"  ? "This machine can run the backend kind."
                                                  : "This machine can run the embedded backend.";
    print(fmt::format("{}\n", well ? whose : "Fix the failures above and run doctor again."));
    return well ? verdict::exit_conforms : verdict::exit_inconclusive;
}

Action declare_doctor(CLI::App& command) {
    const auto options = std::make_shared<BackendOptions>();
    add_backend_choice(command, *options);
    add_kind_options(command, options->kind);
    add_access_options(command, options->kind.cluster);
    return [options](const Invocation& invocation) { return examine_machine(invocation, *options); };
}

constexpr const char* doctor_epilogue =
    "Changes nothing: what the embedded backend makes for a moment is gone afterwards.\n"
    "Exit codes: 0 it can run; 2 bad usage; 3 something is missing.\n"
    "Examples:\n"
    "  pgreach doctor                                the embedded backend\n"
    "  pgreach doctor --backend kind                 Docker, kind, helm, and the files that options name\n"
    "  pgreach doctor --backend cluster --context prod";

}  // namespace

extern const Command doctor_command{"doctor", "Check whether a backend can run here, and what to do if not",
                                    doctor_epilogue, declare_doctor};

}  // namespace pgreach::cli
