#include "cli/record_command.hpp"

#include <CLI/App.hpp>
#include <memory>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "cli/output.hpp"
#include "cli/output_files.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

struct RecordOptions {
    std::string record;
    Output output;
};

int show_record(const RecordOptions& options) {
    if (auto writable = check_writable(paths_of(options.output.reports)); !writable) return fail(writable.error());
    const auto text = read_file(options.record);
    if (!text) return fail({ErrorKind::usage, text.error().message});
    const auto record = verdict::parse_record(*text);
    if (!record) return fail(Error(record.error()).in(options.record));
    return deliver(*record, options.output);
}

}  // namespace

Action declare_record_command(CLI::App& command) {
    const auto options = std::make_shared<RecordOptions>();
    command.add_option("RECORD", options->record, "A file that run --record wrote")->required();
    add_output_options(command, options->output);
    return [options](const Invocation&) { return show_record(*options); };
}

}  // namespace pgreach::cli
