#include "engine/sanitize.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/versions.hpp"
#include "manifest/path.hpp"

namespace pgreach::engine {
namespace {

constexpr std::array sections = {"ingress", "ingressDeny", "egress", "egressDeny"};

std::optional<AgentFault> sanitize_rule(const yaml::Node& spec, const std::string& path, CiliumVersion version) {
    const auto has_items = [&spec](const char* section) {
        const yaml::Node* list = spec.find(section);
        return list != nullptr && !list->items.empty();
    };
    if (std::none_of(sections.begin(), sections.end(), has_items) && has(version, Behaviour::rejects_empty_rule)) {
        return AgentFault{"rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny", path, spec.mark};
    }
    return std::nullopt;
}

}  // namespace

std::optional<AgentFault> sanitize(const manifest::Manifest& stored, CiliumVersion version) {
    const auto within = [&stored](const char* part, AgentFault fault) {
        fault.text = "Invalid " + stored.kind + " " + part + ": " + fault.text;
        return fault;
    };
    if (const yaml::Node* spec = stored.document.find("spec")) {
        if (auto fault = sanitize_rule(*spec, "spec", version)) return within("spec", std::move(*fault));
    }
    if (const yaml::Node* specs = stored.document.find("specs")) {
        for (size_t i = 0; i < specs->items.size(); ++i) {
            auto fault = sanitize_rule(specs->items[i], manifest::child("specs", i), version);
            if (fault) return within("specs", std::move(*fault));
        }
    }
    return std::nullopt;
}

}  // namespace pgreach::engine
