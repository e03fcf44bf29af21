#include "base/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace pgreach {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
  protected:
    File() { fs::create_directories(folder_); }
    ~File() override { fs::remove_all(folder_); }
    fs::path folder_ = fs::path(testing::TempDir()) / ("pgreach-file-" + std::to_string(::getpid()));
};

TEST_F(File, WritesAndReadsTheSameBytes) {
    const std::string bytes("a\0b\n", 4);
    ASSERT_TRUE(write_file(folder_ / "f", bytes));
    const auto back = read_file(folder_ / "f");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, bytes);
}

TEST_F(File, LeavesNothingBesideTheFile) {
    ASSERT_TRUE(write_file(folder_ / "f", "x"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(File, WritesWhereALinkLeadsAndKeepsTheLink) {
    fs::create_directory(folder_ / "elsewhere");
    fs::create_symlink("elsewhere/new", folder_ / "second");
    fs::create_symlink("second", folder_ / "first");
    for (const char* text : {"one", "two"}) {  // not there yet, then there
        ASSERT_TRUE(write_file(folder_ / "first", text));
        EXPECT_TRUE(fs::is_symlink(folder_ / "first"));
        EXPECT_TRUE(fs::is_symlink(folder_ / "second"));
        const auto back = read_file(folder_ / "elsewhere" / "new");
        ASSERT_TRUE(back);
        EXPECT_EQ(*back, text);
    }
}

TEST_F(File, EndsWhereLinksLeadInACircle) {
    fs::create_symlink("b", folder_ / "a");
    fs::create_symlink("a", folder_ / "b");
    EXPECT_FALSE(write_file(folder_ / "a", "x"));
}

TEST_F(File, WritesInPlaceWhereNoFileCanBeMadeBesideIt) {
    const fs::path longest = folder_ / std::string(255, 'n');
    ASSERT_TRUE(write_file(longest, "a long text"));
    ASSERT_TRUE(write_file(longest, "short"));
    EXPECT_EQ(*read_file(longest), "short");
}

TEST_F(File, TellsThatADeviceIsFull) {
    const auto written = write_file("/dev/full", "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "cannot write /dev/full: No space left on device");
}

TEST_F(File, NamesThePathThatCannotBeRead) {
    const auto missing = read_file(folder_ / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message, "cannot read " + (folder_ / "none").string() + ": No such file or directory");
    EXPECT_FALSE(read_file(folder_));
}

TEST_F(File, ADeviceIsNotRead) {
    const auto zero = read_file("/dev/zero");
    ASSERT_FALSE(zero);
    EXPECT_EQ(zero.error().message, "cannot read /dev/zero: it is neither a file nor a pipe");
}

TEST_F(File, IsReadUpToALimit) {
    ASSERT_TRUE(write_file(folder_ / "f", std::string((1U << 20U) + 1, 'x')));
    const auto refused = read_file(folder_ / "f", 1U << 20U);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "cannot read " + (folder_ / "f").string() + ": it is larger than 1 MiB");
    EXPECT_TRUE(read_file(folder_ / "f", (1U << 20U) + 1));
}

TEST_F(File, APipeIsReadToItsEnd) {
    const auto pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] { std::ofstream(pipe) << "text"; });
    const auto text = read_file(pipe);
    writer.join();
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "text");
}

TEST_F(File, NamesThePathThatCannotBeWritten) {
    const auto written = write_file(folder_ / "no" / "f", "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::environment);
    EXPECT_NE(written.error().message.find((folder_ / "no" / "f").string()), std::string::npos);
}

}  // namespace
}  // namespace pgreach
