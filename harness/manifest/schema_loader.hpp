#pragma once

#include <deque>
#include <map>
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
    const Schema* resolve(const yaml::Node& type, bool nullable);
    const Schema* named(const std::string& name, bool nullable);
    void fill(Schema& schema, const yaml::Node& type, bool nullable);
    void fill_fields(Schema& schema, const yaml::Node& fields, bool nullable);
    void fill_history(Schema& schema, const yaml::Node& type);
    bool fill_shape(Schema& schema, const std::string& key, const yaml::Node& value, bool nullable);

    int release_;
    std::deque<Schema> schemas_;  // a deque keeps addresses
    std::map<std::string, yaml::Node> types_;
    std::map<std::string, const Schema*> by_name_;
    std::map<std::string, const Schema*, std::less<>> kinds_;
};

}  // namespace pgreach::manifest
