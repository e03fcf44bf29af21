#include "cli/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "cli/command_table.hpp"

namespace pgreach::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A small program: `run` and `lint` have options in common, `cluster up` is below another command.
CommandEntry program() {
    const auto any = [](const std::string&) { return std::string(); };
    const auto option = [&](const char* name, const char* type) {
        return OptionEntry{.names = {name}, .type = type, .refusal = any};
    };
    auto jobs = option("--jobs", "NUMBER");
    jobs.refusal = [](const std::string& value) { return value == "0" ? std::string("not 0") : std::string(); };
    auto report = option("--report", "FORMAT=PATH");
    report.repeatable = true;
    CommandEntry run{.name = "run",
                     .options = {option("--context", "NAME"), jobs, report, option("--strict", ""),
                                 option("--probe", "PATH"), option("--record", "PATH")}};
    CommandEntry lint{.name = "lint", .options = {option("--context", "NAME"), option("--strict", "")}};
    CommandEntry up{.name = "up", .options = {option("--cilium", "RELEASE")}};
    CommandEntry cluster{.name = "cluster", .commands = {up}};
    CommandEntry also_report{.name = "report", .options = {report}};
    return {.name = "pgreach",
            .options = {option("--data", "DIR"), option("--help", "")},
            .commands = {run, lint, cluster, also_report}};
}

Result<std::vector<Setting>> read(const std::string& text, bool trusted = false) {
    return read_settings(std::make_shared<const Source>(Source{"/team/pgreach.yaml", text}), program(), trusted);
}

// "--jobs 5" for each that counts for the command.
std::vector<std::string> in_force(const std::string& text, const std::string& command) {
    auto all = read(text);
    EXPECT_TRUE(all) << all.error().message;
    if (!all) return {};
    std::vector<std::string> lines;
    for (const auto& setting : settings_for({*std::move(all), {}, {}}, command, program())) {
        lines.push_back(setting.option + " " + join(setting.values, " "));
    }
    return lines;
}

// What is wrong, without the lines that show the place.
std::vector<std::string> complaints(const std::string& text, bool trusted = false) {
    const auto all = read(text, trusted);
    if (all) return {};
    EXPECT_EQ(all.error().kind, ErrorKind::input);
    std::vector<std::string> lines;
    for (const auto& line : split(all.error().message, '\n')) {
        if (line.starts_with("/team/pgreach.yaml:")) lines.push_back(line.substr(19));
        if (line.starts_with("    remedy: ")) lines.push_back(line.substr(4));
    }
    return lines;
}

TEST(Settings, AKeyIsAnOptionOfEveryCommandThatHasIt) {
    const std::string text = "context: staging\njobs: 5\n";
    EXPECT_THAT(in_force(text, "run"), ElementsAre("--context staging", "--jobs 5"));
    EXPECT_THAT(in_force(text, "lint"), ElementsAre("--context staging"));
    EXPECT_THAT(in_force(text, "cluster up"), IsEmpty());
}

TEST(Settings, WhatIsSaidOfACommandCountsMoreThanWhatIsSaidOfAll) {
    const std::string text = "context: staging\nrun: {context: prod}\ncluster: {up: {cilium: 1.20}}\n";
    EXPECT_THAT(in_force(text, "run"), ElementsAre("--context prod"));
    EXPECT_THAT(in_force(text, "lint"), ElementsAre("--context staging"));
    EXPECT_THAT(in_force(text, "cluster up"), ElementsAre("--cilium 1.20"));
}

TEST(Settings, TheFirstFileCountsMoreWhereverItSaysIt) {
    auto first = read("jobs: 5\n").value();
    const auto second = read("run: {jobs: 7, context: mine}\n");
    for (const auto& setting : second.value()) first.push_back(setting);
    const auto found = settings_for({first, {}, {}}, "run", program());
    ASSERT_EQ(found.size(), 2U);
    EXPECT_THAT(found[0].values, ElementsAre("5"));
    EXPECT_THAT(found[1].values, ElementsAre("mine"));
}

