#include "page/page.hpp"

#include <algorithm>

#include "page/draft.hpp"

namespace pgreach::page {
namespace {

struct Ending {
    const char* ending;
    Markup markup;
};
constexpr Ending endings[] = {
    {".md", Markup::markdown},           {".markdown", Markup::markdown}, {".mdx", Markup::markdown},
    {".rst", Markup::restructured_text}, {".adoc", Markup::asciidoc},     {".asciidoc", Markup::asciidoc},
};

}  // namespace

std::optional<Markup> markup_of(const std::string& name) {
    for (const auto& [ending, markup] : endings) {
        if (name.ends_with(ending)) return markup;
    }
    return std::nullopt;
}

bool is_page(const std::string& name) {
    return markup_of(name).has_value();
}

const std::vector<std::string>& page_endings() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> names;
        for (const auto& [ending, markup] : endings) names.emplace_back(ending);
        return names;
    }();
    return all;
}

Result<SourcePtr> no_includes(const std::string& /*path*/, const Source& /*from*/) {
    return SourcePtr();
}

void read_file_of(Draft& draft) {
    switch (markup_of(draft.file()->name).value_or(Markup::markdown)) {
        case Markup::markdown:
            return read_markdown(draft);
        case Markup::restructured_text:
            return read_restructured_text(draft);
        case Markup::asciidoc:
            return read_asciidoc(draft);
    }
}

Page read_page(const SourcePtr& page, const Include& include) {
    Draft draft(page, include);
    read_file_of(draft);
    return draft.finish();
}

std::vector<Block> yaml_blocks(const SourcePtr& page) {
    return read_page(page).blocks;
}

}  // namespace pgreach::page
