#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// As one would say it on the command line.
void print_setting(const Setting& setting) {
    std::vector<std::string> words;
    for (const auto& value : setting.values) {
        words.push_back(setting.flag && value == "true" ? setting.option : shell_quote(setting.option + "=" + value));
    }
    print(fmt::format("  {}  # {}\n", join(words, " "), place_of(setting)));
}

// Those in force for a command and all below it.
void print_command(const Settings& settings, const CommandEntry& program, const CommandEntry& command,
                   const std::string& path) {
    if (const auto in_force = settings_for(settings, path, program); !in_force.empty()) {
        print("pgreach " + path + "\n");
        for (const auto& setting : in_force) print_setting(setting);
    }
    for (const auto& below : command.commands) print_command(settings, program, below, path + " " + below.name);
}

int print_config(const Invocation& invocation) {
    const auto program = program_table();
    const auto& settings = invocation.settings;
    std::error_code unknown;
    print(fmt::format("data       {} ({})\n", invocation.data.string(), invocation.data_from));
    for (const auto& folder : invocation.own) {
        const bool there = std::filesystem::is_directory(folder, unknown);
        print(fmt::format("own        {}{}\n", folder.string(), there ? "" : " (not there)"));
    }
    for (const auto& path : settings.read) print(fmt::format("settings   {}\n", path.string()));
    for (const auto& path : settings.absent) print(fmt::format("settings   {} (not there)\n", path.string()));
    for (const auto& setting : settings_for(settings, "", program)) print_setting(setting);
    for (const auto& command : program.commands) print_command(settings, program, command, command.name);
    return verdict::exit_conforms;
}

Action declare_config(CLI::App&) {
    return print_config;
}

constexpr const char* config_epilogue =
    "Settings are options without their dashes, in pgreach.yaml of the working folder or one above it, and in\n"
    "config.yaml of your own; what is said on the command line counts more. See docs/install.md.\n"
    "Examples:\n"
    "  pgreach config                                for each command what it is given, with file and line\n"
    "  pgreach --no-config run                       without any of it";

}  // namespace

extern const Command config_command{"config", "Show the settings in force, and where they come from", config_epilogue,
                                    declare_config};

}  // namespace pgreach::cli
