#include "cli/parser.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdlib>
#include <vector>

#include "base/text.hpp"
#include "cli/checks.hpp"
#include "cli/help.hpp"
#include "cli/usage_error.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

constexpr const char* description =
    "Does this network policy really do what its documentation says?\n"
    "pgreach applies the policies of CloudNativePG's Cilium page, probes every flow with real packets, and judges "
    "each.";

constexpr const char* epilogue =
    "Exit codes: 0 every flow conforms or is a known defect; 1 docs-defect, stale-defect or deviation;\n"
    "  2 bad usage or a faulty file, nothing ran; 3 inconclusive flows, or the environment failed;\n"
    "  4 nothing matched; 70 internal error; 130 interrupted.\n"
    "pgreach COMMAND --help describes a command. Start with: pgreach run";

std::string command_line(int argc, const char* const* argv) {
    std::vector<std::string> words = {"pgreach"};
    for (int i = 1; i < argc; ++i) words.push_back(shell_quote(argv[i]));
    return join(words, " ");
}

// PGREACH_DATA, else where the program was built; --data takes precedence over both.
std::filesystem::path default_data() {
    const char* data = std::getenv("PGREACH_DATA");
    return data != nullptr ? data : PGREACH_DATA_FOLDER;
}

// An empty value is most often a variable of a script that was not set; no option has a meaning for it.
void refuse_empty_values(CLI::App& app) {
    for (auto* option : app.get_options()) option->check(not_empty);
    for (auto* command : app.get_subcommands([](const CLI::App*) { return true; })) refuse_empty_values(*command);
}

struct Declared {
    CLI::App* app;
    Action action;
};

std::vector<Declared> declare_commands(CLI::App& app) {
    std::vector<Declared> declared;
    for (const auto* command : all_commands()) {
        auto* added = app.add_subcommand(command->name, command->summary);
        added->footer(command->epilogue);
        declared.push_back({added, command->declare(*added)});
    }
    return declared;
}

}  // namespace

std::variant<Parsed, Answer> parse(int argc, const char* const* argv) {
    CLI::App app(description, "pgreach");
    app.formatter_fn(
        [](const CLI::App* shown, const std::string& name, CLI::AppFormatMode) { return help_text(*shown, name); });
    app.option_defaults()->group("Options");
    app.footer(epilogue);
    app.set_help_flag("-h,--help", "Show this help");
    app.set_version_flag("--version", std::string("pgreach ") + PGREACH_VERSION, "Show the version");
    app.require_subcommand(1);
    app.fallthrough();
    Invocation invocation{default_data(), command_line(argc, argv)};
    app.add_option("--data", invocation.data, "Folder of scenarios/ and fixtures/ (also: PGREACH_DATA)")
        ->type_name("DIR");
    auto declared = declare_commands(app);
    refuse_empty_values(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, err;
        if (app.exit(error, out, err) == 0) return Answer{out.str(), err.str(), 0};
        return Answer{"", usage_error(app, error), verdict::exit_usage};
    }
    for (auto& command : declared) {
        if (command.app->parsed()) return Parsed{std::move(invocation), std::move(command.action)};
    }
    return Answer{"", "", verdict::exit_internal};  // not reached: one command is required
}

}  // namespace pgreach::cli
