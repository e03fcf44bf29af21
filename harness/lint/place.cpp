#include "lint/place.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <deque>
#include <system_error>
#include <utility>

#include "manifest/path.hpp"

namespace pgreach::lint {
namespace {

using manifest::Schema;

// Names of labels hold dots, so a path cannot be cut: its pieces are found by walking the document.
bool leads_to(const std::string& part, const std::string& path) {
    if (!path.starts_with(part)) return false;
    return path.size() == part.size() || path[part.size()] == '.' || path[part.size()] == '[';
}

const Schema* schema_below(const Schema* schema, const std::string& field) {
    if (schema == nullptr) return nullptr;
    return schema->type == manifest::Type::map ? schema->element : schema->field(field);
}

bool step_into_map(Place& place, const std::string& target) {
    for (const auto& entry : place.node->entries) {
        const std::string path = manifest::child(place.path, entry.key);
        if (!leads_to(path, target)) continue;
        place = {path, &entry.value, schema_below(place.schema, entry.key), place.schema, entry.key};
        return true;
    }
    return false;
}

bool step_into_list(Place& place, const std::string& target) {
    const char* digits = target.data() + place.path.size() + 1;
    size_t index = 0;
    const auto [end, error] = std::from_chars(digits, target.data() + target.size(), index);
    if (target[place.path.size()] != '[' || error != std::errc() || index >= place.node->items.size()) return false;
    place.path = manifest::child(place.path, index);
    place.node = &place.node->items[index];
    place.schema = place.schema == nullptr ? nullptr : place.schema->element;
    return true;
}

std::string without_indices(const std::string& path) {
    std::string result;
    for (const char c : path) {
        if (std::isdigit(static_cast<unsigned char>(c)) == 0 || !result.ends_with('[')) result += c;
    }
    return result;
}

size_t common_prefix(const std::string& a, const std::string& b) {
    const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<size_t>(end - a.begin());
}

}  // namespace

Place find_place(const manifest::Manifest& manifest, const std::string& path) {
    Place place{{}, &manifest.document, manifest::find_schema(manifest.kind), nullptr, {}};
    while (place.path != path && (step_into_map(place, path) || step_into_list(place, path))) {
    }
    if (place.path == path || place.node->kind != yaml::Kind::map) return place;
    place.parent_schema = std::exchange(place.schema, nullptr);
    place.field = path.substr(place.path.empty() ? 0 : place.path.size() + 1);
    return place;
}

std::string find_home(const Schema& root, const std::string& field, const std::string& path) {
    struct Visit {
        const Schema* schema;
        std::string path;
    };
    const std::string here = without_indices(path);
    std::string best;
    std::deque<Visit> queue = {{&root, {}}};
    while (!queue.empty()) {
        const Visit visit = std::move(queue.front());
        queue.pop_front();
        if (visit.schema->type == manifest::Type::list) queue.push_back({visit.schema->element, visit.path + "[]"});
        for (const auto& [name, below] : visit.schema->fields) {
            std::string found = manifest::child(visit.path, name);
            if (name == field && (best.empty() || common_prefix(found, here) > common_prefix(best, here))) best = found;
            queue.push_back({below, std::move(found)});
        }
    }
    return best;
}

}  // namespace pgreach::lint
