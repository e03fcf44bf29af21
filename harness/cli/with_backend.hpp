#pragma once

#include <filesystem>
#include <functional>

#include "backend/backend.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "cli/arguments.hpp"

namespace pgreach::cli {

// What happens on a backend; its answer is the exit code of the program.
using BackendAction = std::function<int(backend::Backend&)>;

// pgreach-probe: where it was said to be, else beside this program.
std::filesystem::path probe_program(const std::string& given);

// Builds the backend that the arguments name and lets the play happen on it. The embedded one makes its private node
// first, so that the play runs inside it, with the user's files and streams. Fails where there can be no such backend
// here.
Result<int> with_backend(const Arguments& arguments, const RunArguments& run, const StopSignal& stop,
                         Progress& progress, const BackendAction& play);

// The options of backend kind with what this program knows of itself, and the pinned defaults.
Result<backend::KindOptions> complete(const Arguments& arguments, backend::KindOptions kind, const std::string& probe);

}  // namespace pgreach::cli
