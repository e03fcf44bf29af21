#include "backend/kind/archives.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "kube/tar.hpp"

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ArchivesTest : public ::testing::Test {
  protected:
    const std::string folder_ = ::testing::TempDir() + "pgreach-archives" + std::to_string(::getpid());

    ArchivesTest() { std::filesystem::create_directories(folder_); }
    ~ArchivesTest() override { std::filesystem::remove_all(folder_); }
    void put(const std::string& name, const std::string& content) { std::ofstream(folder_ + "/" + name) << content; }
};

TEST_F(ArchivesTest, NameTheirImages) {
    put("b.tar", kube::write_tar({{"layer.tar", std::string(1000, 'x')},
                                  {"manifest.json", R"([{"RepoTags":["ghcr.io/cloudnative-pg/postgresql:17"]}])"}}));
    put("a.tar", kube::write_tar({{"manifest.json", R"([{"RepoTags":["quay.io/cilium/cilium:v1.20.2"]}])"}}));
    put("notes.txt", "not an archive");
    const auto archives = find_archives(folder_).value();
    ASSERT_EQ(archives.size(), 2U);
    EXPECT_THAT(archives[0].images, ElementsAre("quay.io/cilium/cilium:v1.20.2"));
    EXPECT_EQ(postgresql_image(archives), "ghcr.io/cloudnative-pg/postgresql:17");
}

TEST_F(ArchivesTest, WhatIsNoArchiveIsNamed) {
    put("a.tar", "hello");
    EXPECT_THAT(find_archives(folder_).error().message, HasSubstr("a.tar is not an archive written by `docker save`"));
}

TEST_F(ArchivesTest, WhatCannotBeReadIsNotTakenForSomethingElse) {
    std::filesystem::create_directory(folder_ + "/a.tar");  // a read of it fails, whoever reads
    EXPECT_THAT(find_archives(folder_).error().message, HasSubstr("a.tar cannot be read"));
}

TEST_F(ArchivesTest, AFolderWithoutAnyIsAnError) {
    EXPECT_THAT(find_archives(folder_).error().message, HasSubstr("no image archive"));
}

TEST_F(ArchivesTest, AFolderThatIsNotThereIsAnErrorWithItsReason) {
    EXPECT_THAT(find_archives(folder_ + "/absent").error().message, HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace pgreach::backend
