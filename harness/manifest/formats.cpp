#include "manifest/formats.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "manifest/cidr.hpp"
#include "manifest/label_rules.hpp"

namespace pgreach::manifest {
namespace {

// A port of a NetworkPolicy: a number, or a name as IsValidPortName has it.
std::string check_port(const yaml::Node& value) {
    if (value.kind != yaml::Kind::string) {
        const auto number = value.as_integer();
        return number && *number >= 1 && *number <= 65535 ? "" : "must be between 1 and 65535, inclusive";
    }
    static const Pattern letters_and_digits("^[-a-z0-9]+$");
    static const Pattern a_letter("[a-z]");
    static const Pattern misplaced_dash("--|^-|-$");
    const std::string& name = value.text;
    if (name.size() > 15) return "must be no more than 15 characters";
    if (!letters_and_digits.matches(name))
        return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
    if (!a_letter.matches(name)) return "must contain at least one letter (a-z)";
    if (misplaced_dash.matches(name)) return "must not contain consecutive hyphens, nor begin or end with one";
    return {};
}

// Go's \PC: no control characters. What Unicode has beyond ASCII is taken as printable.
bool is_printable(const std::string& text) {
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

std::string check_format(Format format, const yaml::Node& value) {
    switch (format) {
        case Format::none:
            return {};
        case Format::cidr:
            return parse_cidr_sloppily(value.text) ? "" : "must be of type cidr, e.g. 192.0.2.0/24 or 192.0.2.1/32";
        case Format::port:
            return check_port(value);
        case Format::label_key:
            return join(label_key_faults(value.text), "; ");
        case Format::label_value:
            return join(label_value_faults(value.text), "; ");
        case Format::name:
            return join(name_faults(value.text), "; ");
        case Format::printable:
            return is_printable(value.text) ? "" : "must have printable characters only";
    }
    return {};
}

}  // namespace pgreach::manifest
