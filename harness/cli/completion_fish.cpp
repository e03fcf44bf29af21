#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/completion.hpp"

namespace pgreach::cli {
namespace {

std::string quoted_for_fish(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\'' || c == '\\') result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return "'" + result + "'";
}

std::string fish_value(const OptionEntry& option) {
    switch (kind_of(option)) {
        case ValueKind::words:
        case ValueKind::word_and_file:
            return " -x -a " + quoted_for_fish(join(option.words, " "));
        case ValueKind::folder:
            return " -x -a '(__fish_complete_directories)'";
        case ValueKind::file:
            return " -r -F";
        case ValueKind::unknown:
            return " -x";
    }
    return {};
}

// True on the command line where these commands were given, one after the other, and none of those below.
std::string fish_condition(const std::vector<std::string>& path, const std::vector<CommandEntry>& below) {
    std::string condition;
    for (const auto& name : path) {
        condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + name);
    }
    std::vector<std::string> names;
    for (const auto& next : below) names.push_back(next.name);
    if (!names.empty()) {
        condition += (condition.empty() ? "" : "; and ") + ("not __fish_seen_subcommand_from " + join(names, " "));
    }
    return quoted_for_fish(condition);
}

void add_commands(std::string& text, const CommandEntry& command, const std::vector<std::string>& path) {
    const auto here = fish_condition(path, command.commands);
    const std::string anywhere = path.empty() ? "" : " -n " + fish_condition(path, {});
    for (const auto& option : command.options) {
        text += "complete -c pgreach" + anywhere;
        for (const auto& name : option.names) {
            text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        }
        text += (option.is_flag() ? "" : fish_value(option)) + " -d " + quoted_for_fish(option.text) + "\n";
    }
    for (const auto& next : command.commands) {
        text += fmt::format("complete -c pgreach -n {} -a {} -d {}\n", here, next.name, quoted_for_fish(next.summary));
    }
    for (const auto& argument : command.arguments) {
        if (!argument.words.empty()) {
            text += fmt::format("complete -c pgreach -n {} -a '{}'\n", here, join(argument.words, " "));
        } else if (argument.scenarios) {
            text += fmt::format("complete -c pgreach -n {} -F -a '(__pgreach_scenarios)'\n", here);
        } else if (argument.name != "NAME") {
            text += fmt::format("complete -c pgreach -n {} -F\n", here);
        }
    }
    for (const auto& next : command.commands) {
        auto below = path;
        below.push_back(next.name);
        add_commands(text, next, below);
    }
}

}  // namespace

std::string fish_completion(const CommandEntry& program) {
    std::string text =
        "# fish completion for pgreach, as `pgreach completion fish` prints it.\n\n"
        "function __pgreach_scenarios\n    pgreach list 2>/dev/null | string replace -r ' .*' ''\nend\n\n"
        "complete -c pgreach -f\n";
    add_commands(text, program, {});
    return text;
}

}  // namespace pgreach::cli
