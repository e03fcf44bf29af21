#include "cli/command.hpp"
#include "cli/record_command.hpp"

namespace pgreach::cli {
namespace {

constexpr const char* judge_epilogue =
    "Examples:\n"
    "  pgreach judge run.json                        exits as the run did";

}  // namespace

extern const Command judge_command{"judge", "Judge a record again", judge_epilogue, declare_record_command};

}  // namespace pgreach::cli
