#pragma once

#include <set>
#include <string>

#include "yaml/node.hpp"

namespace pgreach::backend {

// Whether a policy, or a part of one, speaks of addresses …
bool speaks_of_addresses(const yaml::Node& node);
// … of one of these values …
bool speaks_of(const yaml::Node& node, const std::set<std::string>& values);
// … or chooses by this label, from wherever it comes.
bool chooses_by(const yaml::Node& node, const std::string& key);

}  // namespace pgreach::backend
