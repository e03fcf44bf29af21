#include <CLI/App.hpp>
#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/output.hpp"
#include "cli/record_command.hpp"
#include "report/comparison.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::cli {
namespace {

struct ReportOptions {
    std::vector<std::string> records;  // one, or the one before and the one after
    Output output;
};

// Of two records there is a page and a text, which say what differs.
Result<void> check_formats(const Output& output) {
    for (const auto& report : output.reports) {
        if (report.format == "html" || report.format == "text") continue;
        return Error{ErrorKind::usage, "there is no report of two records as " + report.format,
                     "formats of two records: html, text"};
    }
    if (output.folder.empty()) return {};
    return Error{ErrorKind::usage, "--report-dir is for one record", "of two, write --report html=PATH"};
}

int compare_records(ReportOptions options) {
    if (auto checked = check_formats(options.output); !checked) return fail(checked.error());
    const auto files = claim_reports(options.output);
    if (!files) return fail(files.error());
    const auto before = read_record_file(options.records[0]);
    if (!before) return fail(before.error());
    const auto after = read_record_file(options.records[1]);
    if (!after) return fail(after.error());
    const auto comparison = report::compare(verdict::judge(*before), verdict::judge(*after));
    int code = report::exit_of(comparison);
    bool to_stdout = false;
    for (const auto& [format, path] : options.output.reports) {
        to_stdout = to_stdout || is_standard_output(path);
        const auto text = format == "html" ? report::to_html(comparison, *before, *after) : report::to_text(comparison);
        const auto written = files->write(path, text);
        if (!written) code = verdict::worse(code, fail(written.error()));
    }
    if (!to_stdout) print(report::to_text(comparison));
    return code;
}

Action declare_report(CLI::App& command) {
    const auto options = std::make_shared<ReportOptions>();
    command
        .add_option("RECORD", options->records,
                    "A file that run --record wrote; of two, what differs from the first to the second")
        ->required()
        ->expected(1, 2);
    add_output_options(command, options->output);
    return [options](const Invocation&) {
        return options->records.size() == 2 ? compare_records(*options)
                                            : show_record(options->records.front(), options->output);
    };
}

constexpr const char* report_epilogue =
    "Of two records, exit code 0 says that nothing differs, 1 that something does, 3 that one could not tell.\n"
    "Examples:\n"
    "  pgreach report run.json --report html=run.html\n"
    "  pgreach report run.json --report-dir reports  every format\n"
    "  pgreach report run.json --report json=-       on standard output\n"
    "  pgreach report old.json new.json --report html=changes.html";

}  // namespace

extern const Command report_command{"report", "Write reports of a record, or of what differs between two",
                                    report_epilogue, declare_report};

}  // namespace pgreach::cli
