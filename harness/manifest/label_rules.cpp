#include "manifest/label_rules.hpp"

#include "base/text.hpp"
#include "manifest/pattern.hpp"

namespace pgreach::manifest {
namespace {

using Faults = std::vector<std::string>;

constexpr size_t longest_name = 63;
constexpr size_t longest_prefix = 253;

const std::string name_expression = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const std::string part_expression = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const std::string prefix_expression = part_expression + "(\\." + part_expression + ")*";

const std::string name_rule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" +
    name_expression + "')";
const std::string prefix_rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is '" +
    prefix_expression + "')";
const std::string value_rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(" +
    name_expression + ")?')";

const std::string namespace_rule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '" +
    part_expression + "')";

std::string too_long(size_t most) {
    return "must be no more than " + std::to_string(most) + " bytes";
}

void check_prefix(const std::string& prefix, Faults& faults) {
    if (prefix.empty()) return faults.push_back("prefix part must be non-empty");
    for (const auto& fault : name_faults(prefix)) faults.push_back("prefix part " + fault);
}

void check_name(const std::string& name, Faults& faults) {
    static const Pattern pattern("^" + name_expression + "$");
    if (name.empty()) faults.push_back("name part must be non-empty");
    if (name.size() > longest_name) faults.push_back("name part " + too_long(longest_name));
    if (!pattern.matches(name)) faults.push_back("name part " + name_rule);
}

}  // namespace

Faults label_key_faults(const std::string& key) {
    const auto parts = split(key, '/');
    if (parts.size() > 2) {
        return {"a valid label key " + name_rule +
                " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
    }
    Faults faults;
    if (parts.size() == 2) check_prefix(parts[0], faults);
    check_name(parts.back(), faults);
    return faults;
}

Faults namespace_faults(const std::string& name) {
    static const Pattern pattern("^" + part_expression + "$");
    Faults faults;
    if (name.size() > longest_name) faults.push_back(too_long(longest_name));
    if (!pattern.matches(name)) faults.push_back(namespace_rule);
    return faults;
}

Faults name_faults(const std::string& name) {
    static const Pattern pattern("^" + prefix_expression + "$");
    Faults faults;
    if (name.size() > longest_prefix) faults.push_back(too_long(longest_prefix));
    if (!pattern.matches(name)) faults.push_back(prefix_rule);
    return faults;
}

Faults label_value_faults(const std::string& value) {
    static const Pattern pattern("^(" + name_expression + ")?$");
    Faults faults;
    if (value.size() > longest_name) faults.push_back(too_long(longest_name));
    if (!pattern.matches(value)) faults.push_back(value_rule);
    return faults;
}

}  // namespace pgreach::manifest
