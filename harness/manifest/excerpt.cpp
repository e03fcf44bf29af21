#include "manifest/excerpt.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace pgreach::manifest {
namespace {

bool begins_document(std::string_view line) {
    return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\r');
}

bool ends_document(std::string_view line) {
    return begins_document(line) || trim(line) == "...";
}

}  // namespace

Source excerpt(const Manifest& manifest) {
    const auto& source = *manifest.source;
    const auto lines = split(source.text, '\n');
    const int within =
        std::clamp(manifest.document.mark.line - source.first_line, 0, static_cast<int>(lines.size()) - 1);
    auto begin = static_cast<size_t>(within);
    while (begin > 0 && !begins_document(lines[begin - 1])) --begin;
    size_t end = static_cast<size_t>(within) + 1;
    while (end < lines.size() && !ends_document(lines[end])) ++end;
    while (begin + 1 < end && trim(lines[begin]).empty()) ++begin;
    while (end > begin + 1 && trim(lines[end - 1]).empty()) --end;
    const auto at = [&](size_t place) { return lines.begin() + static_cast<std::ptrdiff_t>(place); };
    return {source.name, join({at(begin), at(end)}, "\n") + "\n", source.first_line + static_cast<int>(begin)};
}

}  // namespace pgreach::manifest
