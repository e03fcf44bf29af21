#include "proc/search_path.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

namespace pgreach::proc {
namespace {

namespace fs = std::filesystem;

class SearchPath : public testing::Test {
  protected:
    SearchPath() {
        fs::create_directories(root_ / "first/tool");  // a folder of that name is no program
        fs::create_directories(root_ / "second");
        fs::create_directories(root_ / "third");
        std::ofstream(root_ / "second/tool") << "no program";
        std::ofstream(root_ / "third/tool") << "#!/bin/sh\n";
        fs::permissions(root_ / "third/tool", fs::perms::owner_all);
        ::setenv("PATH",
                 ((root_ / "first").string() + "::" + (root_ / "second").string() + ":" + (root_ / "third").string())
                     .c_str(),
                 1);
    }
    ~SearchPath() override {
        ::setenv("PATH", before_.c_str(), 1);
        fs::remove_all(root_);
    }

    const fs::path root_ = testing::TempDir() + "pgreach-search-path-" + std::to_string(::getpid());
    const std::string before_ = ::getenv("PATH");
};

TEST_F(SearchPath, LeavesOutEmptyEntries) {
    EXPECT_EQ(path_folders(), (std::vector<fs::path>{root_ / "first", root_ / "second", root_ / "third"}));
}

TEST_F(SearchPath, FindsTheFirstExecutableFile) {
    EXPECT_EQ(find_program("tool"), root_ / "third/tool");
}

TEST_F(SearchPath, TakesANameWithASlashAsItIs) {
    EXPECT_EQ(find_program("./tool"), "./tool");
}

TEST_F(SearchPath, FindsNothingElse) {
    EXPECT_EQ(find_program("another-tool"), std::nullopt);
}

}  // namespace
}  // namespace pgreach::proc
