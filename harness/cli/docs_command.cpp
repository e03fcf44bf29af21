#include <CLI/App.hpp>
#include <memory>

#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/docs_sources.hpp"
#include "docs/render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct Given {
    DocsOptions docs;
    std::string format = "text";
    bool strict = false;
};
using Act = int (*)(const Invocation&, const Given&);

std::string render(const docs::CheckResult& result, const std::string& format) {
    if (format == "json") return to_json(result);
    if (format == "markdown") return to_markdown(result);
    if (format == "sarif") return to_sarif(result);
    return to_text(result);
}

int check_pages(const Invocation& invocation, const Given& given) {
    const auto sources = DocsSources::load(invocation, given.docs);
    if (!sources) return fail(sources.error());
    const auto result = sources->check();
    print(render(result, given.format));
    if (given.format != "text") print_error(summary(result) + '\n');
    if (result.count(Severity::error) > 0) return verdict::exit_finding;
    if (given.strict && result.count(Severity::warning) > 0) return verdict::exit_finding;
    if (result.incomplete()) return verdict::exit_inconclusive;
    return result.examples() == 0 ? verdict::exit_nothing : verdict::exit_conforms;
}

Action declare_docs(CLI::App& command) {
    const auto given = std::make_shared<Given>();
    const auto act = std::make_shared<Act>(nullptr);
    const auto add = [&](const char* name, const char* summary, Act what) -> CLI::App& {
        auto& added = *command.add_subcommand(name, summary);
        added.callback([act, what] { *act = what; });
        add_docs_options(added, given->docs);
        return added;
    };
    command.require_subcommand(1);
    auto& check = add("check", "Whether the examples of pages are as they were, and do what they say", check_pages);
    check.add_option("--format", given->format, "text (default), json, markdown or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "sarif"}));
    check.add_flag("--strict", given->strict, "Warnings fail, too");
    return [given, act](const Invocation& invocation) { return (*act)(invocation, *given); };
}

constexpr const char* docs_epilogue =
    "Exit codes of check: 0 no errors (--strict: no warnings either); 1 findings; 2 bad usage, or a page that cannot be\n"
    "read; 3 a page includes files that cannot be read; 4 no page has an example.\n"
    "Examples:\n"
    "  pgreach docs check cilium.md                     a page\n"
    "  pgreach docs check docs/ --format sarif          all pages of a checkout, for a code host";

}  // namespace

extern const Command docs_command{"docs", "Check pages of documentation, run their examples, mend them", docs_epilogue,
                                  declare_docs};

}  // namespace pgreach::cli
