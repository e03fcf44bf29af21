#pragma once

#include <functional>

#include "backend/backend.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "cli/backend_options.hpp"
#include "cli/command.hpp"

namespace pgreach::cli {

// What is done on a backend; its answer is the exit code of the program.
using BackendAction = std::function<int(backend::Backend&)>;

// Builds the backend that the options name and runs the action on it. For the embedded one that is in a process of its
// own inside a private node, with the user's files and streams. Fails where there can be no such backend here.
Result<int> with_backend(const Invocation& invocation, const BackendOptions& options, const StopSignal& stop,
                         Progress& progress, const BackendAction& action);

// The options of backend kind with what this program knows of itself, and the pinned defaults.
Result<backend::KindOptions> complete_options(const Invocation& invocation, backend::KindOptions kind,
                                              const std::string& probe);

}  // namespace pgreach::cli
