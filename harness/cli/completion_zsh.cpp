#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/completion.hpp"

namespace pgreach::cli {
namespace {

// A text between single quotes in which these characters have a meaning of their own to _arguments.
std::string quoted_for_zsh(const std::string& text, std::string_view special) {
    std::string result;
    for (const char c : text) {
        if (c == '\'') {
            result += "'\\''";
            continue;
        }
        if (c == '\\' || special.find(c) != std::string_view::npos) result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

std::string zsh_value(const OptionEntry& option) {
    switch (kind_of(option)) {
        case ValueKind::words:
            return "(" + join(option.words, " ") + ")";
        case ValueKind::word_and_file:
            return "__pgreach_report";
        case ValueKind::folder:
            return "_files -/";
        case ValueKind::file:
            return "_files";
        case ValueKind::unknown:
            return " ";
    }
    return " ";
}

void add_option(std::string& text, const OptionEntry& option) {
    const auto meaning = quoted_for_zsh(option.text, "[]:");
    for (const auto& name : option.names) {
        const std::string repeat = option.repeatable ? "*" : "";
        const std::string joined = option.is_flag() ? "" : name.starts_with("--") ? "=" : "+";
        const std::string value =
            option.is_flag() ? "" : fmt::format(":{}:{}", quoted_for_zsh(option.type, ":"), zsh_value(option));
        text += fmt::format("    '{}{}{}[{}]{}' \\\n", repeat, name, joined, meaning, value);
    }
}

void add_arguments(std::string& text, const CommandEntry& command) {
    for (const auto& argument : command.arguments) {
        std::string action = argument.scenarios ? "__pgreach_scenarios" : argument.name == "NAME" ? " " : "_files";
        if (!argument.words.empty()) action = "(" + join(argument.words, " ") + ")";
        const char* place = argument.several ? "*" : argument.required ? "1" : "1::";
        const std::string colon = argument.several || argument.required ? ":" : "";
        text += fmt::format("    '{}{}{}:{}' \\\n", place, colon, quoted_for_zsh(argument.name, ":"), action);
    }
}

std::string function_name(const std::string& path) {
    return "_" + join(split(path, ' '), "_");
}

// A function for each command, which calls those of the commands below it.
void add_function(std::string& text, const CommandEntry& command, const std::string& path,
                  const std::vector<OptionEntry>& of_program) {
    std::string below, branches;
    for (const auto& next : command.commands) {
        const auto next_path = path + " " + next.name;
        add_function(text, next, next_path, of_program.empty() ? command.options : of_program);
        below += fmt::format(" {}\\:\"{}\"", next.name, quoted_for_zsh(next.summary, "\"$`"));
        branches += fmt::format("    {}) {} ;;\n", next.name, function_name(next_path));
    }
    text +=
        fmt::format("{}() {{\n  local context state state_descr line curcontext=$curcontext\n", function_name(path)) +
        "  typeset -A opt_args\n  _arguments -C -s \\\n";
    for (const auto& option : command.options) add_option(text, option);
    for (const auto& option : of_program) {
        if (option.long_name() != "--help" && option.long_name() != "--version") add_option(text, option);
    }
    if (command.commands.empty()) {
        add_arguments(text, command);
        text += "    && return\n}\n\n";
        return;
    }
    text += fmt::format("    '1:command:(({}))' \\\n    '*::argument:->below' && return\n", below.substr(1)) +
            fmt::format("  [[ $state = below ]] && case $line[1] in\n{}  esac\n}}\n\n", branches);
}

constexpr const char* zsh_head = R"zsh(#compdef pgreach
# zsh completion for pgreach, as `pgreach completion zsh` prints it.

__pgreach_scenarios() {{
  local -a names
  names=(${{(f)"$(_call_program scenarios pgreach list | sed 's/ .*//')"}})
  _alternative "scenarios:scenario:compadd -a names" 'files:file:_files'
}}

__pgreach_report() {{
  if compset -P '*='; then _files; else compadd -S '' -- {formats}; fi
}}

)zsh";

std::vector<std::string> formats_of(const CommandEntry& command) {
    for (const auto& option : command.options) {
        if (kind_of(option) == ValueKind::word_and_file) return option.words;
    }
    for (const auto& next : command.commands) {
        if (auto found = formats_of(next); !found.empty()) return found;
    }
    return {};
}

}  // namespace

std::string zsh_completion(const CommandEntry& program) {
    std::string text = fmt::format(zsh_head, fmt::arg("formats", join(formats_of(program), " ")));
    add_function(text, program, program.name, {});
    // Where it is autoloaded, the file is the body of the function that it is called by.
    return text + "if [[ $funcstack[1] = _pgreach ]]; then _pgreach \"$@\"; else compdef _pgreach pgreach; fi\n";
}

}  // namespace pgreach::cli
