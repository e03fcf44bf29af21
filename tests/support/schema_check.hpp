#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace pgreach::test {

// What of a value a JSON schema does not allow, each with its place. Knows the keywords that reports/record.schema.json
// uses, and is stricter: a key that no schema of an object names is told, too, so that nothing is written that is not
// described.
class SchemaCheck {
  public:
    explicit SchemaCheck(nlohmann::json schema) : root_(std::move(schema)) {}

    std::vector<std::string> complaints(const nlohmann::json& value) {
        found_.clear();
        check({&root_}, value, "");
        return found_;
    }

  private:
    using Json = nlohmann::json;
    using Schemas = std::vector<const Json*>;

    // All that a value must meet: a schema, what it refers to, and what it is made of.
    void expand(const Json& schema, Schemas& all) const {
        all.push_back(&schema);
        if (schema.contains("$ref")) {
            expand(root_.at(Json::json_pointer(schema.at("$ref").get<std::string>().substr(1))), all);
        }
        if (!schema.contains("allOf")) return;
        for (const auto& part : schema.at("allOf")) expand(part, all);
    }

    static bool is_of_type(const Json& value, const std::string& type) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_boolean();
        return type == "integer" && value.is_number_integer();
    }

    void check(const Schemas& given, const Json& value, const std::string& place) {
        Schemas all;
        for (const auto* schema : given) expand(*schema, all);
        for (const auto* schema : all) check_itself(*schema, value, place);
        if (value.is_object()) check_members(all, value, place);
        if (!value.is_array()) return;
        Schemas items;
        for (const auto* schema : all) {
            if (schema->contains("items")) items.push_back(&schema->at("items"));
        }
        for (size_t i = 0; i < value.size(); ++i) check(items, value.at(i), place + "/" + std::to_string(i));
    }

    void check_itself(const Json& schema, const Json& value, const std::string& place) {
        if (schema.contains("type") && !is_of_type(value, schema.at("type"))) {
            found_.push_back(place + " is no " + schema.at("type").get<std::string>());
        }
        if (schema.contains("const") && value != schema.at("const")) found_.push_back(place + " is another value");
        if (schema.contains("enum")) {
            bool known = false;
            for (const auto& one : schema.at("enum")) known = known || one == value;
            if (!known) found_.push_back(place + " cannot be " + value.dump());
        }
        if (!schema.contains("required")) return;
        for (const auto& key : schema.at("required")) {
            if (!value.contains(key.get<std::string>())) found_.push_back(place + " lacks " + key.get<std::string>());
        }
    }

    void check_members(const Schemas& all, const Json& value, const std::string& place) {
        for (const auto& [key, member] : value.items()) {
            Schemas known;
            bool closed = false;  // some schema lists what there is
            for (const auto* schema : all) {
                closed = closed || schema->contains("properties");
                if (schema->contains("properties") && schema->at("properties").contains(key)) {
                    known.push_back(&schema->at("properties").at(key));
                } else if (schema->contains("additionalProperties")) {
                    known.push_back(&schema->at("additionalProperties"));
                }
            }
            if (closed && known.empty()) found_.push_back(place + " has " + key + ", which is not described");
            check(known, member, place + "/" + key);
        }
    }

    Json root_;
    std::vector<std::string> found_;
};

}  // namespace pgreach::test
