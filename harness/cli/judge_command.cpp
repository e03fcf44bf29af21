#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {

int judge_command(const JudgeArguments& arguments) {
    if (auto writable = check_writable(paths_of(arguments.reports)); !writable) return fail(writable.error());
    const auto text = read_file(arguments.record);
    if (!text) return fail({ErrorKind::usage, text.error().message});
    const auto record = verdict::parse_record(*text);
    if (!record) return fail(Error(record.error()).in(arguments.record));
    return deliver(*record, {arguments.reports, arguments.matrix, arguments.verbose, arguments.quiet});
}

}  // namespace pgreach::cli
