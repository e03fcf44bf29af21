#pragma once

#include "base/diagnostic.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {

// A remedy may close pods as its author meant, and CloudNativePG's with them: such a remedy names the policy to apply
// with it. Looks at findings about policies that close nothing yet: rejected, no-effect.
void add_what_closing_needs(const Given& given, Diagnostics& findings);

}  // namespace pgreach::lint
