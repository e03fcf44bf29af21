#include "scenario/page.hpp"

#include "manifest/markdown.hpp"

namespace pgreach::scenario {

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
