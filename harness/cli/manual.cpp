#include "cli/manual.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::cli {
namespace {

// Plain text: what roff would take for a request or an escape is none.
std::string roff(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if ((result.empty() || result.back() == '\n') && (c == '.' || c == '\'')) result += "\\&";
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else {
            result += c;
        }
    }
    return result;
}

std::string bold(const std::string& text) {
    return "\\fB" + roff(text) + "\\fR";
}
std::string italic(const std::string& text) {
    return "\\fI" + roff(text) + "\\fR";
}

std::string argument_text(const ArgumentEntry& argument) {
    const std::string word = italic(argument.name) + (argument.several ? "..." : "");
    return argument.required ? word : "[" + word + "]";
}

std::string synopsis(const CommandEntry& command, const std::string& name) {
    std::string text = ".B " + roff(name) + "\n[\\fIOPTIONS\\fR]";
    for (const auto& argument : command.arguments) text += " " + argument_text(argument);
    return text + (command.commands.empty() ? "\n" : " \\fICOMMAND\\fR\n");
}

std::string options_text(const std::vector<OptionEntry>& options, const std::string& group) {
    std::string text;
    for (const auto& option : options) {
        if (option.group != group) continue;
        std::vector<std::string> names;
        for (const auto& name : option.names) names.push_back(bold(name));
        text += ".TP\n" + join(names, ", ") + (option.is_flag() ? "" : " " + italic(option.type)) + "\n" +
                roff(option.text) + "\n";
    }
    return text;
}

std::string all_options(const CommandEntry& command) {
    std::vector<std::string> groups;
    for (const auto& option : command.options) {
        if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
    }
    std::string text;
    for (const auto& group : groups) {
        if (groups.size() > 1) text += ".SS " + roff(group) + "\n";
        text += options_text(command.options, group);
    }
    return text;
}

std::string arguments_text(const CommandEntry& command) {
    std::string text;
    for (const auto& argument : command.arguments)
        text += ".TP\n" + italic(argument.name) + "\n" + roff(argument.text) + "\n";
    return text;
}

std::string section(const std::string& title, const std::string& text) {
    return text.empty() ? "" : ".SH " + title + "\n" + text;
}

std::string verbatim(const std::vector<std::string>& lines) {
    return lines.empty() ? "" : ".nf\n" + roff(join(lines, "\n")) + "\n.fi\n";
}

// What --help ends with: remarks, then examples.
std::string closing_sections(const std::string& epilogue) {
    std::vector<std::string> remarks, examples;
    bool at_examples = false;
    for (const auto& line : split(epilogue, '\n')) {
        if (line == "Examples:") {
            at_examples = true;
        } else if (!line.empty()) {
            (at_examples ? examples : remarks).push_back(line);
        }
    }
    return section("NOTES", verbatim(remarks)) + section("EXAMPLES", verbatim(examples));
}

std::string head(const std::string& page, const std::string& date, const std::string& summary) {
    std::string title = page;
    std::transform(title.begin(), title.end(), title.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return fmt::format(".TH {} 1 {} \"pgreach {}\" \"pgreach manual\"\n", roff(title), date, PGREACH_VERSION) +
           section("NAME", roff(page) + " \\- " + roff(summary) + "\n");
}

constexpr const char* files_and_variables =
    ".SH FILES\n"
    ".TP\n\\fIpgreach.yaml\\fR\nOptions that a team shares, sought in the working folder and those above it.\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/pgreach/config.yaml\\fR, \\fI~/.config/pgreach/config.yaml\\fR\nOptions of your own.\n"
    ".TP\n\\fI$XDG_DATA_HOME/pgreach\\fR, \\fI~/.local/share/pgreach\\fR\n"
    "Scenarios and participants of your own, in the folders \\fIscenarios\\fR and \\fIparticipants\\fR; those that all "
    "users share are in \\fIpgreach\\fR below the folders of \\fI$XDG_DATA_DIRS\\fR.\n"
    ".TP\n\\fI$XDG_CACHE_HOME/pgreach\\fR, \\fI$XDG_STATE_HOME/pgreach\\fR\n"
    "What makes the next run faster; locks, clusters that were kept, and diagnostics.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBPGREACH_DATA\\fR\nThe folder of scenarios and fixtures, unless \\fB\\-\\-data\\fR names one.\n"
    ".TP\n\\fBNO_COLOR\\fR\nNo colours, whatever its value.\n";

}  // namespace

std::string program_page(const CommandEntry& program, const std::string& date) {
    auto lines = split(program.summary, '\n');
    std::string commands, also;
    for (const auto& command : program.commands) {
        commands += ".TP\n" + bold(command.name) + "\n" + roff(command.summary) + "\n";
        const bool last = &command == &program.commands.back();
        also += ".BR " + roff("pgreach-" + command.name) + (last ? " (1)\n" : " (1),\n");
    }
    return head(program.name, date, "prove what network policies do to PostgreSQL") +
           section("SYNOPSIS", synopsis(program, program.name)) +
           section("DESCRIPTION", roff(join(lines, "\n")) + "\n") + section("COMMANDS", commands) +
           section("OPTIONS", all_options(program)) + closing_sections(program.epilogue) + files_and_variables +
           section("SEE ALSO", also);
}

std::string command_page(const CommandEntry& program, const CommandEntry& command, const std::string& date) {
    const std::string page = program.name + "-" + command.name;
    const std::string name = program.name + " " + command.name;
    std::string text = head(page, date, command.summary) + section("SYNOPSIS", synopsis(command, name)) +
                       section("DESCRIPTION", roff(command.summary) + ".\n") +
                       section("ARGUMENTS", arguments_text(command)) + section("OPTIONS", all_options(command));
    std::string below;
    for (const auto& next : command.commands) {
        below += ".SS " + roff(name + " " + next.name) + "\n" + roff(next.summary) + ".\n.PP\n" +
                 synopsis(next, name + " " + next.name) + arguments_text(next) + options_text(next.options, "Options");
        for (const auto& option : next.options) {
            if (option.group != "Options") below += options_text({option}, option.group);
        }
    }
    return text + section("COMMANDS", below) + closing_sections(command.epilogue) +
           section("SEE ALSO", ".BR pgreach (1)\n");
}

}  // namespace pgreach::cli
