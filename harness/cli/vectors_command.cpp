#include <fmt/format.h>

#include "cli/cilium_words.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "vectors/vectors.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {

int vectors_command(const VectorsArguments& arguments) {
    const auto cilium = cilium_of(arguments.cilium);
    if (!cilium) return fail(cilium.error());
    vectors::VectorCount total;
    for (const auto& file : arguments.files) {
        const auto count = vectors::run_vectors(
            file, *cilium, [](const vectors::Mismatch& mismatch) { fmt::print("{}\n", vectors::render(mismatch)); });
        if (!count) return fail(count.error());
        total += *count;
    }
    fmt::print("{}{}\n", vectors::render_explained(total), vectors::render(total));
    return total.mismatches == 0 ? verdict::exit_conforms : verdict::exit_finding;
}

}  // namespace pgreach::cli
