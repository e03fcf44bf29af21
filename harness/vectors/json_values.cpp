#include "vectors/json_values.hpp"

#include <charconv>
#include <string>
#include <utility>

#include "engine/ports.hpp"
#include "model/names.hpp"

namespace pgreach::vectors {

// The library functions would make an int of 1e99 as well, which nothing defines.
int read_port(JsonReader& json) {
    const std::string_view text = json.number();
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc() && end == text.data() + text.size() && value >= 0 && value <= engine::highest_port) {
        return value;
    }
    json.fail(std::string(text) + " is no port");
    return 0;
}

Protocol read_protocol(JsonReader& json) {
    const std::string text(json.text());
    const auto known = from_string<Protocol>(text);
    if (!known) json.fail("unknown protocol '" + text + "'");
    return known.value_or(Protocol::tcp);
}

Labels read_labels(JsonReader& json) {
    Labels labels;
    json.map([&](std::string_view key) {
        std::string& value = labels[std::string(key)];
        value = json.text();
    });
    return labels;
}

manifest::Manifest read_manifest(JsonReader& json) {
    yaml::Node document = json.node();
    const auto text = [](const yaml::Node* parent, const char* field) {
        const yaml::Node* value = parent == nullptr ? nullptr : parent->find(field);
        return value == nullptr || value->kind != yaml::Kind::string ? std::string() : value->text;
    };
    const yaml::Node* metadata = document.find("metadata");
    manifest::Manifest manifest{.api_version = text(&document, "apiVersion"),
                                .kind = text(&document, "kind"),
                                .name = text(metadata, "name"),
                                .ns = text(metadata, "namespace"),
                                .document = {},
                                .source = nullptr};
    manifest.document = std::move(document);
    return manifest;
}

// Reads the parts of one case. A map of JSON has no order, so first where each part stands is noted.

}  // namespace pgreach::vectors
