#include <CLI/App.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/record_command.hpp"

namespace pgreach::cli {
namespace {

struct JudgeOptions {
    std::string record;
    Output output;
};

Action declare_judge(CLI::App& command) {
    const auto options = std::make_shared<JudgeOptions>();
    command.add_option("RECORD", options->record, "A file that run --record wrote")->required();
    add_output_options(command, options->output);
    return [options](const Invocation&) { return show_record(options->record, options->output); };
}

constexpr const char* judge_epilogue =
    "Examples:\n"
    "  pgreach judge run.json                        exits as the run did";

}  // namespace

extern const Command judge_command{"judge", "Judge a record again", judge_epilogue, declare_judge};

}  // namespace pgreach::cli
