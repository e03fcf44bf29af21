#include "manifest/markdown.hpp"

#include <cmark-gfm.h>

#include <memory>
#include <string_view>

namespace pgreach::manifest {
namespace {

struct NodeDeleter {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct IteratorDeleter {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::string plain_text(cmark_node* heading) {
    std::string text;
    for (cmark_node* child = cmark_node_first_child(heading); child != nullptr; child = cmark_node_next(child)) {
        if (const char* literal = cmark_node_get_literal(child)) text += literal;
    }
    return text;
}

bool is_yaml(cmark_node* node) {
    if (cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK) return false;
    const std::string_view info = cmark_node_get_fence_info(node);
    const std::string_view language = info.substr(0, info.find(' '));
    return language == "yaml" || language == "yml";
}

}  // namespace

std::vector<MarkdownBlock> yaml_blocks(const SourcePtr& page) {
    const std::unique_ptr<cmark_node, NodeDeleter> root(
        cmark_parse_document(page->text.data(), page->text.size(), CMARK_OPT_DEFAULT));
    const std::unique_ptr<cmark_iter, IteratorDeleter> iterator(cmark_iter_new(root.get()));
    std::vector<MarkdownBlock> blocks;
    MarkdownBlock place;
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        if (event != CMARK_EVENT_ENTER) continue;
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            place = {plain_text(node), 0, {}};
        } else if (is_yaml(node)) {
            ++place.number;
            // The fence is the line before the first of the block.
            const int first_line = page->first_line + cmark_node_get_start_line(node);
            place.source = std::make_shared<const Source>(Source{page->name, cmark_node_get_literal(node), first_line});
            blocks.push_back(place);
        }
    }
    return blocks;
}

}  // namespace pgreach::manifest