TEST(Settings, ListsAreForOptionsThatMayBeRepeated) {
    EXPECT_THAT(in_force("report: [text=-, junit=a.xml]", "run"), ElementsAre("--report text=- junit=/team/a.xml"));
    EXPECT_THAT(complaints("context: [a, b]"), ElementsAre("1:10: error: 'context' must be a value"));
}

TEST(Settings, PathsAreRelativeToTheFolderOfTheFile) {
    EXPECT_THAT(in_force("record: out/../run.json", "run"), ElementsAre("--record /team/run.json"));
    EXPECT_THAT(in_force("record: /run.json", "run"), ElementsAre("--record /run.json"));
    EXPECT_THAT(in_force("context: a/b", "run"), ElementsAre("--context a/b"));
    EXPECT_THAT(in_force("data: d", ""), ElementsAre("--data /team/d"));
    EXPECT_THAT(in_force("record: /absent/run.json", "run"), ElementsAre("--record /absent/run.json"))
        << "whether it is there is asked where it is used";
}

TEST(Settings, FlagsAreTrueOrFalse) {
    EXPECT_THAT(in_force("strict: false\nrun: {strict: yes}", "run"), ElementsAre("--strict true"));
    EXPECT_THAT(in_force("strict: false\nrun: {strict: yes}", "lint"), ElementsAre("--strict false"));
    EXPECT_THAT(complaints("strict: 1"), ElementsAre("1:9: error: 'strict' must be true or false"));
}

TEST(Settings, TheValueOfACommandAndAnOptionOfOneNameTellsWhichIsMeant) {
    EXPECT_THAT(in_force("report: text=-", "run"), ElementsAre("--report text=-"));
    EXPECT_THAT(in_force("report: {report: text=-}", "report"), ElementsAre("--report text=-"));
    EXPECT_THAT(in_force("report: {report: text=-}", "run"), IsEmpty());
}

TEST(Settings, WhatNoCommandHasIsAnErrorWithItsPlace) {
    EXPECT_THAT(
        complaints("jbos: 5\nrun:\n  contxt: x\nlint: {jobs: 5}\nhelp: true\n"),
        ElementsAre("1:1: error: no command has option '--jbos'", "remedy: did you mean 'jobs'?",
                    "3:3: error: pgreach run has no option '--contxt'", "remedy: did you mean 'context'?",
                    "4:8: error: pgreach lint has no option '--jobs'",
                    "remedy: pgreach COMMAND --help shows the options", "5:1: error: no command has option '--help'",
                    "remedy: pgreach COMMAND --help shows the options"));
}

TEST(Settings, AValueThatTheOptionRefusesIsAnErrorWithItsPlace) {
    EXPECT_THAT(complaints("run:\n  jobs: 0"), ElementsAre("2:9: error: pgreach run --jobs: not 0"));
    EXPECT_THAT(complaints("context: yes"), ElementsAre("1:10: error: 'context' must be a string, this is a boolean",
                                                        "remedy: put it in quotes: \"yes\""));
    EXPECT_THAT(complaints("context:"), ElementsAre("1:1: error: 'context' must be a value"));
    EXPECT_THAT(complaints("[a]"), ElementsAre("1:1: error: the file must be a map of options"));
    EXPECT_THAT(complaints("jobs: 1\njobs: 2"), Contains(HasSubstr("2:1: error: key 'jobs' is given twice")));
    EXPECT_THAT(complaints("jobs: 1\n---\njobs: 2"), ElementsAre(HasSubstr("the file must be one document")));
}

TEST(Settings, AFileThatWasFoundDoesNotMakeProgramsRun) {
    EXPECT_THAT(complaints("run: {probe: ./x}"), ElementsAre(HasSubstr("'probe' can make programs run"),
                                                             HasSubstr("remedy: set it in your own config.yaml")));
    EXPECT_THAT(complaints("run: {probe: ./x}", true), IsEmpty());
}

TEST(Settings, AnEmptyFileSaysNothing) {
    EXPECT_THAT(in_force("", "run"), IsEmpty());
    EXPECT_THAT(in_force("# nothing\n", "run"), IsEmpty());
    EXPECT_THAT(in_force("run:\n", "run"), IsEmpty());
}

}  // namespace
}  // namespace pgreach::cli
