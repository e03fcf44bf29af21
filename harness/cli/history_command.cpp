#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "base/printable.hpp"
#include "base/user_folder.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/record_command.hpp"
#include "history/database.hpp"
#include "history/render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct HistoryOptions {
    int (*act)(const HistoryOptions&) = nullptr;
    std::string database;            // path; empty: the user's own
    std::vector<std::string> files;  // records, or other histories
    std::string series;              // of the records that are added; the one that is shown
    std::string format = "text";
    bool verbose = false;
};

Result<std::filesystem::path> path_of(const HistoryOptions& options) {
    if (!options.database.empty()) return std::filesystem::path(options.database);
    auto folder = user_folder(UserFolder::state);
    if (!folder) return std::move(folder).error();
    return *folder / "history.db";
}

// Adds runs to the history, which is made where it is not there.
int add_runs(const HistoryOptions& options, const std::vector<history::Run>& runs) {
    const auto path = path_of(options);
    if (!path) return fail(path.error());
    auto database = history::Database::open_or_make(*path);
    if (!database) return fail(database.error());
    const auto added = database->add(runs);
    if (!added) return fail(added.error());
    const auto known = runs.size() - *added;
    print(fmt::format("{}: {} {} added{}\n", printable_line(path->string()), *added, *added == 1 ? "run" : "runs",
                      known == 0 ? "" : fmt::format(", {} there already", known)));
    return verdict::exit_conforms;
}

int add_records(const HistoryOptions& options) {
    std::vector<history::Run> runs;
    for (const auto& file : options.files) {
        const auto record = read_record_file(file);
        if (!record) return fail(record.error());
        if (record->scenarios.empty() && !record->watch) {
            return fail(
                input_error(file + " holds nothing that was measured", "add records of runs that came to a scenario"));
        }
        runs.push_back(
            history::run_of(*record, options.series.empty() ? history::usual_series(*record) : options.series));
    }
    return add_runs(options, runs);
}

int merge_histories(const HistoryOptions& options) {
    std::vector<history::Run> all;
    for (const auto& file : options.files) {
        const auto database = history::Database::open(file);
        if (!database) return fail(database.error());
        auto runs = database->runs();
        if (!runs) return fail(runs.error());
        std::move(runs->begin(), runs->end(), std::back_inserter(all));
    }
    return add_runs(options, all);
}

// The news of the series that is wanted. Fails where there is none.
Result<std::vector<history::SeriesNews>> read_news(const HistoryOptions& options) {
    const auto path = path_of(options);
    if (!path) return path.error();
    const auto database = history::Database::open(*path);
    if (!database) return database.error();
    const auto runs = database->runs();
    if (!runs) return runs.error();
    auto news = history::news_of(*runs);
    if (!options.series.empty()) std::erase_if(news, [&](const auto& one) { return one.name != options.series; });
    if (!news.empty()) return news;
    if (options.series.empty()) return Error{ErrorKind::no_match, path->string() + " holds no run"};
    return Error{ErrorKind::no_match, "there is no series '" + options.series + "' in " + path->string(),
                 "pgreach history show names those that there are"};
}

int show_history(const HistoryOptions& options) {
    const auto news = read_news(options);
    if (!news) return fail(news.error());
    print(options.format == "json" ? to_json(*news) : to_text(*news, {}, options.verbose));
    return verdict::exit_conforms;
}

int write_issue(const HistoryOptions& options) {
    const auto news = read_news(options);
    if (!news) return fail(news.error());
    print(to_issue(*news, {}));
    return with_news(*news).empty() ? verdict::exit_conforms : verdict::exit_finding;
}

void add_show_options(CLI::App& command, HistoryOptions& options) {
    command.add_option("--series", options.series, "Only this series")->type_name("NAME");
    command.add_option("--format", options.format, "text (default) or json")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json"}));
    command.add_flag("-v,--verbose", options.verbose, "Every cell by name, not only some of those that changed alike");
}

Action declare_history(CLI::App& command) {
    const auto options = std::make_shared<HistoryOptions>();
    const auto add_database = [&](CLI::App& to) {
        to.add_option("--db", options->database, "The history; history.db among the user's state files unless given")
            ->type_name("FILE");
    };
    const auto add = [&](const char* name, const char* summary, auto act) -> CLI::App& {
        auto& added = *command.add_subcommand(name, summary);
        added.callback([chosen = options.get(), act] { chosen->act = act; });
        add_database(added);
        return added;
    };
    options->act = show_history;
    command.require_subcommand(0, 1);
    add_database(command);
    auto& added = add("add", "Add runs, by their records; each is kept once", add_records);
    added.add_option("RECORD", options->files, "Files that run --record wrote")->required();
    added.add_option("--series", options->series, "What they are compared with; backend and release unless given")
        ->type_name("NAME");
    add_show_options(add("show", "Show what changed since when, what is flaky, and how times go", show_history),
                     *options);
    auto& issue =
        add("issue", "Write an issue in Markdown of what changed last night; exits 1 where something did", write_issue);
    issue.add_option("--series", options->series, "Only this series")->type_name("NAME");
    auto& merged = add("merge", "Add the runs of other histories", merge_histories);
    merged.add_option("FILE", options->files, "Histories, as several jobs wrote them")->required();
    return [options](const Invocation&) { return options->act(*options); };
}

constexpr const char* history_epilogue =
    "Without a command it shows the history.\n"
    "Exit codes: 0 done; 1 (issue) something changed last night; 2 bad usage, or a file that is no history or record;\n"
    "3 the file is locked or cannot be written; 4 there is no run in it.\n"
    "Examples:\n"
    "  pgreach history add run.json --db nights.db --series 'Cilium 1.20, PostgreSQL 17'\n"
    "  pgreach history show --db nights.db\n"
    "  pgreach history issue --db nights.db > issue.md || gh issue create --title … --body-file issue.md\n"
    "  pgreach history merge job-1.db job-2.db --db nights.db";

}  // namespace

extern const Command history_command{"history", "Keep what runs saw, and show what changed since when",
                                     history_epilogue, declare_history};

}  // namespace pgreach::cli
