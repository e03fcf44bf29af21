#include <CLI/App.hpp>
#include <memory>

#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/record_command.hpp"
#include "diff/diff.hpp"
#include "diff/render.hpp"

namespace pgreach::cli {
namespace {

struct DiffOptions {
    std::string before;
    std::string after;
    std::string format = "text";
    bool verbose = false;
};

std::string render(const diff::Difference& difference, const DiffOptions& options) {
    if (options.format == "json") return diff::to_json(difference);
    if (options.format == "markdown") return diff::to_markdown(difference, options.verbose);
    return diff::to_text(difference, options.verbose);
}

int compare_records(const DiffOptions& options) {
    const auto before = read_record_file(options.before);
    if (!before) return fail(before.error());
    const auto after = read_record_file(options.after);
    if (!after) return fail(after.error());
    const auto difference = diff::compare({options.before, *before}, {options.after, *after});
    if (!difference) return fail(difference.error());
    print(render(*difference, options));
    return difference->exit();
}

Action declare_diff(CLI::App& command) {
    const auto options = std::make_shared<DiffOptions>();
    command.add_option("A", options->before, "The earlier record")->required();
    command.add_option("B", options->after, "The later record")->required();
    command.add_option("--format", options->format, "text (default), markdown or json")
        ->type_name("FORMAT")
        ->check(one_of({"text", "markdown", "json"}));
    command.add_flag("-v,--verbose", options->verbose, "Every cell by name, not only some of those that changed alike");
    return [options](const Invocation&) { return compare_records(*options); };
}

constexpr const char* diff_epilogue =
    "Exit codes: 0 the same; 1 they differ; 2 bad usage, no record, or nothing to compare them by;\n"
    "3 nothing is known to differ, and some of it could not be told.\n"
    "Examples:\n"
    "  pgreach diff yesterday.json today.json\n"
    "  pgreach diff cilium-1.19.json cilium-1.20.json --format markdown\n"
    "  pgreach diff embedded.json kind.json -v       what the stand-in answers otherwise than Cilium";

}  // namespace

extern const Command diff_command{"diff", "Say what differs between two records", diff_epilogue, declare_diff};

}  // namespace pgreach::cli
