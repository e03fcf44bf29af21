#include "manifest/limits.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/text.hpp"
#include "manifest/formats.hpp"

namespace pgreach::manifest {
namespace {

using Faults = std::vector<std::string>;

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

// JSON has one type of number, so 1.0 and 1e3 are integers.
bool is_integer(const yaml::Node& node) {
    if (node.kind == yaml::Kind::integer) return true;
    if (node.kind != yaml::Kind::real) return false;
    const double value = std::strtod(node.text.c_str(), nullptr);
    return std::isfinite(value) && std::floor(value) == value;
}

double number_of(const yaml::Node& node) {
    if (const auto value = node.as_integer()) return static_cast<double>(*value);
    return std::strtod(node.text.c_str(), nullptr);
}

size_t characters(const std::string& text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void check_text(const Schema& schema, const std::string& text, Faults& faults) {
    const auto& allowed = schema.allowed;
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
        std::vector<std::string> values;
        for (const auto& value : allowed) values.push_back(quoted(value));
        faults.push_back("Unsupported value: " + quoted(text) + ": supported values: " + join(values, ", "));
    }
    if (schema.max_length && characters(text) > *schema.max_length) {
        faults.push_back("Too long: may not be more than " + std::to_string(*schema.max_length) + " characters");
    }
    if (schema.min_length && characters(text) < *schema.min_length) {
        faults.push_back("Invalid value: " + quoted(text) + ": should be at least " +
                         std::to_string(*schema.min_length) + " chars long");
    }
    if (schema.pattern && !schema.pattern->matches(text)) {
        faults.push_back("Invalid value: " + quoted(text) + ": should match '" + schema.pattern->expression() + "'");
    }
}

void check_number(const Schema& schema, const yaml::Node& node, Faults& faults) {
    const double value = number_of(node);
    if (schema.min && value < static_cast<double>(*schema.min)) {
        faults.push_back("Invalid value: " + node.text + ": should be greater than or equal to " +
                         std::to_string(*schema.min));
    }
    if (schema.max && value > static_cast<double>(*schema.max)) {
        faults.push_back("Invalid value: " + node.text + ": should be less than or equal to " +
                         std::to_string(*schema.max));
    }
}

void check_size(const Schema& schema, const yaml::Node& list, Faults& faults) {
    const auto& items = list.items;
    if (schema.max_items && items.size() > *schema.max_items) {
        faults.push_back("Too many: " + std::to_string(items.size()) + ": must have at most " +
                         std::to_string(*schema.max_items) + " items");
    }
    if (schema.min_items && items.size() < *schema.min_items) {
        faults.push_back("Invalid value: should have at least " + std::to_string(*schema.min_items) + " items");
    }
    for (size_t i = 0; schema.unique && i < items.size(); ++i) {
        if (std::find(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), items[i]) !=
            items.begin() + static_cast<std::ptrdiff_t>(i)) {
            faults.push_back("Duplicate value: " + quoted(items[i].text));
        }
    }
}

}  // namespace

std::string_view to_string(Type type) {
    switch (type) {
        case Type::anything:
            return "any";
        case Type::string:
            return "string";
        case Type::boolean:
            return "boolean";
        case Type::integer:
            return "integer";
        case Type::number:
            return "number";
        case Type::int_or_string:
            return "integer or string";
        case Type::list:
            return "array";
        case Type::map:
        case Type::object:
            return "object";
    }
    return "";
}

bool has_type(Type type, const yaml::Node& node) {
    switch (type) {
        case Type::anything:
            return true;
        case Type::string:
            return node.kind == yaml::Kind::string;
        case Type::boolean:
            return node.kind == yaml::Kind::boolean;
        case Type::integer:
            return is_integer(node);
        case Type::number:
            return node.kind == yaml::Kind::integer || node.kind == yaml::Kind::real;
        case Type::int_or_string:
            return node.kind == yaml::Kind::string || is_integer(node);
        case Type::list:
            return node.kind == yaml::Kind::list;
        case Type::map:
        case Type::object:
            return node.kind == yaml::Kind::map;
    }
    return false;
}

std::vector<std::string> broken_limits(const Schema& schema, const yaml::Node& node) {
    Faults faults;
    if (node.kind == yaml::Kind::string) check_text(schema, node.text, faults);
    if (node.kind == yaml::Kind::integer || node.kind == yaml::Kind::real) check_number(schema, node, faults);
    if (node.kind == yaml::Kind::list) check_size(schema, node, faults);
    if (const auto fault = check_format(schema.format, node); !fault.empty()) {
        faults.push_back("Invalid value: " + quoted(node.text) + ": " + fault);
    }
    return faults;
}

}  // namespace pgreach::manifest
