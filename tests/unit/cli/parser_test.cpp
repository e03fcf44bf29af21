#include "cli/parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <vector>

namespace pgreach::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// Whoever runs the tests may have settings.
const bool without_settings = ::setenv("XDG_CONFIG_HOME", "/nonexistent", 1) == 0;

std::variant<Parsed, Answer> parse_words(std::vector<const char*> words) {
    words.insert(words.begin(), "pgreach");
    return parse(static_cast<int>(words.size()), words.data());
}

Answer answer_to(std::vector<const char*> words) {
    auto parsed = parse_words(std::move(words));
    const auto* answer = std::get_if<Answer>(&parsed);
    return answer != nullptr ? *answer : Answer{"understood", "understood", -1};
}

// What is wrong, without the line that says where the help is.
std::string error_of(std::vector<const char*> words) {
    const auto answer = answer_to(std::move(words));
    EXPECT_EQ(answer.exit, 2);
    EXPECT_THAT(answer.out, IsEmpty());
    EXPECT_THAT(answer.err, StartsWith("pgreach: "));
    EXPECT_THAT(answer.err, EndsWith(" --help\n"));
    return answer.err.substr(9, answer.err.find('\n') - 9);
}

TEST(Parser, EveryCommandIsFoundByItsNameAndDescribesItself) {
    const auto help = answer_to({"--help"});
    ASSERT_FALSE(all_commands().empty());
    for (const auto* command : all_commands()) {
        EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + command->name + " "));
        const auto own = answer_to({command->name, "--help"});
        EXPECT_EQ(own.exit, 0);
        EXPECT_THAT(own.out, StartsWith(std::string(command->summary) + "\n\nUsage: pgreach " + command->name));
        EXPECT_THAT(own.out,
                    EndsWith(std::string(command->epilogue).empty() ? "\n" : command->epilogue + std::string("\n")));
    }
}

TEST(Parser, NoLineOfHelpIsWiderThanATerminalIsMadeForUnlessItIsAnExample) {
    for (const auto* command : all_commands()) {
        auto text = answer_to({command->name, "--help"}).out;
        text.resize(text.size() - std::string(command->epilogue).size());
        for (size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
            EXPECT_LE(end - begin, 100U) << text.substr(begin, end - begin);
        }
    }
}

TEST(Parser, WithoutACommandTheCommandsAreNamed) {
    EXPECT_THAT(error_of({}), StartsWith("no command given; commands: run, watch, list, "));
    EXPECT_EQ(error_of({"cluster"}), "no command given to pgreach cluster; commands: up, status, down");
}

TEST(Parser, AnUnknownWordIsNamedWithWhatWasProbablyMeant) {
    EXPECT_EQ(error_of({"rnu"}), "there is no command 'rnu'; did you mean 'run'?");
    EXPECT_EQ(error_of({"cluster", "upp"}), "pgreach cluster has no command 'upp'; did you mean 'up'?");
    EXPECT_EQ(error_of({"run", "--recrod", "x"}), "pgreach run has no option '--recrod'; did you mean '--record'?");
    EXPECT_EQ(error_of({"explain", "--form", "a", "s"}),
              "pgreach explain has no option '--form'; did you mean '--from'?");
    EXPECT_EQ(error_of({"doctor", "x"}), "pgreach doctor takes no argument 'x'");
}

TEST(Parser, AMissingOrEmptyValueIsRefusedWhateverTheOption) {
    EXPECT_EQ(error_of({"run", "--record"}), "--record needs a value: --record PATH");
    for (const char* option : {"--record", "--from", "--to", "--probe", "--context", "--data", "--cluster-name"}) {
        EXPECT_EQ(error_of({"run", option, ""}), std::string(option) + ": the value is empty");
    }
    EXPECT_EQ(error_of({"run", "--from", "a", "--from", "b"}), "--from is given more than once; it takes one value");
    EXPECT_EQ(error_of({"run", ""}), "NAME: the value is empty");
    EXPECT_EQ(error_of({"judge", ""}), "RECORD: the value is empty");
}

TEST(Parser, NumbersOutOfRangeAreRefused) {
    EXPECT_EQ(error_of({"run", "--timeout", "nan"}), "--timeout: 'nan' is not a number from 0.001 to 3600");
    EXPECT_EQ(error_of({"run", "--jobs", "0"}), "--jobs: '0' is not a whole number from 1 to 1000000");
}

TEST(Parser, TheCommandLineIsKeptSoThatItCanBePasted) {
    const auto parsed = parse_words({"--data", "/some/where", "list", "postgres-*"});
    ASSERT_TRUE(std::holds_alternative<Parsed>(parsed));
    EXPECT_EQ(std::get<Parsed>(parsed).invocation.line, "pgreach --data /some/where list 'postgres-*'");
    EXPECT_EQ(std::get<Parsed>(parsed).invocation.data, "/some/where");
}

}  // namespace
}  // namespace pgreach::cli
