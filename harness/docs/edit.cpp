#include "docs/edit.hpp"

#include <algorithm>
#include <string_view>

#include "page/lines.hpp"

namespace pgreach::docs {
namespace {

std::string_view next_line(std::string_view& rest) {
    const auto line = rest.substr(0, std::min(rest.find('\n'), rest.size() - 1) + 1);
    rest.remove_prefix(line.size());
    return line;
}

}  // namespace

size_t offset_of(const Source& file, Mark mark) {
    std::string_view rest = file.text;
    for (int line = file.first_line; line < mark.line && !rest.empty(); ++line) next_line(rest);
    const size_t begin = file.text.size() - rest.size();
    return std::min(file.text.size(), begin + static_cast<size_t>(std::max(mark.column, 1)) - 1);
}

std::optional<Edit> replace_listing(const page::Block& block, const std::string& text) {
    Edit edit{.begin = offset_of(*block.file, {block.source->first_line, 1})};
    std::string_view on_page = std::string_view(block.file->text).substr(edit.begin);
    std::optional<std::string_view> prefix;
    bool ended = true;
    for (std::string_view rest = block.source->text; !rest.empty();) {
        const auto line = next_line(rest);
        if (on_page.empty()) return std::nullopt;
        const auto shown = next_line(on_page);
        ended = shown.ends_with('\n');
        const auto content = ended ? line : line.substr(0, line.size() - 1);
        edit.size += shown.size();
        if (page::is_blank(line) && page::is_blank(shown)) continue;
        if (!shown.ends_with(content)) return std::nullopt;
        if (!prefix) prefix = shown.substr(0, shown.size() - content.size());
    }
    for (std::string_view rest = text; !rest.empty();) {
        const auto line = next_line(rest);
        edit.text += (page::is_blank(line) ? "" : std::string(prefix.value_or(""))) + std::string(line);
    }
    if (!ended && edit.text.ends_with('\n')) edit.text.pop_back();
    return edit;
}

std::string apply(const std::string& text, std::vector<Edit> edits) {
    std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
    std::string result = text;
    for (const auto& edit : edits) result.replace(edit.begin, edit.size, edit.text);
    return result;
}

}  // namespace pgreach::docs
