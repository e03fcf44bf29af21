#include "manifest/check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "manifest/formats.hpp"
#include "manifest/limits.hpp"
#include "manifest/path.hpp"

namespace pgreach::manifest {
namespace {

void prune_into(const Schema& schema, yaml::Node& node, const std::string& path, Violations& unknown) {
    if (schema.type == Type::list && node.kind == yaml::Kind::list) {
        for (size_t i = 0; i < node.items.size(); ++i) {
            prune_into(*schema.element, node.items[i], child(path, i), unknown);
        }
    } else if (schema.type == Type::map && node.kind == yaml::Kind::map) {
        for (auto& entry : node.entries) prune_into(*schema.element, entry.value, child(path, entry.key), unknown);
    } else if (schema.type == Type::object && node.kind == yaml::Kind::map) {
        std::vector<yaml::Entry> known;
        for (auto& entry : node.entries) {
            const std::string where = child(path, entry.key);
            if (const Schema* field = schema.field(entry.key)) {
                prune_into(*field, entry.value, where, unknown);
                known.push_back(std::move(entry));
            } else {
                unknown.push_back({where, entry.mark, "unknown field \"" + where + "\""});
            }
        }
        node.entries = std::move(known);
    }
}

class Validator {
  public:
    void visit(const Schema& schema, const yaml::Node& node, const std::string& path);
    Violations take() { return std::move(found_); }

  private:
    void complain(const std::string& path, Mark mark, const std::string& text) {
        found_.push_back({path, mark, path.empty() ? text : path + ": " + text});
    }
    void visit_object(const Schema& schema, const yaml::Node& node, const std::string& path);
    void visit_map(const Schema& schema, const yaml::Node& node, const std::string& path);

    Violations found_;
};

void Validator::visit(const Schema& schema, const yaml::Node& node, const std::string& path) {
    if (schema.type == Type::anything || (schema.nullable && node.is_null())) return;
    if (!has_type(schema.type, node)) {
        const std::string wanted(to_string(schema.type));
        return complain(path, node.mark,
                        "Invalid value: \"" + std::string(to_string(node.kind)) + "\": must be of type " + wanted);
    }
    for (const auto& text : broken_limits(schema, node)) complain(path, node.mark, text);
    if (schema.type == Type::object) visit_object(schema, node, path);
    if (schema.type == Type::map) visit_map(schema, node, path);
    if (schema.type == Type::list) {
        for (size_t i = 0; i < node.items.size(); ++i) visit(*schema.element, node.items[i], child(path, i));
    }
}

void Validator::visit_map(const Schema& schema, const yaml::Node& node, const std::string& path) {
    for (const auto& entry : node.entries) {
        if (const auto fault = check_format(schema.key_format, yaml::make_string(entry.key)); !fault.empty()) {
            complain(path, entry.mark, "Invalid value: \"" + entry.key + "\": " + fault);
        }
        visit(*schema.element, entry.value, child(path, entry.key));
    }
}

void Validator::visit_object(const Schema& schema, const yaml::Node& node, const std::string& path) {
    const auto has = [&node](const std::string& field) { return node.find(field) != nullptr; };
    for (const auto& field : schema.required) {
        if (!has(field)) complain(child(path, field), node.mark, "Required value");
    }
    const auto given = std::count_if(schema.one_of.begin(), schema.one_of.end(), has);
    if (!schema.one_of.empty() && given != 1) {
        complain(path, node.mark,
                 "Invalid value: must have exactly one of " + join(schema.one_of, ", ") + " (oneOf), it has " +
                     std::to_string(given));
    }
    if (!schema.any_of.empty() && std::none_of(schema.any_of.begin(), schema.any_of.end(), has)) {
        complain(path, node.mark, "Invalid value: must have at least one of " + join(schema.any_of, ", ") + " (anyOf)");
    }
    for (const auto& entry : node.entries) {
        if (const Schema* field = schema.field(entry.key)) visit(*field, entry.value, child(path, entry.key));
    }
}

}  // namespace

Violations prune(const Schema& schema, yaml::Node& document) {
    Violations unknown;
    prune_into(schema, document, {}, unknown);
    return unknown;
}

Violations validate(const Schema& schema, const yaml::Node& document) {
    Validator validator;
    validator.visit(schema, document, {});
    return validator.take();
}

}  // namespace pgreach::manifest
