#include "cli/command.hpp"
#include "cli/record_command.hpp"

namespace pgreach::cli {
namespace {

constexpr const char* report_epilogue =
    "Examples:\n"
    "  pgreach report run.json --report junit=out.xml\n"
    "  pgreach report run.json --report json=-       on standard output";

}  // namespace

extern const Command report_command{"report", "Write reports of a record", report_epilogue, declare_record_command};

}  // namespace pgreach::cli
