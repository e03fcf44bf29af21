#pragma once

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "engine/cilium.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// The words of the command line that say which Cilium is meant.
void add_cilium_words(CLI::App& command, CiliumArguments& cilium);

// That Cilium. A release that is newer than any that is known is told on stderr: it is taken to behave as the newest.
Result<engine::Cilium> cilium_of(const CiliumArguments& arguments);

}  // namespace pgreach::cli
