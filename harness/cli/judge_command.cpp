#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "run/judge.hpp"
#include "run/record_json.hpp"

namespace pgreach::cli {

int judge_command(const JudgeArguments& arguments) {
    if (auto writable = check_writable(paths_of(arguments.reports)); !writable) return fail(writable.error());
    const auto text = read_file(arguments.record);
    if (!text) return fail({ErrorKind::usage, text.error().message});
    auto record = run::parse_record(*text);
    if (!record) return fail(std::move(record).error().in(arguments.record));
    run::judge(*record);
    return deliver(*record, {arguments.reports, arguments.verbose, arguments.quiet});
}

}  // namespace pgreach::cli
