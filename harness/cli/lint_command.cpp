#include <fmt/format.h>

#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "base/file.hpp"
#include "cli/checks.hpp"
#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "lint/baseline.hpp"
#include "lint/render.hpp"
#include "model/cnpg.hpp"
#include "scenario/participants_reader.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct LintOptions {
    std::vector<std::string> files;  // files, folders, "-"
    std::string format = "text";
    CiliumOptions cilium;
    std::string world;  // a participants file; empty: none
    std::string operator_namespace = cnpg::operator_namespace;
    std::string baseline;  // the JSON of an earlier run; empty: none
    bool strict = false;
};

Result<World> read_world(const std::string& path) {
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    const auto read =
        scenario::read_participants(std::make_shared<const Source>(Source{path, std::move(text).value()}));
    if (has_errors(read.diagnostics)) return input_error(render(read.diagnostics));
    return read.participants.world();
}

Result<lint::Baseline> read_baseline_file(const std::string& path) {
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    return lint::read_baseline(std::make_shared<const Source>(Source{path, std::move(text).value()}));
}

Result<lint::LintResult> find_faults(const LintOptions& given) {
    auto cilium = cilium_of(given.cilium);
    if (!cilium) return std::move(cilium).error();
    lint::Options options{*std::move(cilium), {}, given.operator_namespace};
    if (!given.world.empty()) {
        auto world = read_world(given.world);
        if (!world) return std::move(world).error();
        options.world = std::move(world).value();
    }
    if (!given.baseline.empty()) {
        auto baseline = read_baseline_file(given.baseline);
        if (!baseline) return std::move(baseline).error();
        options.baseline = std::move(baseline).value();
    }
    const auto files = manifest::read_files(given.files, std::cin);
    if (!files) return files.error();
    return lint::lint(*files, options);
}

std::string render(const lint::LintResult& report, const std::string& format) {
    if (format == "json") return to_json(report);
    if (format == "sarif") return to_sarif(report);
    return to_text(report);
}

int lint_files(const LintOptions& options) {
    auto report = find_faults(options);
    if (!report) {
        report.error().kind = ErrorKind::input;  // whatever the system's reason, that file cannot be read
        return fail(report.error());
    }
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
    command.add_option("--format", options->format, "text (default), json or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "sarif"}));
    add_cilium_options(command, options->cilium);
    command
        .add_option("--world", options->world, "A participants file; warn about selectors that match none of its pods")
        ->type_name("FILE");
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
    "Exit codes: 0 no errors (--strict: no warnings either); 1 findings; 2 bad usage, or a file that cannot be read.\n"
    "Each finding's code is explained in docs/lint.md.\n"
    "Examples:\n"
    "  pgreach lint policies/                        every manifest below a folder, taken together\n"
    "  pgreach lint . --format json > known.json     a repository with old findings …\n"
    "  pgreach lint . --baseline known.json          … tells the new ones only\n"
    "  kubectl get cnp -o yaml | pgreach lint -      what a cluster has\n"
    "  pgreach lint cilium.md --world my-pods.yaml --format sarif";

}  // namespace

extern const Command lint_command{"lint", "Find what is wrong with policies, without a cluster", lint_epilogue,
                                  declare_lint};

}  // namespace pgreach::cli
