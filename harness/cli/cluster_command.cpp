#include <CLI/App.hpp>
#include <memory>

#include "backend/kind/kind_backend.hpp"
#include "cli/backend_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/real_tools.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

using Answer = Result<std::string>;

Answer cluster_up(const backend::Tools& tools, const backend::KindOptions& options) {
    return backend::cluster_up(tools, options);
}

Answer cluster_status(const backend::Tools& tools, const backend::KindOptions& options) {
    return backend::cluster_status(tools, options.cluster.state_dir);
}

Answer cluster_down(const backend::Tools& tools, const backend::KindOptions& options) {
    return backend::cluster_down(tools, options.cluster.state_dir, options.name);
}

struct ClusterOptions {
    Answer (*act)(const backend::Tools&, const backend::KindOptions&) = nullptr;
    backend::KindOptions kind;
};

int act_on_cluster(const Invocation& invocation, const ClusterOptions& given) {
    const auto options = complete_options(invocation, given.kind, "");
    if (!options) return fail(options.error());
    const SignalStop stop;
    TerminalProgress progress(false);
    const RealTools real(stop, progress);
    const auto answer = given.act(real.tools, *options);
    progress.clear();
    if (!answer) return fail(answer.error());
    print(*answer + (answer->ends_with('\n') ? "" : "\n"));
    return verdict::exit_conforms;
}

Action declare_cluster(CLI::App& command) {
    const auto options = std::make_shared<ClusterOptions>();
    const auto add = [&](const char* name, const char* summary, auto act) -> CLI::App& {
        auto& added = *command.add_subcommand(name, summary);
        added.callback([chosen = options.get(), act] { chosen->act = act; });
        return added;
    };
    command.require_subcommand(1);
    auto& up = add("up", "Make one, and say how to reach it", cluster_up);
    up.add_option("NAME", options->kind.name, "Its name; pgreach-ID unless given");
    add_kind_options(up, options->kind);
    add("status", "List those of pgreach, and whether their databases serve", cluster_status);
    auto& down = add("down", "Delete one that pgreach made", cluster_down);
    down.add_option("NAME", options->kind.name, "Its name")->required();
    return [options](const Invocation& invocation) { return act_on_cluster(invocation, *options); };
}

constexpr const char* cluster_epilogue =
    "Examples:\n"
    "  pgreach cluster up try\n"
    "  pgreach run --backend kind --cluster-name try --reuse\n"
    "  pgreach cluster down try";

}  // namespace

extern const Command cluster_command{"cluster", "Make, show or delete a kind cluster with Cilium and a database",
                                     cluster_epilogue, declare_cluster};

}  // namespace pgreach::cli
