#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/labels.hpp"
#include "yaml/node.hpp"

namespace pgreach::engine {

// `equals` is what matchLabels asks for; the others are those of matchExpressions.
enum class Operator : std::uint8_t { equals, in, not_in, exists, does_not_exist };

struct Requirement {
    LabelKey key;
    Operator op = Operator::equals;
    std::vector<std::string> values = {};  // sorted

    bool matches(const IdentityLabels& labels) const;
    auto operator<=>(const Requirement&) const = default;
};

// All requirements must hold; none means everything.
struct Selector {
    std::vector<Requirement> requirements;

    bool matches(const IdentityLabels& labels) const;
    bool asks_for(const LabelKey& key) const;
    bool asks_for_prefix(std::string_view source, std::string_view prefix) const;
    // As an entry of matchLabels: it replaces one of the same key.
    void require(LabelKey key, std::string_view value);
    void require(LabelKey key, Operator op);
    auto operator<=>(const Selector&) const = default;
};

// A LabelSelector (matchLabels, matchExpressions) whose shape the schema has checked. Keys without a source get this
// one: "any" in Cilium's policies, "k8s" in Kubernetes'.
Selector parse_selector(const yaml::Node& node, std::string_view source);

// "role=backend", "env In (prod, test)", "app exists".
std::string to_text(const Requirement& requirement);
// All of them, joined by ", "; "everything" where there is none.
std::string to_text(const Selector& selector);

}  // namespace pgreach::engine
