#include "cli/program.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>

#include "cli/checks.hpp"
#include "cli/data_folder.hpp"
#include "cli/help.hpp"

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

// An empty value is most often a variable of a script that was not set; no option has a meaning for it.
void refuse_empty_values(CLI::App& app) {
    for (auto* option : app.get_options()) option->check(not_empty);
    for (auto* command : app.get_subcommands([](const CLI::App*) { return true; })) refuse_empty_values(*command);
}

// The program and the commands that were parsed, outermost first.
std::vector<const CLI::App*> parsed_path(const CLI::App& app) {
    std::vector<const CLI::App*> path = {&app};
    for (auto chosen = app.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands()) {
        path.push_back(chosen.front());
    }
    return path;
}

const CLI::Option* find_option(const std::vector<const CLI::App*>& path, const std::string& name) {
    for (auto app = path.rbegin(); app != path.rend(); ++app) {
        if (const auto* option = (*app)->get_option_no_throw(name)) return option;
    }
    return nullptr;
}

bool said_otherwise(const CLI::Option& option) {
    const auto excluded = option.get_excludes();
    return option.count() > 0 ||
           std::any_of(excluded.begin(), excluded.end(), [](const CLI::Option* other) { return other->count() > 0; });
}

}  // namespace

Program::~Program() = default;

Program::Program() : data(default_data()), app_(std::make_unique<CLI::App>(description, "pgreach")) {
    auto& app = *app_;
    app.formatter_fn(
        [](const CLI::App* shown, const std::string& name, CLI::AppFormatMode) { return help_text(*shown, name); });
    app.option_defaults()->group("Options");
    app.footer(epilogue);
    app.set_help_flag("-h,--help", "Show this help");
    app.set_version_flag("--version", std::string("pgreach ") + PGREACH_VERSION, "Show the version");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--data", data, "Folder of scenarios/ and fixtures/ (also: PGREACH_DATA)")->type_name("DIR");
    auto* none = app.add_flag("--no-config", files.none, "Read no settings, neither pgreach.yaml nor your own");
    app.add_option("--config", files.named, "Settings in place of the pgreach.yaml of this folder or one above it")
        ->type_name("FILE")
        ->check(existing_file)
        ->excludes(none);
    for (const auto* command : all_commands()) {
        auto* added = app.add_subcommand(command->name, command->summary);
        added->footer(command->epilogue);
        declared_.push_back({added, command->declare(*added)});
    }
    refuse_empty_values(app);
}

void Program::parse(const std::vector<std::string>& words) {
    std::vector<const char*> arguments = {"pgreach"};
    for (const auto& word : words) arguments.push_back(word.c_str());
    app_->parse(static_cast<int>(arguments.size()), arguments.data());
}

std::vector<std::string> Program::command() const {
    std::vector<std::string> words;
    for (const auto* parsed : parsed_path(*app_)) words.push_back(parsed->get_name());
    words.erase(words.begin());
    return words;
}

std::vector<std::string> Program::words_for(const std::vector<Setting>& settings) const {
    const auto path = parsed_path(*app_);
    std::vector<std::string> words;
    for (const auto& setting : settings) {
        const auto* option = find_option(path, setting.option);
        if (option == nullptr || said_otherwise(*option)) continue;
        for (const auto& value : setting.values) {
            if (!setting.flag) {
                words.push_back(setting.option + "=" + value);
            } else if (value == "true") {
                words.push_back(setting.option);
            }
        }
    }
    return words;
}

bool Program::names_data() const {
    return app_->count("--data") > 0;
}

Action Program::take_action() {
    const auto parsed =
        std::find_if(declared_.begin(), declared_.end(), [](const Declared& command) { return command.app->parsed(); });
    return parsed == declared_.end() ? Action() : std::move(parsed->action);
}

}  // namespace pgreach::cli
