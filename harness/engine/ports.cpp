#include "engine/ports.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "manifest/pattern.hpp"
#include "model/names.hpp"

namespace pgreach::engine {
namespace {

constexpr size_t longest_service_name = 15;

struct Digits {
    int base;
    std::string text;
};

Digits digits_of(const std::string& text) {
    if (text.size() < 2 || text[0] != '0') return {10, text};
    switch (std::tolower(static_cast<unsigned char>(text[1]))) {
        case 'x':
            return {16, text.substr(2)};
        case 'o':
            return {8, text.substr(2)};
        case 'b':
            return {2, text.substr(2)};
        default:
            return {8, text.substr(1)};
    }
}

// Go lets one underscore stand between digits, and after a base's prefix, but only where the base is in the text.
bool underscores_are_sound(const std::string& text) {
    if (text.find('_') == std::string::npos) return true;
    const bool has_base = text.size() > 1 && text[0] == '0';
    return has_base && text.find("__") == std::string::npos && text.back() != '_';
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const int lower = std::tolower(static_cast<unsigned char>(c));
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

// Nothing for what has no ports (GRE and its like).
std::optional<ProtocolSet> parse_protocol(const yaml::Node* node) {
    if (node == nullptr || node->text.empty() || node->text == "ANY") return every_protocol;
    if (const auto protocol = from_string<Protocol>(node->text)) return only(*protocol);
    return std::nullopt;
}

int integer_of(const yaml::Node* node) {
    return node == nullptr ? 0 : static_cast<int>(node->as_integer().value_or(0));
}

}  // namespace

bool is_service_name(const std::string& text) {
    static const manifest::Pattern pattern("^([a-zA-Z0-9]-?)*[a-zA-Z](-?[a-zA-Z0-9])*$");
    return !text.empty() && text.size() <= longest_service_name && pattern.matches(text);
}

std::optional<PortNumber> parse_port_number(const std::string& text) {
    const auto [base, digits] = digits_of(text);
    if (digits.empty() || !underscores_are_sound(text)) return std::nullopt;
    PortNumber number;
    for (const char c : digits) {
        if (c == '_') continue;
        const int digit = digit_value(c);
        if (digit >= base) return std::nullopt;
        if (!number.out_of_range) number.value = number.value * base + digit;
        if (number.value > highest_port) number.out_of_range = true;
    }
    return number;
}

std::vector<PortRange> parse_port_rules(const yaml::Node& to_ports) {
    std::vector<PortRange> ranges;
    for (const auto& rule : to_ports.items) {
        const yaml::Node* ports = rule.find("ports");
        if (ports == nullptr) continue;
        for (const auto& item : ports->items) {
            const auto protocols = parse_protocol(item.find("protocol"));
            if (!protocols) continue;
            PortRange range{.protocols = *protocols, .from = 0, .to = integer_of(item.find("endPort"))};
            const yaml::Node* port = item.find("port");
            const std::string text = port == nullptr ? "0" : port->text;
            if (is_service_name(text)) {
                range.name = lower_case(text);
            } else {
                // What is none gets here where deny rules are not checked; Go's ParseUint gives its nearest then.
                range.from = std::min(parse_port_number(text).value_or(PortNumber{}).value, highest_port);
            }
            ranges.push_back(std::move(range));
        }
    }
    return ranges;
}

PortRange parse_network_policy_port(const yaml::Node& port) {
    const yaml::Node* protocol = port.find("protocol");
    PortRange range{.protocols = only(Protocol::tcp), .from = 0, .to = integer_of(port.find("endPort"))};
    if (protocol != nullptr && !protocol->is_null()) range.protocols = parse_protocol(protocol).value_or(0);
    const yaml::Node* number = port.find("port");
    if (number == nullptr || number->is_null()) return range;
    if (number->kind == yaml::Kind::string && is_service_name(number->text)) {
        range.name = number->text;
    } else {
        range.from = integer_of(number);
    }
    return range;
}

}  // namespace pgreach::engine
