#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/docs_sources.hpp"
#include "cli/run_command.hpp"
#include "docs/render.hpp"
#include "docs/scenarios.hpp"
#include "docs/starter.hpp"
#include "docs/suggest.hpp"
#include "page/files_beside.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct Given {
    DocsOptions docs;
    std::string format = "text";
    bool strict = false;
    RunOptions run;
    std::string output;  // folder of new scenarios
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

// The scenarios of all examples of the pages, with what the pages say now.
Result<std::vector<scenario::Scenario>> scenarios_of(const DocsSources& sources) {
    std::vector<scenario::Scenario> scenarios;
    std::vector<std::string> taken;
    const auto options = sources.options();
    const auto checked = sources.check();
    for (const auto& page : checked.pages) {
        for (const auto& one : page.examples) {
            auto own = docs::scenarios_for(one.example, page.source->name, options.cilium, taken);
            if (own.empty()) {
                print_error(fmt::format("{}:{}: left out: it cannot be read (pgreach docs check says why)\n",
                                        page.source->name, one.example.block.line));
            }
            std::move(own.begin(), own.end(), std::back_inserter(scenarios));
        }
    }
    if (scenarios.empty()) return Error{ErrorKind::no_match, "the pages have no example that can be run"};
    return scenarios;
}

int run_pages(const Invocation& invocation, const Given& given) {
    const auto sources = DocsSources::load(invocation, given.docs);
    if (!sources) return fail(sources.error());
    return run_scenarios(invocation, given.run, [&] { return scenarios_of(*sources); });
}

// The patch is the result; what it is about and what it leaves is for the person.
int suggest_patch(const Invocation& invocation, const Given& given) {
    const auto sources = DocsSources::load(invocation, given.docs);
    if (!sources) return fail(sources.error());
    const auto suggestion = docs::suggest(sources->pages(), page::include_from_disk, sources->options());
    print(suggestion.patch);
    std::error_code ignored;
    const auto here = std::filesystem::current_path(ignored);
    for (const auto& folder : suggestion.folders) {
        print_error(folder == here ? "apply it here: git apply PATCH\n"
                                   : fmt::format("apply it there: git -C {} apply PATCH\n", shell_quote(folder)));
    }
    if (!suggestion.left.empty()) {
        const auto errors = std::count_if(suggestion.left.begin(), suggestion.left.end(),
                                          [](const Diagnostic& one) { return one.severity == Severity::error; });
        print_error(pgreach::render(suggestion.left) + "\n");
        if (errors > 0) print_error(fmt::format("{} without a known remedy\n", errors));
        const bool unread = errors < std::ssize(suggestion.left);
        if (unread) print_error("not all of the pages could be read\n");
        return errors > 0 ? verdict::exit_finding : verdict::exit_inconclusive;
    }
    if (!suggestion.patch.empty()) return verdict::exit_conforms;
    print_error("nothing to mend\n");
    return verdict::exit_nothing;
}

// All files or none: one that is there may hold somebody's claims.
Result<void> write_new(const docs::FileTexts& files, const std::filesystem::path& folder) {
    std::error_code failure;
    for (const auto& [path, text] : files) {
        if (!std::filesystem::exists(folder / path, failure)) continue;
        return input_error((folder / path).string() + " is there already",
                           "name another folder by --output, or move it away");
    }
    for (const auto& [path, text] : files) {
        const auto target = folder / path;
        std::filesystem::create_directories(target.parent_path(), failure);
        if (failure) return input_error("cannot make " + target.parent_path().string() + ": " + failure.message());
        if (auto written = write_file(target, text); !written) {
            return input_error(written.error().message, written.error().remedy);
        }
    }
    return {};
}

int write_scenarios(const Invocation& invocation, const Given& given) {
    const auto sources = DocsSources::load(invocation, given.docs);
    if (!sources) return fail(sources.error());
    const auto files = docs::starters_for(sources->check(), given.output, sources->options().cilium);
    if (files.empty()) {
        print_error("the pages have no example without a scenario\n");
        return verdict::exit_nothing;
    }
    if (const auto written = write_new(files, given.output); !written) return fail(written.error());
    for (const auto& [path, text] : files) print((std::filesystem::path(given.output) / path).string() + "\n");
    print_error(fmt::format("hold their claims against the page, then: pgreach run {}\n", shell_quote(given.output)));
    return verdict::exit_conforms;
}

Action declare_docs(CLI::App& command) {
    const auto given = std::make_shared<Given>();
    const auto act = std::make_shared<Act>(nullptr);
    const auto add = [&](const char* name, const char* summary, Act what) -> CLI::App& {
        auto& added = *command.add_subcommand(name, summary);
        added.callback([act, what] { *act = what; });
        add_page_options(added, given->docs);
        return added;
    };
    command.require_subcommand(1);
    auto& check = add("check", "Whether the examples of pages are as they were, and do what they say", check_pages);
    add_judge_options(check, given->docs);
    check.add_option("--format", given->format, "text (default), json, markdown or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "sarif"}));
    check.add_flag("--strict", given->strict, "Warnings fail, too");
    add_run_options(
        add("run", "Apply each example and probe it, with derived peers where there is no scenario", run_pages),
        given->run);
    add_judge_options(add("suggest", "Print a patch with the known remedies", suggest_patch), given->docs);
    auto& init = add("init", "Write scenarios for the examples that have none", write_scenarios);
    add_judge_options(init, given->docs);
    init.add_option("-o,--output", given->output, "The folder to write them into")->type_name("FOLDER")->required();
    return [given, act](const Invocation& invocation) { return (*act)(invocation, *given); };
}

constexpr const char* docs_epilogue =
    "Exit codes of check: 0 no errors (--strict: no warnings either); 1 findings; 2 bad usage, or a page that cannot "
    "be\n"
    "read; 3 a page includes files that cannot be read; 4 no page has an example. Of run: as those of pgreach run. Of\n"
    "suggest: 0 a patch; 1 errors are left for which no remedy is known; 3 as of check; 4 nothing to mend. Of init:\n"
    "0 written; 2 a file is there already; 4 every example has a scenario.\n"
    "Examples:\n"
    "  pgreach docs check cilium.md                     a page\n"
    "  pgreach docs check docs/ --format sarif          all pages of a checkout, for a code host\n"
    "  pgreach docs run cilium.md                       each example applied and probed, here\n"
    "  pgreach docs suggest docs/cilium.md > page.patch what to write instead, for git apply\n"
    "  pgreach docs init new-page.rst -o my-scenarios/  scenarios to begin with";

}  // namespace

extern const Command docs_command{"docs", "Check pages of documentation, run their examples, mend them", docs_epilogue,
                                  declare_docs};

}  // namespace pgreach::cli
