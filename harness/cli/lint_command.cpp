#include <cstdio>
#include <iostream>

#include "base/file.hpp"
#include "cli/cilium_words.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "lint/input.hpp"
#include "lint/render.hpp"
#include "scenario/participants_reader.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

Result<World> read_world(const std::string& path) {
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    const auto read = scenario::read_cast(std::make_shared<const Source>(Source{path, std::move(text).value()}));
    if (has_errors(read.diagnostics)) return input_error(render(read.diagnostics));
    return read.participants.participants.world();
}

Result<lint::Report> look(const LintArguments& arguments) {
    auto cilium = cilium_of(arguments.cilium);
    if (!cilium) return std::move(cilium).error();
    lint::Options options{std::move(cilium).value(), {}, arguments.operator_namespace};
    if (!arguments.world.empty()) {
        auto world = read_world(arguments.world);
        if (!world) return std::move(world).error();
        options.world = std::move(world).value();
    }
    const auto files = lint::read_inputs(arguments.files, std::cin);
    if (!files) return files.error();
    return lint::lint(*files, options);
}

std::string render(const lint::Report& report, const std::string& format) {
    if (format == "json") return to_json(report);
    if (format == "sarif") return to_sarif(report);
    return to_text(report);
}

}  // namespace

int lint_command(const LintArguments& arguments) {
    auto report = look(arguments);
    if (!report) {
        report.error().kind = ErrorKind::input;  // whatever the system's reason, that file cannot be read
        return fail(report.error());
    }
    const std::string text = render(*report, arguments.format);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (arguments.format != "text") std::fprintf(stderr, "%s\n", summary(*report).c_str());
    const bool failed = report->errors() > 0 || (arguments.strict && report->warnings() > 0);
    return failed ? verdict::exit_finding : verdict::exit_conforms;
}

}  // namespace pgreach::cli
