#pragma once

#include "base/result.hpp"

namespace pgreach::cli {

// What the whole process needs, to be called first. Descriptors 0 to 2 are taken, so that no file that is opened later
// becomes standard output; a reader that goes away is an error of writing; and where even an error cannot be handled
// (no memory left), a message and an exit code say so.
void prepare_process();

// Whether the stack is as large as our parsers and libraries may need; they recurse as deep as their limits permit.
Result<void> check_stack();

}  // namespace pgreach::cli
