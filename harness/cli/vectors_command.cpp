#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "engine/vectors.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {

int vectors_command(const VectorsArguments& vectors) {
    engine::VectorCount total;
    for (const auto& file : vectors.files) {
        const auto count = engine::run_vectors(
            file, [](const engine::Mismatch& mismatch) { fmt::print("{}\n", engine::render(mismatch)); });
        if (!count) return fail(count.error());
        total += *count;
    }
    fmt::print("{}\n", engine::render(total));
    return total.mismatches == 0 ? verdict::exit_conforms : verdict::exit_finding;
}

}  // namespace pgreach::cli
