#include "docs/flags.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "engine/versions.hpp"

namespace pgreach::docs {
namespace {

SourcePtr source(std::string name, std::string text) {
    return std::make_shared<const Source>(Source{std::move(name), std::move(text)});
}

const AgentFlags& flags() {
    static const AgentFlags table = *AgentFlags::read(
        source("flags.txt", "# remark\n\nenable-policy 1.15-1.20\nold-one 1.15-1.17\nno-flag = --enable-policy=x\n"));
    return table;
}

// "LINE:COLUMN NAME" of what the agent is said to have.
std::string named(std::string text) {
    std::string all;
    for (const auto& flag : agent_flags_in(page::read_page(source("page.md", std::move(text))).prose)) {
        all += std::to_string(flag.mark.line) + ":" + std::to_string(flag.mark.column) + " " + flag.name + "\n";
    }
    return all;
}

TEST(Flags, ASentenceThatSpeaksOfTheAgentNamesItsFlags) {
    EXPECT_EQ(named("Text.\nUse `--enable-policy=always` or **`--other`** at the\nagent level.\n"),
              "2:6 enable-policy\n2:36 other\n");
    EXPECT_EQ(named("Start `cilium-agent --enable-x` with it.\n"), "1:21 enable-x\n");
}

TEST(Flags, OtherProgramsHaveFlagsOfTheirOwn) {
    EXPECT_EQ(named("Run `kubectl apply --validate=false`; the agent says so.\n"), "");
    EXPECT_EQ(named("With helm, --set makes the agent do it.\n"), "");
    EXPECT_EQ(named("Pass `--wait`. The agent is something else.\n"), "");
    EXPECT_EQ(named("The agent --- or so -- it says, a--b, https://x/--y\n"), "");
}

TEST(Flags, OfAListingAreNotLookedAt) {
    EXPECT_EQ(named("The agent:\n\n```sh\ncilium-agent --none\n```\n"), "");
}

TEST(Flags, ThatThereAreNotAreErrorsWithWhatToWrite) {
    const auto found = judge_flags({{"no-flag", source("p.md", "x"), {1, 1}}}, flags(), engine::newest_version);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(render(found[0]),
              "p.md:1:1: error: the agent has no flag --no-flag: the command reference of no release "
              "from 1.15 to 1.20 lists it [unknown-flag]\n    x\n    ^\n"
              "    remedy: write --enable-policy=x");
}

TEST(Flags, OfAnotherReleaseAreErrorsToo) {
    const NamedFlag old{"old-one", source("p.md", "x"), {1, 1}};
    const auto found = judge_flags({old}, flags(), engine::newest_version);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].text, "the agent of Cilium 1.20 has no flag --old-one: only that of 1.15 to 1.17 has");
    EXPECT_TRUE(judge_flags({old}, flags(), {1, 17, 3}).empty());
}

TEST(Flags, ASlipIsSeen) {
    const auto found = judge_flags({{"enable-polcy", source("p.md", "x"), {1, 1}}}, flags(), engine::newest_version);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].remedy, "did you mean --enable-policy?");
}

TEST(Flags, ALineThatIsNoneOfTheTableIsAFault) {
    const auto read = AgentFlags::read(source("flags.txt", "a 1.15-1.20\nb some-time\n"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message,
              "flags.txt:2:1: error: a line is 'NAME FIRST-LAST' or 'NAME = INSTEAD'\n"
              "    b some-time\n    ^");
}

TEST(Flags, TheTableHasThoseOfEachRelease) {
    const auto text = read_file(PGREACH_SOURCE_DIR "/fixtures/cilium/agent-flags.txt");
    ASSERT_TRUE(text);
    const auto table = AgentFlags::read(source("agent-flags.txt", *text));
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_EQ(table->known_releases(), "1.15 to 1.20");
    EXPECT_TRUE(table->has("enable-policy", {1, 15}));
    EXPECT_TRUE(table->has("policy-audit-mode", {1, 20, 2}));
    EXPECT_FALSE(table->has("enable-default-deny", {1, 20}));
    EXPECT_EQ(table->instead_of("enable-default-deny"), "--enable-policy=always");
}

}  // namespace
}  // namespace pgreach::docs
