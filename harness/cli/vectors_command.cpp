#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "engine/vectors.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

int compare_vectors(const std::vector<std::string>& files) {
    engine::VectorCount total;
    for (const auto& file : files) {
        const auto count =
            engine::run_vectors(file, [](const engine::Mismatch& mismatch) { print(engine::render(mismatch) + '\n'); });
        if (!count) return fail(count.error());
        total += *count;
    }
    print(engine::render(total) + '\n');
    return total.mismatches == 0 ? verdict::exit_conforms : verdict::exit_finding;
}

Action declare_vectors(CLI::App& command) {
    const auto files = std::make_shared<std::vector<std::string>>();
    command.add_option("FILE", *files, "Files of JSON lines, plain or gzipped")->required();
    return [files](const Invocation&) { return compare_vectors(*files); };
}

constexpr const char* vectors_epilogue =
    "Examples:\n"
    "  pgreach vectors fixtures/vectors/*.jsonl.gz   last line: N cases, M verdicts, K mismatches";

}  // namespace

extern const Command vectors_command{"vectors", "Compare the engine with answers of Cilium's own policy code",
                                     vectors_epilogue, declare_vectors};

}  // namespace pgreach::cli
