#include "yaml/node.hpp"

#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace pgreach::yaml {

std::string_view to_string(Kind kind) {
    switch (kind) {
        case Kind::null:
            return "null";
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::real:
            return "number";
        case Kind::string:
            return "string";
        case Kind::list:
            return "list";
        case Kind::map:
            return "map";
    }
    return "";
}

const Node* Node::find(std::string_view key) const {
    for (const auto& entry : entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

std::optional<std::int64_t> Node::as_integer() const {
    if (kind != Kind::integer) return std::nullopt;
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    int base = 10;
    const bool negative = digits.starts_with('-');
    if (digits.starts_with("0x")) base = 16;
    if (digits.starts_with("0o")) base = 8;
    if (base != 10) digits.remove_prefix(2);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size() || (negative && base != 10)) return std::nullopt;
    return value;
}

std::optional<bool> Node::as_boolean() const {
    if (kind != Kind::boolean || text.empty()) return std::nullopt;
    const char first = text[0];
    if (first == 'o' || first == 'O') return text.size() == 2;  // on, off
    return first == 't' || first == 'T' || first == 'y' || first == 'Y';
}

bool Node::operator==(const Node& other) const {
    return kind == other.kind && text == other.text && items == other.items && entries == other.entries;
}

Node make_string(std::string text) {
    return {.kind = Kind::string, .text = std::move(text)};
}
Node make_integer(std::int64_t value) {
    return {.kind = Kind::integer, .text = std::to_string(value)};
}
Node make_boolean(bool value) {
    return {.kind = Kind::boolean, .text = value ? "true" : "false"};
}
Node make_list(std::vector<Node> items) {
    return {.kind = Kind::list, .items = std::move(items)};
}
Node make_map(std::vector<Entry> entries) {
    return {.kind = Kind::map, .entries = std::move(entries)};
}

namespace {

nlohmann::ordered_json json_of(const Node& node) {
    using Json = nlohmann::ordered_json;
    switch (node.kind) {
        case Kind::null:
            return nullptr;
        case Kind::boolean:
            return node.as_boolean().value_or(false);
        case Kind::integer:
            if (const auto value = node.as_integer()) return *value;
            return std::strtod(node.text.c_str(), nullptr);  // too large for 64 bits: what JSON readers do as well
        case Kind::real:
            return std::strtod(node.text.c_str(), nullptr);
        case Kind::string:
            return node.text;
        case Kind::list: {
            Json list = Json::array();
            for (const auto& item : node.items) list.push_back(json_of(item));
            return list;
        }
        case Kind::map: {
            Json map = Json::object();
            for (const auto& entry : node.entries)
                map.get_ref<nlohmann::ordered_json::object_t&>().emplace_back(
                    entry.key, json_of(entry.value));  // operator[] looks through all of them
            return map;
        }
    }
    return nullptr;
}

}  // namespace

std::string to_json(const Node& node) {
    return json_of(node).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace pgreach::yaml
