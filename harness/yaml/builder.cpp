#include "yaml/builder.hpp"

#include <utility>

namespace pgreach::yaml {
namespace {

// Aliases of aliases can name more nodes than any memory holds; no real manifest comes near this many.
constexpr size_t most_expanded_nodes = 100'000;

size_t count_nodes(const Node& node) {
    size_t count = 1;
    for (const auto& item : node.items) count += count_nodes(item);
    for (const auto& entry : node.entries) count += count_nodes(entry.value);
    return count;
}

}  // namespace

void Builder::complain(Mark mark, std::string text, std::string remedy) {
    diagnostics_.push_back({Severity::error, source_, mark, std::move(text), std::move(remedy), "syntax"});
}

void Builder::alias(Mark mark, size_t anchor) {
    const auto found = anchors_.find(anchor);
    Node node{.mark = mark};
    if (found == anchors_.end()) {
        complain(mark, "this alias stands inside what it names");
    } else if (expanded_ > most_expanded_nodes) {
        // That is said already, and counting once more costs as much as each time before.
    } else if ((expanded_ += count_nodes(found->second)) > most_expanded_nodes) {
        complain(mark, "the aliases of this document expand to too many values", "write the values out");
    } else {
        node = found->second;
        node.mark = mark;
    }
    place(std::move(node), 0);
}

void Builder::open(Kind kind, Mark mark, size_t anchor) {
    stack_.push_back({Node{.kind = kind, .mark = mark}, anchor, std::nullopt, {}, {}});
}

void Builder::close() {
    Open done = std::move(stack_.back());
    stack_.pop_back();
    for (const auto& merged : done.merged) {
        for (const auto& entry : merged.entries) {
            if (done.lines.emplace(entry.key, entry.mark.line).second) done.node.entries.push_back(entry);
        }
    }
    place(std::move(done.node), done.anchor);
}

void Builder::place(Node node, size_t anchor) {
    if (anchor != 0) anchors_[anchor] = node;
    if (stack_.empty()) {
        root_ = std::move(node);
        return;
    }
    Open& parent = stack_.back();
    if (parent.node.kind == Kind::list) {
        parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
        if (!node.is_scalar())
            complain(node.mark, "a key must be a plain value, not a " + std::string(to_string(node.kind)));
        parent.key = std::move(node);
    } else {
        add_entry(parent, std::move(node));
    }
}

void Builder::add_entry(Open& map, Node value) {
    const Node key = *std::exchange(map.key, std::nullopt);
    if (key.text == "<<" && value.kind == Kind::map) return map.merged.push_back(std::move(value));
    if (const auto [first, fresh] = map.lines.emplace(key.text, key.mark.line); !fresh) {
        complain(key.mark, "key '" + key.text + "' is given twice, first in line " + std::to_string(first->second),
                 "keep one of them: readers silently take the last");
        return;
    }
    map.node.entries.push_back({key.text, key.mark, std::move(value)});
}

}  // namespace pgreach::yaml
