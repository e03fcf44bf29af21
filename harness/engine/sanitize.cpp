#include "engine/sanitize.hpp"

#include <algorithm>
#include <utility>

#include "engine/sanitize_parts.hpp"
#include "engine/sections.hpp"
#include "engine/translate.hpp"
#include "engine/versions.hpp"
#include "manifest/path.hpp"

namespace pgreach::engine {
namespace {

Fault sanitize_rule(const yaml::Node& spec, const std::string& path, const Cilium& cilium) {
    const bool empty = std::none_of(sections.begin(), sections.end(),
                                    [&spec](const Section& section) { return has_items(spec.find(section.name)); });
    if (empty && has(cilium.version, Behaviour::rejects_empty_rule)) {
        return AgentFault{"rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny", path, spec.mark};
    }
    const yaml::Node* nodes = spec.find("nodeSelector");
    for (const char* field : {"endpointSelector", "nodeSelector"}) {
        const yaml::Node* selector = spec.find(field);
        if (selector == nullptr) continue;
        if (Fault fault = sanitize_selector(*selector, manifest::child(path, field), cilium.version)) return fault;
    }
    for (const auto& section : sections) {
        Fault fault = first_fault(spec.find(section.name), manifest::child(path, section.name),
                                  [&](const yaml::Node& item, const std::string& where) {
                                      return sanitize_item(item, where, {section, cilium, nodes != nullptr});
                                  });
        if (fault) return fault;
    }
    return std::nullopt;
}

AgentFault said(AgentFault fault, const std::string& before, CiliumVersion version) {
    const auto complete = [&](const std::string& text) { return before + in_words_of(version, text); };
    fault.text = complete(fault.text);
    for (auto& text : fault.alternatives) text = complete(text);
    return fault;
}

// One spec: its rules, then that only a clusterwide policy may select nodes. `part`: "spec" or "specs".
Fault sanitize_spec(const manifest::Manifest& stored, const yaml::Node& spec, const std::string& path,
                    const std::string& part, const Cilium& cilium) {
    const std::string invalid = "Invalid " + stored.kind + " ";
    if (Fault fault = sanitize_rule(spec, path, cilium)) {
        return said(std::move(*fault), invalid + part + ": ", cilium.version);
    }
    const yaml::Node* nodes = spec.find("nodeSelector");
    if (nodes == nullptr || stored.kind != "CiliumNetworkPolicy") return std::nullopt;
    if (part == "specs" && !has(cilium.version, Behaviour::specs_without_nodes)) return std::nullopt;
    return AgentFault{invalid + "spec: rule cannot have NodeSelector", manifest::child(path, "nodeSelector"),
                      nodes->mark};
}

// Up to 1.18 a NetworkPolicy became a rule of Cilium's and was checked as one. Only its selectors can fail there.
Fault sanitize_network_policy(const manifest::Manifest& stored, CiliumVersion version) {
    const yaml::Node* spec = stored.document.find("spec");
    if (spec == nullptr || has(version, Behaviour::network_policies_as_they_are)) return std::nullopt;
    const auto selector = [&](const yaml::Node& parent, const char* field, const std::string& path, Keys keys) {
        const yaml::Node* node = parent.find(field);
        return node == nullptr ? Fault() : sanitize_selector(*node, manifest::child(path, field), version, keys);
    };
    const auto peer = [&](const yaml::Node& node, const std::string& path) {
        return first_of([&] { return selector(node, "namespaceSelector", path, Keys::of_namespaces); },
                        [&] { return selector(node, "podSelector", path, Keys::of_kubernetes); });
    };
    const auto peers = [&](const char* section, const char* field) {
        return first_fault(spec->find(section), std::string("spec.") + section,
                           [&](const yaml::Node& item, const std::string& path) {
                               return first_fault(item.find(field), manifest::child(path, field), peer);
                           });
    };
    Fault found = first_of([&] { return selector(*spec, "podSelector", "spec", Keys::of_kubernetes); },
                           [&] { return peers("ingress", "from"); }, [&] { return peers("egress", "to"); });
    return found ? said(std::move(*found), "", version) : found;
}

}  // namespace

std::optional<AgentFault> sanitize(const manifest::Manifest& stored, const Cilium& cilium) {
    if (!is_cilium_policy(stored)) return sanitize_network_policy(stored, cilium.version);
    const yaml::Node* spec = stored.document.find("spec");
    const yaml::Node* specs = stored.document.find("specs");
    if (spec == nullptr && specs == nullptr) {
        return AgentFault{"Invalid " + stored.kind + " spec(s): empty policy", "spec", stored.document.mark};
    }
    if (spec != nullptr) {
        if (Fault fault = sanitize_spec(stored, *spec, "spec", "spec", cilium)) return fault;
    }
    return first_fault(specs, "specs", [&](const yaml::Node& item, const std::string& path) {
        return sanitize_spec(stored, item, path, "specs", cilium);
    });
}

}  // namespace pgreach::engine
