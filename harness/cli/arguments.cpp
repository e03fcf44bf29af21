#include "cli/arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "base/text.hpp"
#include "cli/cilium_words.hpp"
#include "cli/cluster_words.hpp"
#include "cli/help.hpp"
#include "report/report.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// What CLI11 fills in, before it becomes one of our commands.
struct Raw {
    RunArguments run;
    ListArguments list;
    DoctorArguments doctor;
    JudgeArguments judge;
    ExplainArguments explain;
    VectorsArguments vectors;
    ClusterArguments cluster;
    LintArguments lint;
    std::vector<std::string> reports;  // FORMAT=PATH
    std::string target;                // TARGET[:PORT]
    double seconds = 0;
};

std::string check_report(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size()) return "'" + text + "' is not FORMAT=PATH";
    const auto known = report::formats();
    const auto format = text.substr(0, equals);
    if (std::find(known.begin(), known.end(), format) != known.end()) return {};
    const auto meant = nearest(format, known);
    return "there is no report format '" + format + "'; " +
           (meant ? "did you mean '" + *meant + "'?" : "formats: " + join(known, ", "));
}

std::vector<ReportTarget> to_targets(const std::vector<std::string>& reports) {
    std::vector<ReportTarget> targets;
    for (const auto& text : reports) {
        const auto equals = text.find('=');
        targets.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return targets;
}

std::string check_target(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return {};
    const std::string digits = text.substr(colon + 1);
    const bool number = !digits.empty() && digits.size() <= 5 &&
                        digits.find_first_not_of("0123456789") == std::string::npos && std::stoi(digits) > 0 &&
                        std::stoi(digits) < 65536;
    return number ? std::string() : "'" + text + "' is not TARGET or TARGET:PORT";
}

void split_target(const std::string& text, std::string& to, int& port) {
    const auto colon = text.find(':');
    to = text.substr(0, colon);
    port = colon == std::string::npos ? 0 : std::stoi(text.substr(colon + 1));
}

void add_output(CLI::App& command, Raw& raw, bool& matrix, bool& verbose, bool& quiet) {
    command.add_flag("--matrix", matrix, "Show who reaches whom in every scenario, not only where something is wrong");
    command
        .add_option("--report", raw.reports, "Write a report as well; can be given again. Formats: text, json, junit")
        ->type_name("FORMAT=PATH")
        ->allow_extra_args(false)  // else it would swallow the names of scenarios
        ->check(check_report);
    auto* loud = command.add_flag("-v,--verbose", verbose, "Every peer on its own line, and the time of each phase");
    command.add_flag("-q,--quiet", quiet, "Only what is not as it should be, and the summary")->excludes(loud);
}

void add_run(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("run", "Apply scenarios, probe every flow, judge what was seen");
    command.footer(help::run_examples);
    auto& run = raw.run;
    command.add_option("NAME", run.scenarios, "Scenarios by name, pattern or .yaml file; all where none is named");
    command
        .add_option("--backend", run.backend,
                    "Where to run them: embedded (default), kind (makes a cluster), cluster (one that is there)")
        ->type_name("NAME")
        ->check(CLI::IsMember({"embedded", "kind", "cluster"}));
    command.add_option("--record", run.record, "Keep the record of the run, to judge and report it again")
        ->type_name("PATH");
    command.add_option("--jobs", run.jobs, "Flows in flight at once; all of them unless given")
        ->check(CLI::PositiveNumber);
    command.add_option("--timeout", raw.seconds, "Deadline of one attempt in seconds")
        ->check(CLI::Range(0.001, 3600.0));
    command.add_option("--from", run.from, "Only flows from this peer")->type_name("PEER");
    command.add_option("--to", raw.target, "Only flows to this target, or this port of it")
        ->type_name("TARGET[:PORT]")
        ->check(check_target);
    command.add_flag("--keep", run.keep, "Leave everything standing afterwards, and tell how to enter");
    command.add_option("--probe", run.probe, "The probe program, where it is not beside this one")->type_name("PATH");
    add_output(command, raw, run.matrix, run.verbose, run.quiet);
    add_kind_words(command, run.kind);
    add_access_words(command, run.kind.cluster);
}

void add_list(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("list", "Show the scenarios");
    command.add_option("NAME", raw.list.scenarios, "Only these: names, patterns or .yaml files");
    command.add_flag("-v,--verbose", raw.list.verbose, "With their steps, policies and known defects");
}

void add_judge(CLI::App& app, Raw& raw, const char* name, const char* text, const char* examples) {
    auto& command = *app.add_subcommand(name, text);
    command.footer(examples);
    command.add_option("RECORD", raw.judge.record, "A file that run --record wrote")->required();
    add_output(command, raw, raw.judge.matrix, raw.judge.verbose, raw.judge.quiet);
}

void add_explain(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("explain", "Say what Cilium's semantics make of one flow, and why");
    command.footer(help::explain_examples);
    command.add_option("SCENARIO", raw.explain.scenario, "Name of the scenario")->required();
    command.add_option("--from", raw.explain.from, "The peer")->type_name("PEER")->required();
    command.add_option("--to", raw.target, "The target and its port")
        ->type_name("TARGET:PORT")
        ->check(check_target)
        ->required();
    command.add_option("--step", raw.explain.step, "The step after which to look; the last unless given");
    add_cilium_words(command, raw.explain.cilium);
}

void add_vectors(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("vectors", "Compare the engine with answers of Cilium's own policy code");
    command.footer(help::vectors_examples);
    command.add_option("FILE", raw.vectors.files, "JSON lines, plain or gzipped")->required();
    add_cilium_words(command, raw.vectors.cilium);
}

void add_cluster(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("cluster", "A kind cluster with Cilium and a database, to look around in");
    command.footer(help::cluster_examples);
    command.require_subcommand(1);
    auto& up = *command.add_subcommand("up", "Make it, and say how to reach it");
    up.add_option("NAME", raw.cluster.kind.name, "Its name; pgreach-ID unless given");
    add_kind_words(up, raw.cluster.kind);
    command.add_subcommand("status", "What stands, and whether its database serves");
    auto& down = *command.add_subcommand("down", "Delete one that pgreach made");
    down.add_option("NAME", raw.cluster.kind.name, "Its name")->required();
}

ClusterArguments to_cluster(const CLI::App& command, ClusterArguments cluster) {
    using Action = ClusterArguments::Action;
    cluster.action = command.got_subcommand("up")     ? Action::up
                     : command.got_subcommand("down") ? Action::down
                                                      : Action::status;
    return cluster;
}

void add_lint(CLI::App& app, Raw& raw) {
    auto& command = *app.add_subcommand("lint", "Find what is wrong with policies, without a cluster");
    command.footer(help::lint_examples);
    auto& lint = raw.lint;
    command.add_option("FILE", lint.files, "Manifests or pages in Markdown, folders of them, - for standard input")
        ->required();
    command.add_option("--format", lint.format, "text (default), json or sarif")
        ->check(CLI::IsMember({"text", "json", "sarif"}));
    add_cilium_words(command, lint.cilium);
    command.add_option("--world", lint.world, "A participants file: what selects none of its pods is warned of")
        ->type_name("FILE");
    command.add_option("--operator-namespace", lint.operator_namespace, "Where CloudNativePG's operator runs")
        ->capture_default_str();
    command.add_flag("--strict", lint.strict, "Warnings fail, too");
}

Command to_command(const CLI::App& app, Raw& raw) {
    if (app.got_subcommand("list")) return raw.list;
    if (app.got_subcommand("doctor")) return raw.doctor;
    if (app.got_subcommand("vectors")) return raw.vectors;
    if (app.got_subcommand("cluster")) return to_cluster(*app.get_subcommand("cluster"), raw.cluster);
    if (app.got_subcommand("lint")) return raw.lint;
    if (app.got_subcommand("explain")) {
        split_target(raw.target, raw.explain.to, raw.explain.port);
        return raw.explain;
    }
    if (app.got_subcommand("run")) {
        split_target(raw.target, raw.run.to, raw.run.port);
        raw.run.reports = to_targets(raw.reports);
        raw.run.attempt_limit = Duration(std::llround(raw.seconds * 1e6));
        return raw.run;
    }
    raw.judge.reports = to_targets(raw.reports);
    return raw.judge;
}

// What CLI11 says of a word that it does not know is short; we know what was probably meant.
std::string advice(const CLI::App& app, int argc, const char* const* argv) {
    std::vector<std::string> commands;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        commands.push_back(command->get_name());
    }
    const auto chosen = app.get_subcommands();
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
        const auto meant = nearest(argv[1], commands);
        return "there is no command '" + std::string(argv[1]) + "'; " +
               (meant ? "did you mean '" + *meant + "'?" : "commands: " + join(commands, ", "));
    }
    if (chosen.empty()) return "say what to do: " + join(commands, ", ");
    std::vector<std::string> flags;
    for (const auto* option : chosen.front()->get_options()) flags.push_back(option->get_name());
    for (const auto& word : app.remaining(true)) {
        if (const auto meant = nearest(word, flags))
            return "there is no '" + word + "'; did you mean '" + *meant + "'?";
    }
    return {};
}

