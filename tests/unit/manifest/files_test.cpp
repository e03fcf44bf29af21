#include "manifest/files.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace pgreach::manifest {
namespace {

namespace fs = std::filesystem;

class Input : public testing::Test {
  protected:
    Input() {
        fs::remove_all(folder_);
        for (const char* name : {"b.yaml", "a.yml", "sub/c.json", "sub/page.md", "notes.txt", ".hidden/d.yaml"}) {
            fs::create_directories((folder_ / name).parent_path());
            std::ofstream(folder_ / name) << name;
        }
    }
    ~Input() override { fs::remove_all(folder_); }

    std::vector<std::string> texts(const std::vector<std::string>& words) {
        std::vector<std::string> result;
        const auto read = read_files(words, standard_input_);
        if (!read) return {read.error().message};
        for (const auto& file : *read) result.push_back(file.source->text);
        return result;
    }
    std::string path(const std::string& name = "") const { return (folder_ / name).string(); }

    fs::path folder_ = fs::path(testing::TempDir()) / ("pgreach-files-" + std::to_string(::getpid()));
    std::istringstream standard_input_{"from stdin"};
};

using Texts = std::vector<std::string>;

TEST_F(Input, AFolderIsReadToItsDepthByNameWithoutWhatIsHidden) {
    EXPECT_EQ(texts({path()}), (Texts{"a.yml", "b.yaml", "sub/c.json", "sub/page.md"}));
}

TEST_F(Input, AFileByNameMayBeCalledAnything) {
    EXPECT_EQ(texts({path("notes.txt")}), Texts{"notes.txt"});
}

TEST_F(Input, EachFileIsReadOnce) {
    EXPECT_EQ(texts({path("b.yaml"), path("sub"), path("sub/../b.yaml")}),
              (Texts{"b.yaml", "sub/c.json", "sub/page.md"}));
}

TEST_F(Input, ADashIsStandardInput) {
    EXPECT_EQ(texts({"-"}), Texts{"from stdin"});
}

TEST_F(Input, WhatCannotBeReadIsSaid) {
    EXPECT_NE(texts({path("absent.yaml")})[0].find("absent.yaml"), std::string::npos);
    EXPECT_NE(texts({path(".hidden/..") + "/../no-such-folder/"})[0].find("no-such-folder"), std::string::npos);
    fs::create_directories(folder_ / "empty");
    EXPECT_EQ(texts({path("empty")}), Texts{"folder " + path("empty") + " has no manifests"});
}

}  // namespace
}  // namespace pgreach::manifest
