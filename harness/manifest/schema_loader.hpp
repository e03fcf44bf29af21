#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/schema.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

// Turns tables in the notation of schema/cilium.yaml into schemas, which live as long as it does. A fault in a table is
// ours, so it throws std::logic_error; the tests load all of them.
class SchemaLoader {
  public:
    // As they were in release 1.<release> of Cilium.
    SchemaLoader(const std::vector<const char*>& tables, int release);

    // Null for a kind that no table describes.
    const Schema* find(std::string_view kind) const;

  private:
    const Schema* resolve(const yaml::Node& type, bool built_in);
    const Schema* named(const std::string& name, bool built_in);
    void fill(Schema& schema, const yaml::Node& type, bool built_in);
    void fill_fields(Schema& schema, const yaml::Node& fields, bool built_in);
    void fill_history(Schema& schema, const yaml::Node& type);
    bool fill_shape(Schema& schema, const std::string& key, const yaml::Node& value, bool built_in);

    // What stood in a type's place in our release; null where it is the type itself.
    const yaml::Node* earlier(const yaml::Node& type) const;
    bool later(const yaml::Node& type, const std::string& limit) const;

    int release_;
    std::set<std::string> built_in_;
    std::deque<Schema> schemas_;  // a deque keeps addresses
    std::map<std::string, yaml::Node> types_;
    std::map<std::string, const Schema*> by_name_;
    std::map<std::string, const Schema*, std::less<>> kinds_;
};

}  // namespace pgreach::manifest
