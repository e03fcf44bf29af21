#pragma once

#include <string>

#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::cli {

// A line for each need of CNPG that a flow serves, with what breaks without it.
std::string needs_text(const World& world, const Flow& flow);

}  // namespace pgreach::cli
