#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "vectors/vectors.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct VectorsOptions {
    std::vector<std::string> files;
    CiliumOptions cilium;
};

int compare_vectors(const VectorsOptions& options) {
    const auto cilium = cilium_of(options.cilium);
    if (!cilium) return fail(cilium.error());
    vectors::VectorCount total;
    for (const auto& file : options.files) {
        const auto count = vectors::run_vectors(
            file, *cilium, [](const vectors::Mismatch& mismatch) { print(vectors::render(mismatch) + '\n'); });
        if (!count) return fail(count.error());
        if (count->cases == 0) return fail(input_error(file + ": no case in it, so nothing was compared"));
        total += *count;
    }
    print(vectors::render_explained(total) + vectors::render(total) + '\n');
    return total.mismatches == 0 ? verdict::exit_conforms : verdict::exit_finding;
}

Action declare_vectors(CLI::App& command) {
    const auto options = std::make_shared<VectorsOptions>();
    command.add_option("FILE", options->files, "Files of JSON lines, plain or gzipped")->required();
    add_cilium_options(command, options->cilium);
    return [options](const Invocation&) { return compare_vectors(*options); };
}

constexpr const char* vectors_epilogue =
    "Examples:\n"
    "  pgreach vectors fixtures/vectors/*.jsonl.gz   last line: N cases, M verdicts, K mismatches\n"
    "  pgreach vectors --cilium 1.18 FILE            answers of another release, where the file does not say it";

}  // namespace

extern const Command vectors_command{"vectors", "Compare the engine with answers of Cilium's own policy code",
                                     vectors_epilogue, declare_vectors};

}  // namespace pgreach::cli
