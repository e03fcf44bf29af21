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

// What the schema knows below a key; null where it knows nothing.
const Schema* below(const Schema* schema, const std::string& key) {
    if (schema == nullptr) return nullptr;
    return schema->type == Type::map ? schema->element : schema->field(key);
}

// A Go type has no fields below a value of another type: decoding stops there.
void prune_built_in(const Schema& schema, yaml::Node& node, const std::string& path, Violations& unknown) {
    if (schema.type == Type::list && node.kind == yaml::Kind::list) {
        for (size_t i = 0; i < node.items.size(); ++i) {
            prune_built_in(*schema.element, node.items[i], child(path, i), unknown);
        }
    } else if (schema.type == Type::object && node.kind == yaml::Kind::map) {
        std::erase_if(node.entries, [&](yaml::Entry& entry) {
            const std::string where = child(path, entry.key);
            const Schema* field = schema.field(entry.key);
            if (field != nullptr) prune_built_in(*field, entry.value, where, unknown);
            if (field == nullptr) unknown.push_back({where, entry.mark, "unknown field \"" + where + "\""});
            return field == nullptr;
        });
    }
}

// Fields alone count, not types: a map where a text should be has unknown fields as well.
void prune_into(const Schema* schema, yaml::Node& node, const std::string& path, Violations& unknown) {
    if (schema != nullptr && schema->type == Type::anything) return;
    if (schema != nullptr && schema->built_in) return prune_built_in(*schema, node, path, unknown);
    for (size_t i = 0; i < node.items.size(); ++i) {
        const bool list = schema != nullptr && schema->type == Type::list;
        prune_into(list ? schema->element : nullptr, node.items[i], child(path, i), unknown);
    }
    std::erase_if(node.entries, [&](yaml::Entry& entry) {
        const std::string where = child(path, entry.key);
        const Schema* known = below(schema, entry.key);
        if (known == nullptr) {
            unknown.push_back({where, entry.mark, "unknown field \"" + where + "\""});
            return true;
        }
        prune_into(known, entry.value, where, unknown);
        return false;
    });
}

void drop_nulls_from(const Schema& schema, yaml::Node& node, const std::string& path, Violations& dropped) {
    if (schema.built_in || schema.type == Type::anything) return;
    for (size_t i = 0; schema.type == Type::list && i < node.items.size(); ++i) {
        drop_nulls_from(*schema.element, node.items[i], child(path, i), dropped);
    }
    std::erase_if(node.entries, [&](yaml::Entry& entry) {
        const Schema* known = below(&schema, entry.key);
        if (known == nullptr || known->built_in || known->type == Type::anything) return false;
        const std::string where = child(path, entry.key);
        if (entry.value.is_null()) {
            dropped.push_back({where, entry.mark, "null is as if the field were not there"});
            return true;
        }
        drop_nulls_from(*known, entry.value, where, dropped);
        return false;
    });
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
    if (schema.type == Type::anything || schema.dropped || (schema.built_in && node.is_null())) return;
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
    prune_into(&schema, document, {}, unknown);
    return unknown;
}

Violations drop_nulls(const Schema& schema, yaml::Node& document) {
    Violations dropped;
    drop_nulls_from(schema, document, {}, dropped);
    return dropped;
}

Violations validate(const Schema& schema, const yaml::Node& document) {
    Validator validator;
    validator.visit(schema, document, {});
    return validator.take();
}

}  // namespace pgreach::manifest
