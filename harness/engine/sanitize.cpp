#include "engine/sanitize.hpp"

#include <algorithm>
#include <utility>

#include "engine/sanitize_parts.hpp"
#include "engine/sections.hpp"
#include "engine/versions.hpp"
#include "manifest/path.hpp"

namespace pgreach::engine {
namespace {

Fault sanitize_rule(const yaml::Node& spec, const std::string& path, CiliumVersion version) {
    const bool empty = std::none_of(sections.begin(), sections.end(),
                                    [&spec](const Section& section) { return has_items(spec.find(section.name)); });
    if (empty && has(version, Behaviour::rejects_empty_rule)) {
        return AgentFault{"rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny", path, spec.mark};
    }
    const yaml::Node* nodes = spec.find("nodeSelector");
    for (const char* field : {"endpointSelector", "nodeSelector"}) {
        const yaml::Node* selector = spec.find(field);
        if (selector == nullptr) continue;
        if (Fault fault = sanitize_selector(*selector, manifest::child(path, field))) return fault;
    }
    for (const auto& section : sections) {
        Fault fault = first_fault(spec.find(section.name), manifest::child(path, section.name),
                                  [&](const yaml::Node& item, const std::string& where) {
                                      return sanitize_item(item, where, {section, version, nodes != nullptr});
                                  });
        if (fault) return fault;
    }
    return std::nullopt;
}

AgentFault within(AgentFault fault, const std::string& kind, const char* part, CiliumVersion version) {
    const auto complete = [&](const std::string& text) {
        return "Invalid " + kind + " " + part + ": " + in_words_of(version, text);
    };
    fault.text = complete(fault.text);
    for (auto& text : fault.alternatives) text = complete(text);
    return fault;
}

// One spec: its rules, then that only a clusterwide policy may select nodes.
Fault sanitize_spec(const manifest::Manifest& stored, const yaml::Node& spec, const std::string& path, const char* part,
                    CiliumVersion version) {
    if (Fault fault = sanitize_rule(spec, path, version)) return within(std::move(*fault), stored.kind, part, version);
    const yaml::Node* nodes = spec.find("nodeSelector");
    if (nodes == nullptr || stored.kind != "CiliumNetworkPolicy") return std::nullopt;
    return within({"rule cannot have NodeSelector", manifest::child(path, "nodeSelector"), nodes->mark, {}},
                  stored.kind, "spec", version);
}

}  // namespace

std::optional<AgentFault> sanitize(const manifest::Manifest& stored, CiliumVersion version) {
    if (const yaml::Node* spec = stored.document.find("spec")) {
        if (Fault fault = sanitize_spec(stored, *spec, "spec", "spec", version)) return fault;
    }
    return first_fault(stored.document.find("specs"), "specs", [&](const yaml::Node& spec, const std::string& path) {
        return sanitize_spec(stored, spec, path, "specs", version);
    });
}

}  // namespace pgreach::engine
