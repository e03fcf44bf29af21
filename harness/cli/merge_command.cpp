#include <CLI/App.hpp>
#include <memory>

#include "base/printable.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/output.hpp"
#include "cli/output_files.hpp"
#include "cli/record_command.hpp"
#include "diff/merge.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {
namespace {

struct MergeOptions {
    std::vector<std::string> parts;
    std::string output;
    Output reports;
};

Result<diff::Merged> merge_files(const std::vector<std::string>& files) {
    std::vector<diff::Part> parts;
    for (const auto& file : files) {
        auto record = read_record_file(file);
        if (!record) return std::move(record).error();
        parts.push_back({file, *std::move(record)});
    }
    return diff::merge(std::move(parts));
}

int merge_records(const Invocation& invocation, MergeOptions options) {
    const auto files = claim_reports(options.reports, {{"--output " + options.output, options.output}});
    if (!files) return fail(files.error());
    auto merged = merge_files(options.parts);
    if (!merged) return fail(merged.error());
    auto& record = merged->record;
    record.command = invocation.line;
    record.file = is_standard_output(options.output) ? std::string() : options.output;
    for (const auto& note : merged->notes) print_error("pgreach: " + printable_line(note) + "\n");
    const auto written = files->write(options.output, verdict::to_json(record, verdict::judge(record)));
    const int code = deliver(record, options.reports, *files);
    return written ? code : verdict::worse(code, fail(written.error()));
}

Action declare_merge(CLI::App& command) {
    const auto options = std::make_shared<MergeOptions>();
    command.add_option("RECORD", options->parts, "The parts: records of run --shard, or of some scenarios each")
        ->required();
    command.add_option("-o,--output", options->output, "The record to write")->type_name("PATH")->required();
    add_output_options(command, options->reports);
    return [options](const Invocation& invocation) { return merge_records(invocation, *options); };
}

constexpr const char* merge_epilogue =
    "Exits as one run of all parts would; 2 where they are no parts of one run: different environments, or a scenario\n"
    "that stands in two of them, which do not agree. A shard that is missing makes the record inconclusive (3).\n"
    "Examples:\n"
    "  pgreach run --shard 1/2 --record one.json\n"
    "  pgreach run --shard 2/2 --record two.json\n"
    "  pgreach merge one.json two.json -o run.json --report junit=out.xml";

}  // namespace

extern const Command merge_command{"merge", "Make one record of the parts of a run", merge_epilogue, declare_merge};

}  // namespace pgreach::cli
