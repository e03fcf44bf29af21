#include <CLI/App.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/output_files.hpp"
#include "cli/world_options.hpp"
#include "proc/runner.hpp"
#include "verdict/exit_code.hpp"
#include "world/snapshot.hpp"

namespace pgreach::cli {
namespace {

struct SnapshotOptions {
    kube::Access access;
    std::string output = "-";
};

int take(const SnapshotOptions& options) {
    const auto files = OutputFiles::claim({{"--output " + options.output, options.output}});
    if (!files) return fail(files.error());
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    const auto snapshot = world::take_snapshot(kube::Kubectl(runner, options.access));
    if (!snapshot) return fail(snapshot.error());
    for (const auto& kind : snapshot->missing) print_error("note: " + world::text_of_missing(kind) + "\n");
    if (const auto written = files->write(options.output, snapshot->text); !written) return fail(written.error());
    return verdict::exit_conforms;
}

Action declare_snapshot(CLI::App& command) {
    const auto options = std::make_shared<SnapshotOptions>();
    add_cluster_options(command, options->access);
    command.add_option("-o,--output", options->output, "Where to write it; standard output unless given")
        ->type_name("FILE");
    return [options](const Invocation&) { return take(*options); };
}

constexpr const char* snapshot_epilogue =
    "Only reads. No Secret, no environment, no annotation and no SQL is asked for or kept.\n"
    "Exit codes: 0 written; 2 bad usage; 3 the cluster does not answer, or does not let us list.\n"
    "Examples:\n"
    "  pgreach snapshot --context prod -o world.yaml\n"
    "  pgreach lint policies/ --world world.yaml";

}  // namespace

extern const Command snapshot_command{"snapshot", "Write what a cluster's policies and pods are into a file",
                                      snapshot_epilogue, declare_snapshot};

}  // namespace pgreach::cli
