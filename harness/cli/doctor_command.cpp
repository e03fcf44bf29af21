#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/output.hpp"

namespace pgreach::cli {

int doctor_command(const Arguments&) {
    return fail(environment_error("the embedded backend has not landed yet"));
}

}  // namespace pgreach::cli
