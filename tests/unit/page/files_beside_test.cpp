#include "page/files_beside.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace pgreach::page {
namespace {

namespace fs = std::filesystem;

class FilesBeside : public ::testing::Test {
  protected:
    FilesBeside() {
        fs::remove_all(root_);
        fs::create_directories(root_ / "repository" / ".git");
        write("repository/docs/page.md", "");
        write("repository/docs/near.yaml", "near");
        write("repository/examples/far.yaml", "far");
        write("outside.yaml", "secret");
    }
    ~FilesBeside() override { fs::remove_all(root_); }

    void write(const std::string& path, const std::string& text) const {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }
    std::string included(const std::string& path) const {
        const auto read = include_from_disk(path, Source{(root_ / "repository/docs/page.md").string(), ""});
        return read ? (*read)->text : "error: " + read.error().message;
    }

    const fs::path root_ =
        fs::weakly_canonical(fs::temp_directory_path()) / ("pgreach-page-" + std::to_string(getpid()));
};

TEST_F(FilesBeside, AreSoughtBesideThePageAndUpToTheCheckout) {
    EXPECT_EQ(included("near.yaml"), "near");
    EXPECT_EQ(included("../examples/far.yaml"), "far");
    EXPECT_EQ(included("examples/far.yaml"), "far");
    EXPECT_EQ(included("/examples/far.yaml"), "far");
    EXPECT_EQ(included("none.yaml"), "error: there is no such file");
}

TEST_F(FilesBeside, OutsideOfTheCheckoutNothingIsRead) {
    EXPECT_EQ(included("../../outside.yaml"), "error: it is outside of " + (root_ / "repository").string());
    fs::create_symlink(root_ / "outside.yaml", root_ / "repository" / "docs" / "link.yaml");
    EXPECT_EQ(included("link.yaml"), "error: it is outside of " + (root_ / "repository").string());
    EXPECT_EQ(included("https://example.com/x.yaml"), "error: it is on the network, where pgreach does not look");
}

TEST_F(FilesBeside, TheCheckoutIsTheFolderWithGitInIt) {
    EXPECT_EQ(checkout_of(root_ / "repository" / "docs" / "page.md"), root_ / "repository");
    EXPECT_EQ(checkout_of(root_ / "outside.yaml"), root_);
}

}  // namespace
}  // namespace pgreach::page
