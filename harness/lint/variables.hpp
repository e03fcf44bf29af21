#pragma once

#include <string>
#include <vector>

#include "manifest/manifest.hpp"

namespace pgreach::lint {

// What a template leaves open in an object: templates.hpp puts words there, in place of expressions.

// An expression is part of this value or of something below it, keys included.
bool depends_on_variable(const yaml::Node& node);

// Puts into each place that depends on an expression a value that the API server takes there, and tells the places by
// their paths. Labels and names keep the word: equal expressions are equal.
std::vector<std::string> fill_in_variables(manifest::Manifest& policy);

}  // namespace pgreach::lint
