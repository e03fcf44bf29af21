#include <fmt/format.h>

#include "backend/kind/kind_backend.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/real_tools.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

Result<std::string> act(const ClusterArguments& cluster, const backend::KindOptions& options,
                        const backend::Tools& tools) {
    using Action = ClusterArguments::Action;
    switch (cluster.action) {
        case Action::up:
            return backend::cluster_up(tools, options);
        case Action::status:
            return backend::cluster_status(tools, options.cluster.state_dir);
        case Action::down:
            return backend::cluster_down(tools, options.cluster.state_dir, options.name);
    }
    return std::string();
}

}  // namespace

int cluster_command(const Arguments& arguments, const ClusterArguments& cluster) {
    const auto options = complete(arguments, cluster.kind, "");
    if (!options) return fail(options.error());
    const SignalStop stop;
    TerminalProgress progress(cluster.quiet);
    const RealTools real(stop, progress);
    const auto answer = act(cluster, *options, real.tools);
    progress.clear();
    if (!answer) return fail(answer.error());
    fmt::print("{}{}", *answer, answer->ends_with('\n') ? "" : "\n");
    return verdict::exit_conforms;
}

}  // namespace pgreach::cli
