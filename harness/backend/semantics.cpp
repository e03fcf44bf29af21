#include "backend/semantics.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "engine/label_filter.hpp"
#include "engine/versions.hpp"

namespace pgreach::backend {

std::map<std::string, engine::CiliumVersion> releases_of(const Semantics& semantics) {
    std::map<std::string, engine::CiliumVersion> releases;
    std::set<engine::CiliumVersion> distinct;
    for (const auto& [node, cilium] : semantics.nodes) {
        releases[node] = cilium.version;
        distinct.insert(cilium.version);
    }
    return distinct.size() > 1 ? releases : std::map<std::string, engine::CiliumVersion>();
}

std::string assumption_about(engine::CiliumVersion release) {
    if (!engine::is_newer_than_known(release)) return {};
    return fmt::format("Cilium {} is newer than what pgreach knows; it is taken to behave as {}",
                       engine::to_string(release), engine::to_string(engine::newest_version));
}

std::vector<std::string> notes_of(const Semantics& semantics) {
    std::vector<std::string> notes = semantics.assumptions;
    if (const auto releases = releases_of(semantics); !releases.empty()) {
        std::vector<std::string> nodes;
        for (const auto& [node, release] : releases) {
            nodes.push_back(fmt::format("{} on {}", engine::to_string(release), node));
        }
        notes.push_back("several releases of Cilium run: " + enumerate(nodes) +
                        "; where they would differ, what is seen is unclear");
    }
    for (const auto& item : semantics.cilium.config.labels) {
        const auto remark = engine::LabelFilter::remark_on(item);
        if (!remark.empty()) notes.push_back("the agents' option labels: " + remark);
    }
    for (const auto& setting : semantics.not_followed) {
        notes.push_back("the agents' configuration sets what predictions do not follow: " + setting);
    }
    return notes;
}

}  // namespace pgreach::backend
