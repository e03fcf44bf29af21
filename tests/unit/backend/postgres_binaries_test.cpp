#include "backend/embedded/postgres_binaries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "support/scripted_runner.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FindPostgres : public testing::Test {
  protected:
    ~FindPostgres() override { fs::remove_all(root_); }

    void installed(const std::string& folder) const {
        fs::create_directories(root_ / folder);
        for (const char* program : {"postgres", "initdb"}) {
            std::ofstream(root_ / folder / program) << "#!/bin/sh\n";
            fs::permissions(root_ / folder / program, fs::perms::owner_all);
        }
    }
    // The server that was chosen, without the folder of this test.
    std::string chosen() {
        const auto found = find();
        return found ? fs::relative(found->server, root_).string() : found.error().message;
    }
    Result<PostgresBinaries> find() { return find_postgres({{root_ / "bin"}, root_ / "versions", runner_}); }

    const fs::path root_ = testing::TempDir() + "pgreach-postgres-" + std::to_string(::getpid());
    support::ScriptedRunner runner_;
};

TEST_F(FindPostgres, TakesTheNewestOfTheVersionsInstalled) {
    for (const char* version : {"9.6", "13", "14", "17", "18", "19"}) {
        installed(std::string("versions/") + version + "/bin");
    }
    EXPECT_EQ(chosen(), "versions/18/bin/postgres");
}

TEST_F(FindPostgres, PassesOverAFolderWithoutAServer) {
    installed("versions/15/bin");
    fs::create_directories(root_ / "versions/17/bin");  // only the client is installed
    EXPECT_EQ(chosen(), "versions/15/bin/postgres");
}

TEST_F(FindPostgres, PrefersTheOneInPath) {
    installed("versions/18/bin");
    installed("bin");
    runner_.expect("*/bin/postgres --version", "postgres (PostgreSQL) 16.4\n");
    EXPECT_EQ(chosen(), "bin/postgres");
}

TEST_F(FindPostgres, PassesOverTheOneInPathWhereItIsTooNew) {
    installed("versions/17/bin");
    installed("bin");
    runner_.expect("*/bin/postgres --version", "postgres (PostgreSQL) 19devel\n");
    EXPECT_EQ(chosen(), "versions/17/bin/postgres");
}

TEST_F(FindPostgres, AsksPgConfigLast) {
    installed("elsewhere");
    runner_.expect("pg_config --bindir", (root_ / "elsewhere").string() + "\n");
    runner_.expect("*/elsewhere/postgres --version", "postgres (PostgreSQL) 14.18 (custom)\n");
    EXPECT_EQ(chosen(), "elsewhere/postgres");
}

TEST_F(FindPostgres, SaysWhatItPassedOverAndHowToInstallOne) {
    installed("versions/13/bin");
    runner_.expect_failure("pg_config --bindir", environment_error("not found in PATH"));
    const auto found = find();
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message,
                AllOf(HasSubstr("no PostgreSQL server of version 14 to 18"), HasSubstr("only 13 in /")));
    EXPECT_EQ(found.error().remedy, "sudo apt-get install postgresql");
}

TEST_F(FindPostgres, SaysWhereItLookedWhereThereIsNone) {
    runner_.expect_failure("pg_config --bindir", environment_error("not found in PATH"));
    const auto found = find();
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, AllOf(HasSubstr("/versions"), HasSubstr("PATH"), Not(HasSubstr("only"))));
}

}  // namespace
}  // namespace pgreach::backend
