#include "manifest/schema.hpp"

#include <map>
#include <mutex>

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

const Schema* find_schema(std::string_view kind, int release) {
    static std::mutex mutex;
    static std::map<int, SchemaLoader> loaders;
    const std::lock_guard lock(mutex);
    const auto [loader, added] =
        loaders.try_emplace(release, std::vector<const char*>{cilium_schema_text, kubernetes_schema_text}, release);
    return loader->second.find(kind);
}

}  // namespace pgreach::manifest
