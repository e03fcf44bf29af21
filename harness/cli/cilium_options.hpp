#pragma once

#include <string>

#include "engine/cilium.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// Which Cilium is meant where no cluster tells.
struct CiliumOptions {
    std::string release;
    CiliumOptions();  // the newest release that is known
};

void add_cilium_options(CLI::App& command, CiliumOptions& options);

// That Cilium. A release that is newer than any that is known is told on stderr: it is taken to behave as the newest.
engine::Cilium cilium_of(const CiliumOptions& options);

}  // namespace pgreach::cli
