#include "cli/needs_text.hpp"

#include "model/cnpg_needs.hpp"

namespace pgreach::cli {

std::string needs_text(const World& world, const Flow& flow) {
    const auto* from = world.find(flow.from);
    const auto* to = world.find(flow.to);
    if (from == nullptr || to == nullptr) return {};
    std::string text;
    for (const auto* need : cnpg::needs_served_by(*from, *to, flow.protocol, flow.port)) {
        if (*need->breaks != '\0') text += "  CloudNativePG needs this: without it " + cnpg::consequence(*need) + "\n";
    }
    return text;
}

}  // namespace pgreach::cli
