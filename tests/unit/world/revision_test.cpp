#include "world/revision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scripted_runner.hpp"

namespace pgreach::world {
namespace {

using support::ScriptedRunner;

TEST(Revision, IsAWordWithAColonThatIsNoFile) {
    EXPECT_TRUE(is_revision("main:policies"));
    EXPECT_FALSE(is_revision("policies"));
    EXPECT_FALSE(is_revision(":policies"));
}

TEST(Revision, OfAFolderItsManifestsAreReadInOneCall) {
    ScriptedRunner runner;
    runner.expect("git cat-file -t main:policies", "tree\n");
    runner.expect("git ls-tree -r -z --name-only --full-tree main:policies",
                  std::string("a.yaml\0notes.txt\0.github/x.yml\0sub/b.yml\0", 40));
    runner.expect("git cat-file --batch -z --follow-symlinks", "1234 blob 5\na: 1\n\n5678 blob 4\nb: 2\n");
    const auto files = read_revision(runner, "main:policies");
    ASSERT_TRUE(files) << files.error().message;
    ASSERT_EQ(files->size(), 2U);
    EXPECT_EQ((*files)[0].source->name, "main:policies/a.yaml");
    EXPECT_EQ((*files)[0].source->text, "a: 1\n");
    EXPECT_EQ((*files)[1].source->name, "main:policies/sub/b.yml");
    EXPECT_EQ((*files)[1].source->text, "b: 2");
    EXPECT_FALSE((*files)[1].named);
    EXPECT_EQ(runner.calls().back().input, std::string("main:policies/a.yaml\0main:policies/sub/b.yml\0", 45));
}

TEST(Revision, AFileIsNamed) {
    ScriptedRunner runner;
    runner.expect("git cat-file -t v1:a.yaml", "blob\n");
    runner.expect("git cat-file --batch -z --follow-symlinks", "1234 blob 0\n\n");
    const auto files = read_revision(runner, "v1:a.yaml");
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_TRUE(files->front().named);
    EXPECT_EQ(files->front().source->text, "");
}

TEST(Revision, ALinkThatLeadsOutOfItIsAnError) {
    ScriptedRunner runner;
    runner.expect("git cat-file -t v1:a.yaml", "blob\n");
    runner.expect("git cat-file --batch -z --follow-symlinks", "dangling 9\nv1:a.yaml\n");
    const auto files = read_revision(runner, "v1:a.yaml");
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().message, "v1:a.yaml is a link to what this revision does not have");
}

TEST(Revision, WhatGitSaysIsTheError) {
    ScriptedRunner runner;
    runner.expect("git cat-file -t nope:x", proc::Completed{{128, 0}, "", "fatal: Not a valid object name nope:x\n"});
    const auto files = read_revision(runner, "nope:x");
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().kind, ErrorKind::input);
    EXPECT_THAT(files.error().message, ::testing::HasSubstr("Not a valid object name nope:x"));
}

TEST(Revision, AnAnswerThatIsCutOffIsAnError) {
    for (const char* answer : {"1234 missing\n", "1234 blob 50\nshort\n", "", "1234 blob x\n\n"}) {
        ScriptedRunner runner;
        runner.expect("git cat-file -t v1:a.yaml", "blob\n");
        runner.expect("git cat-file --batch -z --follow-symlinks", answer);
        EXPECT_FALSE(read_revision(runner, "v1:a.yaml")) << answer;
    }
}

}  // namespace
}  // namespace pgreach::world
