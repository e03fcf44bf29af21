#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "manifest/files.hpp"
#include "proc/runner.hpp"

namespace pgreach::world {

// Whether a word of a command line names files as git knows them, "main:policies", and not a file that is there.
bool is_revision(const std::string& word);

// The files at or below that path in that revision, of the repository around the working directory, named
// "main:policies/db.yaml". Fails where git is not there, or has no such revision or path.
Result<std::vector<manifest::File>> read_revision(proc::ProcessRunner& runner, const std::string& word);

}  // namespace pgreach::world
