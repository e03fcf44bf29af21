#include "cli/docs_sources.hpp"

#include <CLI/App.hpp>

#include "base/file.hpp"
#include "docs/pages.hpp"
#include "page/files_beside.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::cli {
namespace {

Result<docs::AgentFlags> read_flags(const std::filesystem::path& data) {
    const auto path = data / "fixtures" / "cilium" / "agent-flags.txt";
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    return docs::AgentFlags::read(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
}

}  // namespace

void add_page_options(CLI::App& command, DocsOptions& options) {
    command
        .add_option("PAGE", options.pages,
                    "Pages in Markdown, reStructuredText or AsciiDoc; folders of such pages, a checkout among them")
        ->required();
    command
        .add_option("--scenarios", options.scenarios,
                    "Files or folders of scenarios about these pages, beside those of pgreach")
        ->type_name("PATH");
}

void add_judge_options(CLI::App& command, DocsOptions& options) {
    add_cilium_options(command, options.cilium);
    command
        .add_option("--operator-namespace", options.operator_namespace,
                    "Namespace of CloudNativePG's operator (default: cnpg-system)")
        ->type_name("NAMESPACE");
}

Result<DocsSources> DocsSources::load(const Invocation& invocation, const DocsOptions& options) {
    DocsSources sources;
    auto pages = docs::read_pages(options.pages);
    if (!pages) return std::move(pages).error();
    sources.pages_ = *std::move(pages);
    const auto catalog = scenario::Catalog::load(invocation.data, invocation.own);
    if (!catalog) return catalog.error();
    sources.scenarios_ = catalog->all();
    if (!options.scenarios.empty()) {
        auto own = catalog->select(options.scenarios);
        if (!own) return std::move(own).error();
        sources.scenarios_.insert(sources.scenarios_.end(), own->begin(), own->end());
    }
    sources.known_ = docs::known_examples(sources.scenarios_);
    auto flags = read_flags(invocation.data);
    if (!flags) return std::move(flags).error();
    sources.flags_ = *std::move(flags);
    auto cilium = cilium_of(options.cilium);
    if (!cilium) return std::move(cilium).error();
    sources.cilium_ = *std::move(cilium);
    sources.operator_namespace_ = options.operator_namespace;
    return sources;
}

docs::CheckResult DocsSources::check() const {
    docs::CheckResult result;
    for (const auto& page : pages_) docs::check_page(page, page::include_from_disk, options(), result);
    return result;
}

}  // namespace pgreach::cli
