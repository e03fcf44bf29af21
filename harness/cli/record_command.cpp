#include "cli/record_command.hpp"

#include <CLI/App.hpp>
#include <memory>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "cli/output.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

struct RecordOptions {
    std::string record;
    Output output;
};

int show_record(const RecordOptions& options) {
    const auto files = OutputFiles::claim(files_of(options.output.reports));
    if (!files) return fail(files.error());
    const auto text = read_file(options.record, verdict::largest_record);
    if (!text) return fail({ErrorKind::usage, text.error().message});
    const auto record = verdict::parse_record(*text);
    if (!record) return fail(Error(record.error()).in(options.record));
    return deliver(*record, options.output, *files);
}

}  // namespace

Action declare_record_command(CLI::App& command) {
    const auto options = std::make_shared<RecordOptions>();
    command.add_option("RECORD", options->record, "A file that run --record wrote")->required();
    add_output_options(command, options->output);
    return [options](const Invocation&) { return show_record(*options); };
}

}  // namespace pgreach::cli
