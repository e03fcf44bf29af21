#pragma once

#include <string>
#include <vector>

#include "reach/compare.hpp"

namespace pgreach::reach {

// A database, two deployments and two namespaces, which all comparisons of these tests are about.
extern const char* const compared_objects;

std::string cilium_policy(const std::string& name, const std::string& spec, const std::string& ns = "db");
// A NetworkPolicy of the database's namespace.
std::string plain(const std::string& name, const std::string& spec);
// To the database's 5432.
std::string let_in(const std::string& name, const std::string& peers, const std::string& port = "5432");

// "db/pg-1:5432 web/api" a line, and classes behind "~"; what the subject reaches behind "to".
std::vector<std::string> lines_of(const std::vector<FlowChange>& changes);

// Two versions of policies beside those objects.
Comparison compare_texts(const std::string& before, const std::string& after, bool all = false);

}  // namespace pgreach::reach
