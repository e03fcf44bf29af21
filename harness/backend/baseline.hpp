#pragma once

#include <string>

#include "backend/semantics.hpp"

namespace pgreach::backend {

// With enable-policy=always the agents deny all that no policy allows, so without policies nothing can connect. To
// have only what is under test decided by the policies under test: sets the baseline, which allows everything but what
// goes in to the pods of this database, and the control, which allows that as well. Nothing for other
// agents.
void set_baseline(const std::string& database, const std::string& ns, Semantics& semantics);

}  // namespace pgreach::backend
