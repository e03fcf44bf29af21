#include "world/trim.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace pgreach::world {
namespace {

using yaml::Kind;
using yaml::Node;
using Paths = std::vector<std::string_view>;

bool is_empty(const Node& node) {
    return (node.kind == Kind::map && node.entries.empty()) || (node.kind == Kind::list && node.items.empty());
}

// The paths that go on below a key, without it; one that ends there is empty.
Paths below(const Paths& paths, std::string_view key) {
    Paths rest;
    for (const auto path : paths) {
        if (!path.starts_with(key)) continue;
        if (path.size() == key.size()) rest.emplace_back();
        if (path.size() > key.size() && path[key.size()] == '.') rest.push_back(path.substr(key.size() + 1));
    }
    return rest;
}

// "Authorization: Bearer x" without what it is: a layer 7 rule asks for it, and no verdict of ours depends on it.
void hide_header(Node& header) {
    if (header.is_scalar()) header.text.resize(std::min(header.text.find_first_of(": "), header.text.size()));
    std::erase_if(header.entries, [](const auto& entry) { return entry.key == "value"; });
}

Node whole(const Node& node) {
    Node copy = node;
    if (copy.is_scalar()) copy.text = without_credentials(std::move(copy.text));
    for (auto& item : copy.items) item = whole(item);
    for (auto& entry : copy.entries) {
        entry.value = whole(entry.value);
        if (entry.key != "headers" && entry.key != "headerMatches") continue;
        for (auto& header : entry.value.items) hide_header(header);
    }
    return copy;
}

Node pick(const Node& node, const Paths& paths) {
    if (std::any_of(paths.begin(), paths.end(), [](std::string_view path) { return path.empty(); })) return whole(node);
    Node picked{.kind = node.kind};
    for (const auto& item : node.items) picked.items.push_back(pick(item, paths));
    for (const auto& entry : node.entries) {
        const Paths rest = below(paths, entry.key);
        if (rest.empty() || (entry.value.is_scalar() && !rest.front().empty())) continue;
        Node value = pick(entry.value, rest);
        const bool said = is_empty(entry.value);  // `ingress: []` means something
        if (said || !is_empty(value)) picked.entries.push_back({entry.key, entry.mark, std::move(value)});
    }
    return picked;
}

}  // namespace

std::string without_credentials(std::string text) {
    for (size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
        const size_t host = at + 3;
        const size_t end = std::min(text.find_first_of("/ \t\n\"'", host), text.size());
        const size_t sign = text.rfind('@', end);
        if (sign != std::string::npos && sign >= host) text.erase(host, sign - host + 1);
        const size_t stop = std::min(text.find_first_of(" \t\n\"'", host), text.size());
        const size_t query = text.find('?', host);
        if (query < stop) text.erase(query, stop - query);
    }
    return text;
}

Node trimmed(const Node& object, std::span<const std::string_view> paths) {
    return pick(object, {paths.begin(), paths.end()});
}

}  // namespace pgreach::world
