#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "run/runner.hpp"
#include "scenario/catalog.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/journal.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

Error unknown_member(const std::string& name) {
    return {ErrorKind::no_match, "no selected scenario has a member '" + name + "'",
            "pgreach list -v shows the participants"};
}

// A filter that names nobody would leave nothing to run; the reason is better told at once.
Result<void> check_filter(const std::vector<scenario::Scenario>& scenarios, const RunArguments& run) {
    for (const auto& name : {run.from, run.to}) {
        const bool known = std::any_of(scenarios.begin(), scenarios.end(), [&](const scenario::Scenario& scenario) {
            return name.empty() || scenario.participants.find(name) != nullptr;
        });
        if (!known) return unknown_member(name);
    }
    return {};
}

// The record on disk, whole and with what it means. Without a path nothing is kept.
Result<void> keep_record(const std::string& path, const Record& record) {
    if (path.empty()) return {};
    return write_file(path, verdict::to_json(record, verdict::judge(record)));
}

// While it runs, for the case that it is killed. What is no file (a pipe) gets the record alone, at the end.
Result<std::unique_ptr<verdict::Journal>> open_journal(const std::string& path) {
    std::error_code ignored;
    const bool other = std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
    if (path.empty() || other) return std::unique_ptr<verdict::Journal>(std::make_unique<verdict::NoJournal>());
    auto journal = verdict::FileJournal::open(path);
    if (!journal) return std::move(journal).error();
    return std::unique_ptr<verdict::Journal>(std::make_unique<verdict::FileJournal>(*std::move(journal)));
}

int perform(const Arguments& arguments, const RunArguments& options, const std::vector<scenario::Scenario>& scenarios,
            backend::Backend& backend, const StopSignal& stop, TerminalProgress& progress) {
    const SteadyClock clock;
    const auto journal = open_journal(options.record);
    if (!journal) return fail(journal.error());
    const run::Context context{.backend = backend,
                               .clock = clock,
                               .stop = stop,
                               .progress = progress,
                               .attempt_limit = options.attempt_limit,
                               .in_flight = static_cast<size_t>(options.jobs),
                               .start = clock.now(),
                               .keep = options.keep};
    Record record{.started = utc_timestamp(), .command = arguments.line, .backend = options.backend};
    run::run(context, scenarios, {options.from, options.to, options.port}, **journal, record);
    progress.clear();
    const int code = deliver(record, {options.reports, options.matrix, options.verbose, options.quiet});
    const auto kept = keep_record(options.record, record);
    return kept ? code : verdict::worse(code, fail(kept.error()));
}

}  // namespace

int run_command(const Arguments& arguments, const RunArguments& options) {
    auto paths = paths_of(options.reports);
    if (!options.record.empty()) paths.push_back(options.record);
    if (auto writable = check_writable(paths); !writable) return fail(writable.error());
    const auto catalog = scenario::Catalog::load(arguments.data);
    if (!catalog) return fail(catalog.error());
    const auto scenarios = catalog->select(options.scenarios);
    if (!scenarios) return fail(scenarios.error());
    if (auto known = check_filter(*scenarios, options); !known) return fail(known.error());

    const SignalStop stop;
    TerminalProgress progress(options.quiet);
    const auto code = with_backend(arguments, options, stop, progress, [&](backend::Backend& backend) {
        return perform(arguments, options, *scenarios, backend, stop, progress);
    });
    if (code) return *code;
    progress.clear();
    return fail(code.error());
}

}  // namespace pgreach::cli
