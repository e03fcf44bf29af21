#include <CLI/App.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "cli/backend_options.hpp"
#include "cli/checks.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/flow_target.hpp"
#include "cli/output.hpp"
#include "cli/output_files.hpp"
#include "cli/part_options.hpp"
#include "cli/run_command.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "run/runner.hpp"
#include "scenario/catalog.hpp"
#include "scenario/move.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/journal.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

// The record on disk, whole and with what it means. Without a path nothing is kept.
Result<void> keep_record(const std::string& path, const Record& record, const OutputFiles& files) {
    if (path.empty()) return {};
    return files.write(path, verdict::to_json(record, verdict::judge(record)));
}

// While it runs, for the case that it is killed. What is no file (a pipe) gets the record alone, at the end.
std::unique_ptr<verdict::Journal> make_journal(const std::string& path) {
    std::error_code ignored;
    const bool other = std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
    if (path.empty() || other) return std::make_unique<verdict::NoJournal>();
    return std::make_unique<verdict::FileJournal>(path);
}

// What is run, and where its results go.
struct Task {
    const Invocation& invocation;
    const RunOptions& options;
    const ChosenPart& part;
    const scenario::FlowFilter& filter;
    const OutputFiles& files;
};

int perform(const Task& task, backend::Backend& backend, const StopSignal& stop, TerminalProgress& progress) {
    const auto& options = task.options;
    const SteadyClock clock;
    const auto journal = make_journal(options.record);
    const run::Context context{.backend = backend,
                               .clock = clock,
                               .stop = stop,
                               .progress = progress,
                               .attempt_limit = Duration(std::llround(options.timeout * 1e6)),
                               .in_flight = static_cast<size_t>(options.jobs),
                               .start = clock.now(),
                               .keep = options.backend.keep};
    Record record{.started = utc_timestamp(),
                  .command = task.invocation.line,
                  .backend = options.backend.name,
                  .faults = options.backend.faults.names(),
                  .shard = task.part.shard,
                  .file = is_standard_output(options.record) ? std::string() : options.record};
    const auto ran = run::run(context, task.part.scenarios, task.filter, *journal, record);
    progress.clear();
    if (!ran) return fail(ran.error());
    const int code = deliver(record, options.output, task.files);
    const auto kept = keep_record(options.record, record, task.files);
    return kept ? code : verdict::worse(code, fail(kept.error()));
}

Result<std::vector<scenario::Scenario>> select(const Invocation& invocation, const std::vector<std::string>& words) {
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return catalog.error();
    return catalog->select(words);
}

}  // namespace

int run_scenarios(const Invocation& invocation, RunOptions options, const ScenarioSource& choose) {
    auto faults = parse_faults(std::getenv("PGREACH_FAULT"));
    if (!faults) return fail(faults.error());
    options.backend.faults = *faults;
    std::vector<OutputFile> others;
    if (!options.record.empty()) others.push_back({"--record " + options.record, options.record});
    const auto files = claim_reports(options.output, std::move(others));
    if (!files) return fail(files.error());
    auto scenarios = choose();
    if (!scenarios) return fail(scenarios.error());
    if (const auto& ns = options.backend.in_namespace; !ns.empty() && options.backend.name == "cluster") {
        scenarios = scenario::move_all(*std::move(scenarios), ns);
        if (!scenarios) return fail(scenarios.error());
    }
    const auto target = parse_flow_target(options.to);
    const scenario::FlowFilter filter{options.from, target.name, target.port};
    if (auto checked = scenario::check(filter, *scenarios); !checked) return fail(checked.error());
    const auto part = choose_part(*scenarios, filter, options.part);
    if (!part) return fail(part.error());

    const SignalStop stop;
    TerminalProgress progress(options.output.quiet);
    const Task task{invocation, options, *part, filter, *files};
    const auto code = with_backend(invocation, options.backend, stop, progress,
                                   [&](backend::Backend& backend) { return perform(task, backend, stop, progress); });
    if (code) return *code;
    progress.clear();
    return fail(code.error());
}

void add_run_options(CLI::App& command, RunOptions& options) {
    command.add_option("--from", options.from, "Only flows from this participant or group")->type_name("PEER");
    command.add_option("--to", options.to, "Only flows to this target or group, or to this port of it")
        ->type_name("TARGET[:PORT]")
        ->check(flow_target);
    command.add_option("--record", options.record, "Keep the record of the run, to judge and report it again")
        ->type_name("PATH")
        ->check([](const std::string& value) -> std::string {
            return is_standard_output(value) ? "a record needs a file; --report json=- writes to standard output" : "";
        });
    add_output_options(command, options.output);
    command.add_option("--jobs", options.jobs, "Flows in flight at once; as many as the backend can unless given")
        ->type_name("NUMBER")
        ->check(whole_number(1, 1'000'000));
    command.add_option("--timeout", options.timeout, "Deadline of one attempt; 0.001 to 3600 seconds")
        ->type_name("SECONDS")
        ->check(decimal_number(0.001, 3600));
    add_part_options(command, options.part);
    add_backend_options(command, options.backend);
}

namespace {

Action declare_run(CLI::App& command) {
    const auto options = std::make_shared<RunOptions>();
    const auto words = std::make_shared<std::vector<std::string>>();
    name_scenarios(command.add_option("NAME", *words, "Scenarios by name, pattern, file or folder; all unless given"));
    add_run_options(command, *options);
    return [options, words](const Invocation& invocation) {
        return run_scenarios(invocation, *options, [&] { return select(invocation, *words); });
    };
}

constexpr const char* run_epilogue =
    "Examples:\n"
    "  pgreach run                                   all scenarios\n"
    "  pgreach run 'postgres-*' --record run.json    some of them, with the record kept\n"
    "  pgreach run default-deny --from backend --to primary:5432\n"
    "  pgreach run my-scenario.yaml --report junit=out.xml --report html=out.html\n"
    "  pgreach run --record run.json --report-dir reports    every format";

}  // namespace

extern const Command run_command{"run", "Apply scenarios, probe every flow, judge what was seen", run_epilogue,
                                 declare_run};

}  // namespace pgreach::cli
