// Any bytes as a page in each markup: nothing crashes, every listing stands where it says, and what replaces it by
// itself changes nothing.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "docs/edit.hpp"
#include "docs/flags.hpp"
#include "docs/line_diff.hpp"

namespace pgreach {
namespace {

void check_listing(const page::Block& block) {
    if (block.number < 1 || block.source->first_line < 1 || block.line < 1) std::abort();
    const auto edit = docs::replace_listing(block, block.source->text);
    if (!edit) return;
    if (edit->begin + edit->size > block.file->text.size()) std::abort();
}

void read_as(const char* name, const std::string& text) {
    const auto include = [](const std::string& path, const Source&) -> Result<SourcePtr> {
        return std::make_shared<const Source>(Source{path, "a: 1\n"});
    };
    const auto page = page::read_page(std::make_shared<const Source>(Source{name, text}), include);
    for (const auto& block : page.blocks) check_listing(block);
    for (const auto& flag : docs::agent_flags_in(page.prose)) {
        const size_t at = docs::offset_of(*flag.file, flag.mark);
        if (flag.file->text.compare(at, 2, "--") != 0) std::abort();
    }
}

}  // namespace
}  // namespace pgreach

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"p.md", "p.rst", "p.adoc"}) pgreach::read_as(name, text);
    const std::string half = text.substr(0, size / 2);
    pgreach::docs::unified_hunks(half, text);
    return 0;
}
