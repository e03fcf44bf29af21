#pragma once

#include <vector>

#include "lint/lint.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {

// Reads the manifests of all files and asks API server and agent about each. What cannot be read, or would not be in
// force, is an error in the report; the rest is what the checks look at.
Given admit(const std::vector<File>& files, const Options& options, LintResult& report);

}  // namespace pgreach::lint
