#include "page/fence.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

std::string_view between(std::string_view line, std::string_view open, std::string_view close) {
    if (!line.starts_with(open) || !line.ends_with(close) || line.size() < open.size() + close.size()) return {};
    return trim(line.substr(open.size(), line.size() - open.size() - close.size()));
}

std::string_view unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != text.back() || (text.front() != '"' && text.front() != '\'')) return {};
    return text.substr(1, text.size() - 2);
}

}  // namespace

bool names_yaml(std::string_view info) {
    info = trim(info);
    for (const std::string_view directive : {"{code-block}", "{code}", "{sourcecode}"}) {
        if (info.starts_with(directive)) info = trim(info.substr(directive.size()));
    }
    if (info.starts_with('{')) info = trim(info.substr(1));
    if (info.starts_with('.')) info.remove_prefix(1);
    const auto end = std::find_if_not(info.begin(), info.end(), is_letter);
    const auto word = lower_case(info.substr(0, static_cast<size_t>(end - info.begin())));
    if (end != info.end() && (*end == '-' || *end == '_' || *end == '+')) return false;  // another language's name
    return word == "yaml" || word == "yml";
}

bool looks_like_manifest(std::string_view text) {
    const auto has = [&](const std::string& key) {
        return text.starts_with(key) || text.find("\n" + key) != std::string_view::npos;
    };
    return has("apiVersion:") && has("kind:");
}

std::string_view snippet_path(std::string_view line) {
    line = trim(line);
    for (const std::string_view scissors : {"--8<--", "-8<-"}) {
        if (line.starts_with(scissors)) return unquoted(trim(line.substr(scissors.size())));
    }
    if (const auto path = between(line, "{!", "!}"); !path.empty()) return path;
    auto tag = between(line, "{%", "%}");
    for (const std::string_view word : {"include-markdown", "include"}) {
        if (tag.starts_with(word)) return unquoted(trim(tag.substr(word.size())));
    }
    return {};
}

bool Fence::takes(std::string_view line) {
    const auto text = trim(length_ == 0 ? behind_list_marks(line) : line);
    if (text.empty() || (text[0] != '`' && text[0] != '~')) return length_ > 0;
    const size_t length = std::min(text.find_first_not_of(text[0]), text.size());
    if (length_ == 0) {
        const bool opens = length >= 3 && (text[0] == '~' || text.find('`', length) == std::string_view::npos);
        if (opens) {
            mark_ = text[0];
            length_ = length;
        }
        return opens;
    }
    if (text[0] == mark_ && length >= length_ && length == text.size()) length_ = 0;
    return true;
}

}  // namespace pgreach::page
