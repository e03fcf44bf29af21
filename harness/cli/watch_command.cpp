#include <CLI/App.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "cli/backend_options.hpp"
#include "cli/checks.hpp"
#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/duration_option.hpp"
#include "cli/flow_target.hpp"
#include "cli/output.hpp"
#include "cli/output_files.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "run/watch_run.hpp"
#include "scenario/catalog.hpp"
#include "scenario/move.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

using namespace std::chrono_literals;

struct WatchCommandOptions {
    std::string scenario = "policy-added-and-removed";
    run::WatchOptions watch;
    Duration interval = 5ms;
    Duration beat = 100ms;
    std::string swap_release;
    std::string record;
    std::string from;
    std::string to;  // TARGET[:PORT]
    Output output;
    BackendOptions backend;
};

// What is watched, and where the results go.
struct WatchTask {
    const Invocation& invocation;
    const WatchCommandOptions& options;
    const scenario::Scenario& scenario;
    const scenario::FlowFilter& filter;
    const OutputFiles& files;
};

int perform(const WatchTask& task, backend::Backend& backend, const StopSignal& stop, TerminalProgress& progress) {
    const auto& options = task.options;
    const SteadyClock clock;
    const run::Context context{
        .backend = backend, .clock = clock, .stop = stop, .progress = progress, .start = clock.now()};
    Record record{.started = utc_timestamp(),
                  .command = task.invocation.line,
                  .backend = options.backend.name,
                  .faults = options.backend.faults.names(),
                  .file = is_standard_output(options.record) ? std::string() : options.record};
    const auto watched = run::watch(context, task.scenario, task.filter, options.watch, record);
    progress.clear();
    if (!watched) return fail(watched.error());
    const int code = deliver(record, options.output, task.files);
    if (options.record.empty()) return code;
    const auto kept = task.files.write(options.record, verdict::to_json(record, verdict::judge(record)));
    return kept ? code : verdict::worse(code, fail(kept.error()));
}

Result<scenario::Scenario> the_scenario(const Invocation& invocation, const std::string& name) {
    const auto catalog = scenario::Catalog::load(invocation.data);
    if (!catalog) return Error(catalog.error());
    auto found = catalog->select({name});
    if (!found) return std::move(found).error();
    if (found->size() == 1) return std::move(found->front());
    return Error{ErrorKind::usage, "'" + name + "' names " + std::to_string(found->size()) + " scenarios",
                 "name one: a watch is of one scenario"};
}

// What the command line says in other words than the run.
Result<void> translate(WatchCommandOptions& options) {
    auto faults = parse_faults(std::getenv("PGREACH_FAULT"));
    if (!faults) return std::move(faults).error();
    options.backend.faults = *faults;
    if (faults->leak) options.watch.gaps.push_back({Verdict::allow, 10ms});
    if (faults->outage) options.watch.gaps.push_back({Verdict::deny, 50ms});
    options.watch.rate.interval_us = options.interval.count();
    options.watch.rate.beat_us = options.beat.count();
    if (options.swap_release.empty()) return {};
    CiliumOptions other;
    other.release = options.swap_release;
    other.agent_config = options.backend.agent_config;
    auto semantics = semantics_of(other);
    if (!semantics) return std::move(semantics).error();
    options.watch.swap = *std::move(semantics);
    return {};
}

int watch_scenario(const Invocation& invocation, WatchCommandOptions options) {
    if (auto translated = translate(options); !translated) return fail(translated.error());
    std::vector<OutputFile> others;
    if (!options.record.empty()) others.push_back({"--record " + options.record, options.record});
    const auto files = claim_reports(options.output, std::move(others));
    if (!files) return fail(files.error());
    auto scenario = the_scenario(invocation, options.scenario);
    if (!scenario) return fail(scenario.error());
    if (const auto& ns = options.backend.in_namespace; !ns.empty() && options.backend.name == "cluster") {
        auto elsewhere = scenario::move_all({*scenario}, ns);
        if (!elsewhere) return fail(elsewhere.error());
        scenario = std::move(elsewhere->front());
    }
    const auto target = parse_flow_target(options.to);
    const scenario::FlowFilter filter{options.from, target.name, target.port};
    if (auto checked = scenario::check(filter, {*scenario}); !checked) return fail(checked.error());

    const SignalStop stop;
    TerminalProgress progress(options.output.quiet);
    const WatchTask task{invocation, options, *scenario, filter, *files};
    const auto code = with_backend(invocation, options.backend, stop, progress,
                                   [&](backend::Backend& backend) { return perform(task, backend, stop, progress); });
    if (code) return *code;
    progress.clear();
    return fail(code.error());
}

void add_watch_options(CLI::App& command, WatchCommandOptions& options) {
    add_duration_option(command, "--for", options.watch.lasts, 100ms, 24h,
                        "How long to watch once nothing applied was watched, in equal parts for each step");
    add_duration_option(command, "--control", options.watch.control, 100ms, 1h,
                        "How long to watch before, with nothing applied: what is closed then is noise");
    command.add_option("--times", options.watch.times, "How often to go through the steps (default: 1)")
        ->type_name("NUMBER")
        ->check(whole_number(1, 100'000));
    add_duration_option(command, "--interval", options.interval, 1ms, 1min, "Between two new connections of a flow");
    add_duration_option(command, "--beat", options.beat, 0ms, 1min,
                        "Between two requests on the established connection of a flow; 0s: none is kept");
    add_duration_option(command, "--outage-budget", options.watch.outage_budget, 0ms, 24h,
                        "How long a flow may be closed in all though policies allow it");
    command
        .add_option("--swap-release", options.swap_release,
                    "After the steps another release of Cilium decides, as after an upgrade; backend embedded")
        ->type_name("RELEASE")
        ->check(known_release);
}

Action declare_watch(CLI::App& command) {
    const auto options = std::make_shared<WatchCommandOptions>();
    command.add_option("NAME", options->scenario,
                       "One scenario by name, pattern or file (default: policy-added-and-removed)");
    add_watch_options(command, *options);
    command.add_option("--from", options->from, "Only flows from this participant or group")->type_name("PEER");
    command.add_option("--to", options->to, "Only flows to this target or group, or to this port of it")
        ->type_name("TARGET[:PORT]")
        ->check(flow_target);
    command.add_option("--record", options->record, "Keep the record of the watch, to judge and report it again")
        ->type_name("PATH")
        ->check([](const std::string& value) -> std::string {
            return is_standard_output(value) ? "a record needs a file; --report json=- writes to standard output" : "";
        });
    add_output_options(command, options->output);
    add_backend_options(command, options->backend);
    // A watch shows no matrix, and leaves nothing to look around in.
    for (const char* other : {"--keep", "--matrix"}) command.remove_option(command.get_option(other));
    return [options](const Invocation& invocation) { return watch_scenario(invocation, *options); };
}

constexpr const char* watch_epilogue =
    "Examples:\n"
    "  pgreach watch                                 a policy comes and goes: how long until it holds, any gap\n"
    "  pgreach watch all-together --for 1m --swap-release 1.16\n"
    "  pgreach watch --times 10 --record watch.json  ten times, with median and worst\n"
    "  pgreach watch default-deny --from backend --to primary:5432 --interval 1ms";

}  // namespace

extern const Command watch_command{"watch", "Watch flows while policies change, and tell leaks and outages",
                                   watch_epilogue, declare_watch};

}  // namespace pgreach::cli
