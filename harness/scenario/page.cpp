#include "scenario/page.hpp"

#include <cmark-gfm.h>

#include <memory>
#include <string_view>

namespace pgreach::scenario {
namespace {

struct NodeDeleter {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
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
    return info == "yaml" || info == "yml";
}

Result<void> read_block(const SourcePtr& page, cmark_node* node, PageBlock block, Page& result) {
    // The fence is the line before the first of the block.
    const auto source = std::make_shared<const Source>(
        Source{page->name, cmark_node_get_literal(node), cmark_node_get_start_line(node) + 1});
    const auto manifests = manifest::read(source);
    if (has_errors(manifests.diagnostics)) return input_error(render(manifests.diagnostics));
    for (const auto& policy : manifests.manifests) {
        block.policy = policy;
        result.blocks.push_back(block);
    }
    return {};
}

}  // namespace

const PageBlock* Page::find(const std::string& policy) const {
    for (const auto& block : blocks) {
        if (block.policy.name == policy) return &block;
    }
    return nullptr;
}

std::vector<std::string> Page::policy_names() const {
    std::vector<std::string> names;
    for (const auto& block : blocks) names.push_back(block.policy.name);
    return names;
}

Result<Page> read_page(const SourcePtr& source) {
    Page page{source->name, {}};
    const std::unique_ptr<cmark_node, NodeDeleter> root(
        cmark_parse_document(source->text.data(), source->text.size(), CMARK_OPT_DEFAULT));
    PageBlock place;
    for (cmark_node* node = cmark_node_first_child(root.get()); node != nullptr; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            place = {plain_text(node), 0, {}};
        } else if (is_yaml(node)) {
            ++place.number;
            if (auto read = read_block(source, node, place, page); !read) return std::move(read).error();
        }
    }
    return page;
}

}  // namespace pgreach::scenario
