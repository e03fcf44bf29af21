#include "scenario/page.hpp"

#include "base/file.hpp"
#include "page/files_beside.hpp"
#include "page/page.hpp"

namespace pgreach::scenario {
namespace {

bool has_kind(const std::string& text) {
    return text.starts_with("kind:") || text.find("\nkind:") != std::string::npos;
}

Result<Page> read(const SourcePtr& source, const page::Include& include) {
    Page page{source->name, {}};
    const auto found = page::read_page(source, include);
    for (const auto& block : found.blocks) {
        if (!has_kind(block.source->text)) continue;
        const auto manifests = manifest::read(block.source);
        if (has_errors(manifests.diagnostics)) return input_error(render(manifests.diagnostics));
        for (const auto& policy : manifests.manifests) page.blocks.push_back({block.heading, block.number, policy});
    }
    return page;
}

}  // namespace

Result<Page> read_page(const SourcePtr& source) {
    return read(source, page::no_includes);
}

Result<Page> read_page_file(const std::filesystem::path& path) {
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    return read(std::make_shared<const Source>(Source{path.string(), *std::move(text)}), page::include_from_disk);
}

}  // namespace pgreach::scenario
