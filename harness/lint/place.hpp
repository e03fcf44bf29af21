#pragma once

#include <string>

#include "manifest/manifest.hpp"
#include "manifest/schema.hpp"
#include "yaml/node.hpp"

namespace pgreach::lint {

// Where a path ("spec.ingress[0].toPorts[0].port") leads in a document, and in its schema beside it. What is not in
// the document is as near as one gets: then `path` is that of the parent, and `node` is the parent.
struct Place {
    std::string path;
    const yaml::Node* node = nullptr;                 // the value
    const manifest::Schema* schema = nullptr;         // null where the schema does not know the place
    const manifest::Schema* parent_schema = nullptr;  // of the object that the field stands in
    std::string field;                                // the last name of the path asked for, without an index
};
Place find_place(const manifest::Manifest& manifest, const std::string& path);

// Where objects of this kind have a field of that name: "spec.ingress[].toPorts[].ports[].port". Of several, the one
// nearest to `path`. Empty where there is none.
std::string find_home(const manifest::Schema& root, const std::string& field, const std::string& path);

}  // namespace pgreach::lint
