#include "manifest/schema.hpp"

#include "manifest/schema_loader.hpp"
#include "manifest/schema_text.hpp"

namespace pgreach::manifest {

const Schema* Schema::field(std::string_view name) const {
    for (const auto& [key, schema] : fields) {
        if (key == name) return schema;
    }
    return nullptr;
}

std::vector<std::string> Schema::field_names() const {
    std::vector<std::string> names;
    names.reserve(fields.size());
    for (const auto& [key, schema] : fields) names.push_back(key);
    return names;
}

const Schema* find_schema(std::string_view kind) {
    static const SchemaLoader loader({cilium_schema_text, kubernetes_schema_text});
    return loader.find(kind);
}

}  // namespace pgreach::manifest
