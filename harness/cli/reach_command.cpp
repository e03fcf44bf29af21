#include <CLI/App.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/world_options.hpp"
#include "cli/world_words.hpp"
#include "proc/runner.hpp"
#include "proc/search_path.hpp"
#include "reach/answers.hpp"
#include "reach/render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct ReachOptions {
    std::vector<std::string> files;  // FILE|DIR…, "-", or git revisions
    WorldOptions world;
    std::vector<std::string> from;
    std::vector<std::string> to;
    bool all = false;
    bool egress = false;
    std::string format = "text";
};

Result<std::vector<size_t>> workloads_of(const world::Contents& contents, const std::vector<std::string>& words) {
    std::vector<size_t> all;
    for (const auto& word : words) {
        const auto found = reach::find_workloads(contents, word);
        if (found.empty()) {
            return Error{ErrorKind::no_match, "no workload is called '" + word + "'",
                         "write a name (web/api), a namespace (web/) or labels (role=backend); 'pgreach reach --all' "
                         "lists them"};
        }
        all.insert(all.end(), found.begin(), found.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Result<reach::ReachResult> answer(const ReachOptions& options) {
    const auto loaded = load_world("reach", options.world, options.files);
    if (!loaded) return loaded.error();
    const auto& contents = loaded->contents;
    reach::Question question{.all = options.all, .egress = options.egress};
    for (auto [given, chosen] : {std::pair{&options.from, &question.from}, std::pair{&options.to, &question.to}}) {
        auto found = workloads_of(contents, *given);
        if (!found) return std::move(found).error();
        *chosen = *std::move(found);
    }
    return reach::reach(contents, reach::admit(contents.policies, loaded->cilium), question);
}

// Graphviz draws it.
Result<std::string> to_svg(const reach::ReachResult& report) {
    if (!proc::find_program("dot")) {
        return environment_error("there is no 'dot' here, which draws the graph",
                                 "install graphviz, or write the graph itself with --format dot");
    }
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    const proc::Command command{{"dot", "-Tsvg"}, reach::to_dot(report), {}, std::chrono::minutes(2)};
    auto drawn = runner.run(command);
    if (!drawn) return std::move(drawn).error();
    if (!drawn->exit.success()) return proc::failure(command, *drawn);
    return std::move(drawn->out);
}

struct Format {
    const char* name;
    Result<std::string> (*render)(const reach::ReachResult&);
};
constexpr std::array formats = {
    Format{"text", [](const reach::ReachResult& report) { return Result<std::string>(reach::to_text(report)); }},
    Format{"json", [](const reach::ReachResult& report) { return Result<std::string>(reach::to_json(report)); }},
    Format{"csv", [](const reach::ReachResult& report) { return Result<std::string>(reach::to_csv(report)); }},
    Format{"markdown",
           [](const reach::ReachResult& report) { return Result<std::string>(reach::to_markdown(report)); }},
    Format{"dot", [](const reach::ReachResult& report) { return Result<std::string>(reach::to_dot(report)); }},
    Format{"svg", to_svg},
};

int reach_all(const ReachOptions& options) {
    const auto report = answer(options);
    if (!report) return fail(report.error());
    if (report->answers.empty()) {
        return fail({ErrorKind::no_match, "there is no database of CloudNativePG among these objects",
                     "give its Cluster or pods with --world, or ask about others with --all, --to or --from"});
    }
    const auto format = std::find_if(formats.begin(), formats.end(),
                                     [&options](const Format& known) { return known.name == options.format; });
    const auto rendered = format->render(*report);
    if (!rendered) return fail(rendered.error());
    print(*rendered);
    return verdict::exit_conforms;
}

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const auto& format : formats) names.emplace_back(format.name);
    return names;
}

Action declare_reach(CLI::App& command) {
    const auto options = std::make_shared<ReachOptions>();
    command.add_option("FILE", options->files,
                       "Policies and other objects: manifests, pages, snapshots, folders of such files; - for standard "
                       "input");
    add_world_options(command, options->world);
    command
        .add_option("--from", options->from, "Only these peers: a name, a namespace (web/) or labels (role=backend)")
        ->type_name("WHO")
        ->allow_extra_args(false);
    command.add_option("--to", options->to, "Only these targets, in place of the databases")
        ->type_name("WHO")
        ->allow_extra_args(false);
    command.add_flag("--all", options->all, "Every workload, not the databases alone");
    command.add_flag("--egress", options->egress, "Whom they reach, in place of who reaches them");
    command
        .add_option("--format", options->format,
                    "text (default), json, csv, markdown, dot, or svg where graphviz is installed")
        ->type_name("FORMAT")
        ->check(one_of(format_names()));
    return [options](const Invocation&) { return reach_all(*options); };
}

constexpr const char* reach_epilogue =
    "Exit codes: 0 answered; 2 bad usage, or a file that cannot be read; 4 there is nobody to ask about.\n"
    "Examples:\n"
    "  pgreach reach manifests/                      who reaches each database of CloudNativePG, and who could\n"
    "  pgreach reach policies/ --world world.yaml --to web/api\n"
    "  pgreach reach manifests/ --all --egress";

}  // namespace

extern const Command reach_command{"reach", "Say who reaches which database, by which rule, and who could",
                                   reach_epilogue, declare_reach};

}  // namespace pgreach::cli
