#include "cli/help.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace pgreach::cli {
namespace {

constexpr size_t text_column = 30;
constexpr size_t width = 100;

// Words up to `length` columns to a line; a longer word has a line of its own.
std::vector<std::string> wrap(const std::string& text, size_t length) {
    std::vector<std::string> lines;
    for (const auto& word : split(text, ' ')) {
        if (lines.empty() || lines.back().size() + 1 + word.size() > length) {
            lines.push_back(word);
        } else {
            lines.back() += ' ' + word;
        }
    }
    return lines;
}

// A name on the left and what it means on the right, below it where the name is too long.
std::string row(const std::string& name, const std::string& meaning) {
    std::string text = "  " + name;
    if (text.size() + 1 >= text_column && !meaning.empty()) text += '\n';
    for (const auto& line : wrap(meaning, width - text_column)) {
        const size_t column = text.size() - (text.rfind('\n') + 1);
        text.append(text_column - column, ' ').append(line).append(1, '\n');
    }
    return meaning.empty() ? text + '\n' : text;
}

std::string left_column(const CLI::Option& option) {
    if (!option.nonpositional()) return option.get_name(true);
    std::vector<std::string> names;
    for (const auto& name : option.get_snames()) names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) names.push_back("--" + name);
    const bool flag = option.get_type_size() == 0;
    return join(names, ", ") + (flag ? "" : " " + option.get_type_name());
}

using Options = std::vector<const CLI::Option*>;

std::string section(const std::string& title, const Options& options) {
    if (options.empty()) return {};
    std::string text = "\n" + title + ":\n";
    for (const auto* option : options) text += row(left_column(*option), option->get_description());
    return text;
}

std::string usage(const std::string& name, const Options& arguments, bool has_commands) {
    std::string text = "\nUsage: " + name + " [OPTIONS]";
    for (const auto* argument : arguments) {
        std::string word = argument->get_name(true);
        if (argument->get_items_expected_max() > 1) word += "...";
        text += argument->get_required() ? " " + word : " [" + word + "]";
    }
    return text + (has_commands ? " COMMAND\n" : "\n");
}

}  // namespace

std::string help_text(const CLI::App& app, const std::string& name) {
    const auto arguments = app.get_options([](const CLI::Option* option) { return !option->nonpositional(); });
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    std::string text = app.get_description() + '\n' + usage(name, arguments, !commands.empty());
    text += section("Arguments", arguments);
    for (const auto& group : app.get_groups()) {
        text += section(group, app.get_options([&](const CLI::Option* option) {
            return option->nonpositional() && option->get_group() == group;
        }));
    }
    if (!commands.empty()) text += "\nCommands:\n";
    for (const auto* command : commands) text += row(command->get_name(), command->get_description());
    if (const auto footer = app.get_footer(); !footer.empty()) text += '\n' + footer + '\n';
    return text;
}

}  // namespace pgreach::cli
