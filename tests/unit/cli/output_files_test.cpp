#include "cli/output_files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/file.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OutputFilesTest : public testing::Test {
  protected:
    OutputFilesTest() { fs::create_directories(folder_); }
    ~OutputFilesTest() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    static Result<OutputFiles> claim(const std::vector<std::string>& paths) {
        std::vector<OutputFile> files;
        for (const auto& each : paths) files.push_back({"--report text=" + each, each});
        return OutputFiles::claim(files);
    }
    static std::string refusal_of(const std::vector<std::string>& paths) {
        const auto claimed = claim(paths);
        if (claimed) return "claimed";
        EXPECT_EQ(claimed.error().kind, ErrorKind::usage);
        EXPECT_THAT(claimed.error().remedy, HasSubstr("nothing was run; "));
        return claimed.error().message;
    }
    size_t count() const { return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {})); }

    fs::path folder_ = fs::path(testing::TempDir()) / ("pgreach-outputs-" + std::to_string(::getpid()));
};

TEST_F(OutputFilesTest, TriesWithoutLeavingAnythingOrTouchingWhatIsThere) {
    ASSERT_TRUE(write_file(path("old"), "old text"));
    fs::create_symlink("nothing-yet", path("link"));
    ASSERT_TRUE(claim({path("old"), path("new"), path("link"), "-", "/dev/null"}));
    EXPECT_EQ(*read_file(path("old")), "old text");
    EXPECT_EQ(count(), 2U);
    EXPECT_TRUE(fs::is_symlink(path("link")));
}

TEST_F(OutputFilesTest, OneFileUnderTwoNamesIsRefused) {
    ASSERT_TRUE(write_file(path("f"), "x"));
    fs::create_symlink("f", path("link"));
    fs::create_hard_link(path("f"), path("hard"));
    fs::create_symlink("new", path("dangling"));
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
             {"f", "f"}, {"f", "./f"}, {"f", "link"}, {"hard", "f"}, {"new", "new"}, {"dangling", "new"}}) {
        EXPECT_EQ(refusal_of({path(one), path(other)}),
                  "--report text=" + path(one) + " and --report text=" + path(other) + " are the same file");
    }
    EXPECT_FALSE(fs::exists(path("new")));
    EXPECT_EQ(refusal_of({path("a"), path("b"), path("c")}), "claimed");
}

TEST_F(OutputFilesTest, StandardOutputIsOneFileWhateverItsName) {
    EXPECT_EQ(refusal_of({"-", "/dev/stdout"}),
              "--report text=- and --report text=/dev/stdout both go to standard output");
    EXPECT_EQ(refusal_of({"-", path("f")}), "claimed");
}

TEST_F(OutputFilesTest, WhatCannotBeWrittenIsToldWithItsReason) {
    EXPECT_EQ(refusal_of({path("no/f")}), "cannot write " + path("no/f") + ": No such file or directory");
    EXPECT_EQ(refusal_of({folder_.string()}), "cannot write " + folder_.string() + ": Is a directory");
}

TEST_F(OutputFilesTest, APipeIsKeptOpenForItsReaderUntilItIsWritten) {
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal_of({path("pipe")}), "cannot write " + path("pipe") + ": nobody reads this pipe");
    const UniqueFd reader(::open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK));
    const auto files = claim({path("pipe")});
    ASSERT_TRUE(files);
    char byte = 0;
    EXPECT_EQ(::read(reader.get(), &byte, 1), -1) << "the reader sees its end before anything was written";
    ASSERT_TRUE(files->write(path("pipe"), "x"));
    EXPECT_EQ(::read(reader.get(), &byte, 1), 1);
    EXPECT_EQ(byte, 'x');
}

}  // namespace
}  // namespace pgreach::cli
