#include "cli/completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/manual.hpp"

namespace pgreach::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Calls it with every command of the program and the words that lead to it.
template <typename Function>
void for_each_command(const CommandEntry& command, const std::string& path, const Function& function) {
    function(command, path);
    for (const auto& next : command.commands) for_each_command(next, path + " " + next.name, function);
}

TEST(Completion, OfBashHasEveryCommandAndOption) {
    const auto program = program_table();
    const auto script = bash_completion(program);
    for_each_command(program, "pgreach", [&](const CommandEntry& command, const std::string& path) {
        const auto line = script.find("'" + path + "') _pgreach_words '");
        ASSERT_NE(line, std::string::npos) << path;
        const auto options = script.substr(line, script.find('\n', line) - line);
        for (const auto& option : command.options) {
            for (const auto& name : option.names) EXPECT_THAT(options, HasSubstr(name)) << path;
            if (!option.is_flag()) {
                EXPECT_THAT(script, HasSubstr("'" + path + " " + option.long_name() + "'")) << path;
            }
        }
    });
}

TEST(Completion, OfZshHasEveryCommandAndOption) {
    const auto program = program_table();
    const auto script = zsh_completion(program);
    EXPECT_THAT(script, StartsWith("#compdef pgreach\n"));
    for_each_command(program, "_pgreach", [&](const CommandEntry& command, std::string path) {
        std::replace(path.begin(), path.end(), ' ', '_');
        const auto begin = script.find("\n" + path + "() {");
        ASSERT_NE(begin, std::string::npos) << path;
        const auto body = script.substr(begin, script.find("\n}\n", begin) - begin);
        for (const auto& option : command.options) {
            for (const auto& name : option.names) EXPECT_THAT(body, HasSubstr(name)) << path;
        }
        for (const auto& next : command.commands) EXPECT_THAT(body, HasSubstr(next.name + "\\:")) << path;
    });
}

TEST(Completion, OfFishHasEveryCommandAndOption) {
    const auto program = program_table();
    const auto script = fish_completion(program);
    for_each_command(program, "pgreach", [&](const CommandEntry& command, const std::string& path) {
        const auto space = path.rfind(' ');
        const std::string seen =
            space == std::string::npos ? "" : "__fish_seen_subcommand_from " + path.substr(space + 1) + "'";
        for (const auto& option : command.options) {
            EXPECT_THAT(script, HasSubstr((seen.empty() ? "complete -c pgreach" : seen)));
            EXPECT_THAT(script, HasSubstr(" -l " + option.long_name().substr(2))) << path;
        }
        for (const auto& next : command.commands) EXPECT_THAT(script, HasSubstr(" -a " + next.name + " -d ")) << path;
    });
}

TEST(Completion, OffersTheWordsThatAnOptionTakes) {
    const auto program = program_table();
    EXPECT_THAT(bash_completion(program),
                HasSubstr("'pgreach run --backend') _pgreach_words 'embedded kind cluster'; return ;;"));
    EXPECT_THAT(bash_completion(program), HasSubstr("'pgreach lint --format') _pgreach_words 'text json sarif'"));
    EXPECT_THAT(zsh_completion(program), HasSubstr(":NAME:(embedded kind cluster)'"));
    EXPECT_THAT(fish_completion(program), HasSubstr(" -l backend -x -a 'embedded kind cluster'"));
}

TEST(Manual, HasEveryCommandAndOption) {
    const auto program = program_table();
    const auto roff = [](std::string text) {
        for (size_t at = 0; (at = text.find('-', at)) != std::string::npos; at += 2) text.replace(at, 1, "\\-");
        return text;
    };
    const auto front = program_page(program, "2026-01-31");
    EXPECT_THAT(front, StartsWith(".TH PGREACH 1 2026-01-31 \"pgreach "));
    for (const auto& command : program.commands) {
        EXPECT_THAT(front, HasSubstr("\\fB" + command.name + "\\fR\n"));
        const auto page = command_page(program, command, "2026-01-31");
        for_each_command(command, "pgreach " + command.name, [&](const CommandEntry& each, const std::string& path) {
            EXPECT_THAT(page, HasSubstr(roff(path) + "\n"));
            for (const auto& option : each.options) {
                for (const auto& name : option.names)
                    EXPECT_THAT(page, HasSubstr("\\fB" + roff(name) + "\\fR")) << path;
            }
        });
    }
}

TEST(Manual, ShowsTextAsItIs) {
    const CommandEntry command{
        .name = "x", .summary = "Say 'it' \\ now", .epilogue = "'quoted' first\n.dotted\nExamples:\n  pgreach x -y"};
    const auto page = command_page({.name = "pgreach"}, command, "2026-01-31");
    EXPECT_THAT(page, HasSubstr("Say 'it' \\e now"));
    EXPECT_THAT(page, HasSubstr(".SH NOTES\n.nf\n\\&'quoted' first\n\\&.dotted\n.fi\n"));
    EXPECT_THAT(page, HasSubstr(".SH EXAMPLES\n.nf\n  pgreach x \\-y\n.fi\n"));
}

}  // namespace
}  // namespace pgreach::cli