Answer to_answer(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv) {
    std::ostringstream out, err;
    if (app.exit(error, out, err) == 0) return {out.str(), err.str(), 0};
    const auto meant = advice(app, argc, argv);
    return {"", "pgreach: " + (meant.empty() ? std::string(error.what()) : meant) + "\n  --help shows all words\n",
            verdict::exit_usage};
}

std::string command_line(int argc, const char* const* argv) {
    std::vector<std::string> words = {"pgreach"};
    for (int i = 1; i < argc; ++i) words.push_back(shell_quote(argv[i]));
    return join(words, " ");
}

}  // namespace

std::variant<Arguments, Answer> parse_arguments(int argc, const char* const* argv) {
    CLI::App app(help::description, "pgreach");
    Raw raw;
    Arguments arguments;
    const char* data = std::getenv("PGREACH_DATA");
    arguments.data = data != nullptr ? data : help::data_folder;
    arguments.line = command_line(argc, argv);
    app.footer(help::footer);
    app.set_version_flag("--version", std::string("pgreach ") + help::version);
    app.add_option("--data", arguments.data, "Folder of scenarios/ and fixtures/ (also: PGREACH_DATA)")
        ->type_name("DIR");
    app.require_subcommand(1);
    app.fallthrough();
    add_run(app, raw);
    add_list(app, raw);
    app.add_subcommand("doctor", "Tell whether this machine can run the embedded backend, and what to do if not");
    add_judge(app, raw, "judge", "Judge a record again", help::judge_examples);
    add_judge(app, raw, "report", "Write reports of a record", help::report_examples);
    add_explain(app, raw);
    add_vectors(app, raw);
    add_cluster(app, raw);
    add_lint(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return to_answer(app, error, argc, argv);
    }
    arguments.command = to_command(app, raw);
    return arguments;
}

}  // namespace pgreach::cli
