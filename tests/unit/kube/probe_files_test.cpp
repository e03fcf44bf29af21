#include "kube/probe_files.hpp"

#include <gmock/gmock.h>

#include "support/scripted_runner.hpp"

namespace pgreach::kube {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ReadLdd, NamesLibrariesAndTheLoader) {
    const auto paths = read_ldd(
        "\tlinux-vdso.so.1 (0x00007ffd)\n"
        "\tlibpq.so.5 => /lib/x86_64-linux-gnu/libpq.so.5 (0x00007f)\n"
        "\t/lib64/ld-linux-x86-64.so.2 (0x00007f)\n");
    EXPECT_THAT(*paths, ElementsAre("/lib/x86_64-linux-gnu/libpq.so.5", "/lib64/ld-linux-x86-64.so.2"));
}

TEST(ReadLdd, AMissingLibraryIsNamed) {
    EXPECT_THAT(read_ldd("\tlibgone.so.1 => not found\n").error().message, HasSubstr("libgone.so.1"));
}

TEST(CollectProgram, TakesTheProgramAndAllItLinks) {
    support::ScriptedRunner runner;
    runner.expect("ldd /bin/true",
                  "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x1)\n\t/lib64/ld-linux-x86-64.so.2 (0x2)\n");
    const auto files = collect_program(runner, "/bin/true").value();
    ASSERT_EQ(files.size(), 3U);
    EXPECT_EQ(files[0].path, "true");
    EXPECT_EQ(files[1].path, "lib/libc.so.6");
    EXPECT_EQ(files[2].path, "lib64/ld-linux-x86-64.so.2");
    EXPECT_GT(files[1].content.size(), 100000U);
}

TEST(Tar, PadsToBlocksAndSumsItsHeader) {
    const std::string archive = write_tar({{"a.txt", "hello", 0644}});
    ASSERT_EQ(archive.size(), 512U * 4);
    EXPECT_EQ(archive.substr(0, 6), std::string("a.txt\0", 6));
    EXPECT_EQ(archive.substr(148, 6), "006721");
    EXPECT_EQ(archive.substr(257, 5), "ustar");
    EXPECT_EQ(archive.substr(512, 5), "hello");
}

TEST(ImageArchive, IsWhatDockerSaveWrites) {
    const std::string archive = image_archive({{"pgreach-probe", "x", 0755}}, "localhost/pgreach-probe:t");
    EXPECT_THAT(archive, HasSubstr(R"("RepoTags":["localhost/pgreach-probe:t"],"Layers":["layer.tar"])"));
    EXPECT_THAT(archive, HasSubstr(R"("Entrypoint":["/pgreach-probe"],"User":"65532:65532")"));
    EXPECT_THAT(archive, HasSubstr(sha256_hex(write_tar({{"pgreach-probe", "x", 0755}}))));
}

TEST(Sha256, IsTheStandardsOwnExample) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace pgreach::kube
