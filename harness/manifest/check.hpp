#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "manifest/schema.hpp"
#include "yaml/node.hpp"

namespace pgreach::manifest {

// One fault of an object, in the API server's words.
struct Violation {
    std::string path;  // spec.ingress[0].toPorts[0].ports[0].port; empty for the object itself
    Mark mark;
    std::string text;
};
using Violations = std::vector<Violation>;

// Removes the fields that the schema does not know, and tells which: strict validation refuses them, else the rest is
// stored.
Violations prune(const Schema& schema, yaml::Node& document);

// Removes the fields of a custom resource that are null, as the API server does before it looks at the schema, and
// tells which (apiextensions-apiserver, PruneNonNullableNullsWithoutDefaults). Items of lists and built-in types are
// left.
Violations drop_nulls(const Schema& schema, yaml::Node& document);

// Where the object breaks its schema (types, limits, enums, oneOf, anyOf). Unknown fields are no matter here.
Violations validate(const Schema& schema, const yaml::Node& document);

}  // namespace pgreach::manifest
