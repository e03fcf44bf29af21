#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/completion.hpp"

namespace pgreach::cli {

ValueKind kind_of(const OptionEntry& option) {
    if (option.type == "FORMAT=PATH") return ValueKind::word_and_file;
    if (!option.words.empty()) return ValueKind::words;
    if (option.type == "DIR") return ValueKind::folder;
    if (option.type == "FILE" || option.type == "PATH" || option.type == "FILE|URL") return ValueKind::file;
    return ValueKind::unknown;
}

namespace {

// Text of the script's parts, each a branch of one `case`.
struct BashParts {
    std::string commands;   // the words that lead on to a command below
    std::string values;     // by command and option: how its value is completed
    std::string options;    // by command: its options
    std::string arguments;  // by command: the commands below it, or its arguments
};

// Those of the program stand before and behind any command.
std::vector<OptionEntry> options_with(const CommandEntry& command, const std::vector<OptionEntry>& of_program) {
    auto options = command.options;
    for (const auto& option : of_program) {
        if (option.long_name() != "--help" && option.long_name() != "--version") options.push_back(option);
    }
    return options;
}

std::string bash_value(const OptionEntry& option) {
    switch (kind_of(option)) {
        case ValueKind::words:
            return fmt::format("_pgreach_words '{}'", join(option.words, " "));
        case ValueKind::word_and_file:
            return fmt::format("_pgreach_words '{}' && compopt -o nospace", join(option.words, " "));
        case ValueKind::folder:
            return "_pgreach_files -d";
        case ValueKind::file:
            return "_pgreach_files -f";
        case ValueKind::unknown:
            return ":";
    }
    return ":";
}

void add_to(BashParts& parts, const CommandEntry& command, const std::string& path,
            const std::vector<OptionEntry>& of_program) {
    std::vector<std::string> names;
    for (const auto& option : options_with(command, of_program)) {
        names.insert(names.end(), option.names.begin(), option.names.end());
        if (option.is_flag()) continue;
        std::vector<std::string> patterns;
        for (const auto& name : option.names) patterns.push_back("'" + path + " " + name + "'");
        parts.values += fmt::format("    {}) {}; return ;;\n", join(patterns, " | "), bash_value(option));
    }
    parts.options += fmt::format("    '{}') _pgreach_words '{}' ;;\n", path, join(names, " "));
    std::vector<std::string> below;
    for (const auto& next : command.commands) below.push_back(next.name);
    std::string arguments = below.empty() ? "_pgreach_files -f" : fmt::format("_pgreach_words '{}'", join(below, " "));
    for (const auto& argument : command.arguments) {
        if (argument.scenarios) arguments = "_pgreach_scenarios";
        if (argument.name == "NAME" && !argument.scenarios) arguments = ":";
        if (!argument.words.empty()) arguments = fmt::format("_pgreach_words '{}'", join(argument.words, " "));
    }
    if (below.empty() && command.arguments.empty()) arguments = ":";
    parts.arguments += fmt::format("    '{}') {} ;;\n", path, arguments);
    for (const auto& next : command.commands) {
        parts.commands += fmt::format("      '{} {}') path+=\" ${{COMP_WORDS[i]}}\" ;;\n", path, next.name);
        add_to(parts, next, path + " " + next.name, {of_program.empty() ? command.options : of_program});
    }
}

constexpr const char* bash_frame = R"bash(# bash completion for pgreach, as `pgreach completion bash` prints it.

_pgreach_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }}
_pgreach_files() {{
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
  compopt -o filenames
}}
_pgreach_scenarios() {{
  _pgreach_words "$("${{COMP_WORDS[0]}}" list 2>/dev/null | sed 's/ .*//')"
  [ ${{#COMPREPLY[@]}} -gt 0 ] || _pgreach_files -f
}}

_pgreach() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} path=pgreach i
  # bash takes --option=value, and format=path, for three words.
  if [ "$current" = = ]; then
    current=''
  elif [ "$previous" = = ]; then
    previous=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  COMPREPLY=()
  [[ ${{COMP_WORDS[COMP_CWORD - 1]}} != = || $previous == -* ]] || {{ _pgreach_files -f; return; }}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
{commands}    esac
  done
  case "$path $previous" in
{values}  esac
  if [[ $current == -* ]]; then
    case $path in
{options}    esac
    return
  fi
  case $path in
{arguments}  esac
}}
complete -F _pgreach pgreach
)bash";

std::string indented(const std::string& text) {
    std::string result;
    for (const auto& line : split(text, '\n')) {
        if (!line.empty()) result += "  " + line + "\n";
    }
    return result;
}

}  // namespace

std::string bash_completion(const CommandEntry& program) {
    BashParts parts;
    add_to(parts, program, program.name, {});
    return fmt::format(bash_frame, fmt::arg("commands", parts.commands), fmt::arg("values", parts.values),
                       fmt::arg("options", indented(parts.options)), fmt::arg("arguments", parts.arguments));
}

}  // namespace pgreach::cli
