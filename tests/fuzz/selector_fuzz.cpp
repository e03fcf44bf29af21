// Any text as the keys and values of a selector: parsing, checking, matching and naming it must not crash, and a
// selector that asks for a label's own key and value matches that label.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.hpp"
#include "engine/sanitize_parts.hpp"
#include "engine/selector.hpp"

using namespace pgreach;

namespace {

yaml::Node selector_of(const std::string& key, const std::string& op, const std::string& value) {
    yaml::Node expression = yaml::make_map({{"key", {}, yaml::make_string(key)},
                                            {"operator", {}, yaml::make_string(op)},
                                            {"values", {}, yaml::make_list({yaml::make_string(value)})}});
    return yaml::make_map({{"matchLabels", {}, yaml::make_map({{key, {}, yaml::make_string(value)}})},
                           {"matchExpressions", {}, yaml::make_list({std::move(expression)})}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parts = split(std::string(reinterpret_cast<const char*>(data), size), '\n');
    const std::string& key = parts[0];
    const std::string value = parts.size() > 1 ? parts[1] : "";
    const std::string op = parts.size() > 2 ? parts[2] : "In";
    const auto node = selector_of(key, op, value);
    (void)engine::sanitize_selector(node, "spec.endpointSelector");
    const auto selector = engine::parse_selector(node, "any");
    (void)engine::to_text(selector);

    const auto asked = engine::parse_label_key(key, "any");
    engine::IdentityLabels labels;
    labels.labels = {{asked.source == "any" ? "k8s" : asked.source, asked.key, value}};
    engine::Selector own;
    own.require(asked, value);
    if (asked.source != "cidr" && !own.matches(labels)) std::abort();
    (void)selector.matches(labels);
    return 0;
}
