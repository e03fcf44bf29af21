#include "lint/variables.hpp"

#include <algorithm>

#include "lint/templates.hpp"
#include "manifest/path.hpp"
#include "manifest/schema.hpp"

namespace pgreach::lint {
namespace {

using manifest::Format;
using manifest::Schema;
using manifest::Type;
using yaml::Node;

// What nobody writes by chance: a block for documentation (RFC 5737), the highest port.
constexpr const char* some_block = "192.0.2.0/24";
constexpr int some_port = 65535;

void set_number(Node& node, std::int64_t number) {
    const Mark mark = node.mark;
    node = yaml::make_integer(number);
    node.mark = mark;
}

// A scalar that the schema takes; the word stays where it is as good as any.
void fill_in(Node& node, const Schema* schema, const std::string& key) {
    if (schema == nullptr) return;
    const bool block =
        schema->format == Format::cidr || key.find("CIDR") != std::string::npos || key == "cidr" || key == "except";
    switch (schema->type) {
        case Type::integer:
        case Type::number:
        case Type::int_or_string:
            return set_number(node, schema->max.value_or(some_port) < some_port ? *schema->max : some_port);
        case Type::boolean: {
            const Mark mark = node.mark;
            node = yaml::make_boolean(true);
            node.mark = mark;
            return;
        }
        default:
            if (!schema->allowed.empty()) node.text = schema->allowed.front();
            if (block) node.text = some_block;
            if (key == "port") node.text = std::to_string(some_port);
            node.kind = yaml::Kind::string;
    }
}

void walk(Node& node, const Schema* schema, const std::string& path, const std::string& key,
          std::vector<std::string>& found) {
    const Schema* element = schema == nullptr ? nullptr : schema->element;
    for (size_t i = 0; i < node.items.size(); ++i) walk(node.items[i], element, manifest::child(path, i), key, found);
    for (auto& entry : node.entries) {
        const Schema* below = schema == nullptr           ? nullptr
                              : schema->type == Type::map ? element
                                                          : schema->field(entry.key);
        if (has_variable(entry.key)) found.push_back(manifest::child(path, entry.key));
        walk(entry.value, below, manifest::child(path, entry.key), entry.key, found);
    }
    if (!node.is_scalar() || !has_variable(node.text)) return;
    found.push_back(path);
    fill_in(node, schema, key);
}

}  // namespace

bool depends_on_variable(const Node& node) {
    return has_variable(node.text) || std::any_of(node.items.begin(), node.items.end(), depends_on_variable) ||
           std::any_of(node.entries.begin(), node.entries.end(), [](const yaml::Entry& entry) {
               return has_variable(entry.key) || depends_on_variable(entry.value);
           });
}

std::vector<std::string> fill_in_variables(manifest::Manifest& policy) {
    std::vector<std::string> found;
    walk(policy.document, manifest::find_schema(policy.kind), "", "", found);
    return found;
}

}  // namespace pgreach::lint
