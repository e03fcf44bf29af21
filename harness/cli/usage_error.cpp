#include "cli/usage_error.hpp"

#include <CLI/App.hpp>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace pgreach::cli {
namespace {

// The program and the commands that were recognised, outermost first.
std::vector<const CLI::App*> recognised(const CLI::App& app) {
    std::vector<const CLI::App*> path = {&app};
    for (auto chosen = app.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands()) {
        path.push_back(chosen.front());
    }
    return path;
}

std::string full_name(const std::vector<const CLI::App*>& path) {
    std::vector<std::string> names;
    for (const auto* app : path) names.push_back(app->get_name());
    return join(names, " ");
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

std::vector<std::string> option_names(const std::vector<const CLI::App*>& path) {
    std::vector<std::string> names;
    for (const auto* app : path) {
        for (const auto* option : app->get_options()) {
            if (option->nonpositional()) names.push_back(option->get_name());
        }
    }
    return names;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known, const std::string& otherwise) {
    const auto meant = nearest(word, known);
    return meant ? "; did you mean '" + *meant + "'?" : otherwise;
}

// A word that is no option, command or argument where it stands.
std::string unknown_word(const std::vector<const CLI::App*>& path, const std::string& word) {
    const std::string whose = path.size() > 1 ? full_name(path) + " has no " : "there is no ";
    if (word.starts_with('-')) {
        return whose + "option '" + word + "'" + suggestion(word, option_names(path), "");
    }
    const auto commands = command_names(*path.back());
    if (commands.empty()) return full_name(path) + " takes no argument '" + word + "'";
    return whose + "command '" + word + "'" + suggestion(word, commands, "; commands: " + join(commands, ", "));
}

std::string no_command(const std::vector<const CLI::App*>& path) {
    const std::string whose = path.size() > 1 ? "no command given to " + full_name(path) : "no command given";
    return whose + "; commands: " + join(command_names(*path.back()), ", ");
}

// CLI11 says only how many values of which type it wants.
std::optional<std::string> missing_value(const std::vector<const CLI::App*>& path, const std::string& message) {
    const auto name = message.substr(0, message.find(':'));
    for (const auto* app : path) {
        const auto* option = app->get_option_no_throw(name);
        if (option != nullptr && option->count() > 1) return name + " is given more than once; it takes one value";
        if (option != nullptr) return name + " needs a value: " + name + " " + option->get_type_name();
    }
    return {};
}

std::string explain_error(const std::vector<const CLI::App*>& path, const CLI::Error& error) {
    const auto unknown = path.front()->remaining(true);
    // What is not known explains what is missing; so it is said first.
    if (!unknown.empty()) return unknown_word(path, unknown.front());
    if (error.get_name() == "RequiredError" && !command_names(*path.back()).empty()) return no_command(path);
    if (error.get_name() == "ArgumentMismatch") {
        if (auto text = missing_value(path, error.what())) return *text;
    }
    if (error.get_name() == "ExcludesError") return std::string(error.what()) + ": give one of them";
    return error.what();
}

}  // namespace

std::string usage_error(const CLI::App& app, const CLI::Error& error) {
    const auto path = recognised(app);
    return "pgreach: " + explain_error(path, error) + "\n  see " + full_name(path) + " --help\n";
}

}  // namespace pgreach::cli
