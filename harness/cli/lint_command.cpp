#include <fmt/format.h>

#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "base/file.hpp"
#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/world_options.hpp"
#include "lint/baseline.hpp"
#include "lint/render.hpp"
#include "model/cnpg.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct LintOptions {
    std::vector<std::string> files;  // files, folders, "-"
    WorldOptions world;
    std::string format = "text";
    std::string operator_namespace = cnpg::operator_namespace;
    std::string baseline;  // the JSON of an earlier run; empty: none
    bool strict = false;
};

// Whatever the system's reason.
Error unreadable(Error error) {
    error.kind = ErrorKind::input;
    return error;
}

Result<lint::Baseline> read_baseline_file(const std::string& path) {
    auto text = read_file(path);
    if (!text) return unreadable(std::move(text).error());
    return lint::read_baseline(std::make_shared<const Source>(Source{path, std::move(text).value()}));
}

Result<lint::LintResult> find_faults(const LintOptions& given) {
    const auto objects = read_world(given.world);
    if (!objects) return objects.error();
    auto cilium = choose_cilium(given.world, *objects);
    if (!cilium) return std::move(cilium).error();
    lint::Options options{*cilium, {}, given.operator_namespace};
    if (names_world(given.world)) {
        auto contents = make_world(*objects, *cilium);
        if (!contents) return std::move(contents).error();
        options.world = std::move(contents->world);
    }
    if (!given.baseline.empty()) {
        auto baseline = read_baseline_file(given.baseline);
        if (!baseline) return std::move(baseline).error();
        options.baseline = std::move(baseline).value();
    }
    const auto files = manifest::read_files(given.files, std::cin);
    if (!files) return unreadable(files.error());
    return lint::lint(*files, options);
}

std::string render(const lint::LintResult& report, const std::string& format) {
    if (format == "json") return to_json(report);
    if (format == "sarif") return to_sarif(report);
    return to_text(report);
}

int lint_files(const LintOptions& options) {
    const auto report = find_faults(options);
    if (!report) return fail(report.error());
    print(render(*report, options.format));
    if (options.format != "text") print_error(summary(*report) + '\n');
    const bool failed = report->errors() > 0 || (options.strict && report->warnings() > 0);
    return failed ? verdict::exit_finding : verdict::exit_conforms;
}

Action declare_lint(CLI::App& command) {
    const auto options = std::make_shared<LintOptions>();
    command
        .add_option("FILE", options->files,
                    "Manifests, or pages in Markdown that contain them; folders of such files; - for standard input")
        ->required();
    allow_only(command.add_option("--format", options->format, "text (default), json or sarif")->type_name("FORMAT"),
               {"text", "json", "sarif"});
    add_world_options(command, options->world);
    command
        .add_option("--operator-namespace", options->operator_namespace,
                    "Namespace of CloudNativePG's operator (default: cnpg-system)")
        ->type_name("NAMESPACE");
    command.add_option("--baseline", options->baseline, "The JSON of an earlier run: its findings are not told again")
        ->type_name("FILE");
    command.add_flag("--strict", options->strict, "Warnings fail, too");
    return [options](const Invocation&) { return lint_files(*options); };
}

constexpr const char* lint_epilogue =
    "Exit codes: 0 no errors (--strict: no warnings either); 1 findings; 2 bad usage, or a file that cannot be read;\n"
    "3 the cluster of --context does not answer.\n"
    "Each finding's code is explained in docs/lint.md.\n"
    "Examples:\n"
    "  pgreach lint policies/                        every manifest below a folder, taken together\n"
    "  pgreach lint . --format json > known.json     a repository with old findings …\n"
    "  pgreach lint . --baseline known.json          … tells the new ones only\n"
    "  kubectl get cnp -o yaml | pgreach lint -      what a cluster has\n"
    "  pgreach lint policies/ --context prod         … for the pods of a live cluster, its release and configuration\n"
    "  pgreach lint cilium.md --world my-pods.yaml --format sarif";

}  // namespace

extern const Command lint_command{"lint", "Find what is wrong with policies, without a cluster", lint_epilogue,
                                  declare_lint};

}  // namespace pgreach::cli
