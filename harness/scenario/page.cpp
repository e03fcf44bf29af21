#include "scenario/page.hpp"

#include "manifest/markdown.hpp"

namespace pgreach::scenario {

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
    for (const auto& block : manifest::yaml_blocks(source)) {
        const auto manifests = manifest::read(block.source);
        if (has_errors(manifests.diagnostics)) return input_error(render(manifests.diagnostics));
        for (const auto& policy : manifests.manifests) page.blocks.push_back({block.heading, block.number, policy});
    }
    return page;
}

}  // namespace pgreach::scenario
