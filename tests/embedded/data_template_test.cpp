#include "backend/embedded/data_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "embedded/in_node.hpp"

namespace pgreach::backend {
namespace {

using test::in_node;
using ::testing::HasSubstr;

// Counts what a person would see.
struct Steps final : Progress {
    void step(const std::string&) override { ++steps; }
    void update(const std::string&) override {}
    void note(const std::string& text) override { notes += text; }
    int steps = 0;
    std::string notes;
};

// With a cache folder of the test's own.
class DataTemplateTest : public ::testing::Test {
  protected:
    DataTemplateTest()
        : cache_(std::filesystem::temp_directory_path() / ("pgreach-cache-" + std::to_string(getpid()))) {
        ::setenv("XDG_CACHE_HOME", cache_.c_str(), 1);
    }
    ~DataTemplateTest() override {
        ::unsetenv("XDG_CACHE_HOME");
        std::filesystem::remove_all(cache_);
    }
    Result<DataTemplate> ensure(const netns::PrivateNode& node) {
        const auto binaries = find_postgres();
        if (!binaries) return binaries.error();
        return ensure_template({*binaries, node, stop_, progress_});
    }

    std::filesystem::path cache_;
    NeverStop stop_;
    Steps progress_;
};

TEST_F(DataTemplateTest, IsMadeOnceAndFoundByTheNextRun) {
    PGREACH_NEEDS_NODE();
    in_node([&](const netns::PrivateNode& node) {
        const auto made = ensure(node);
        ASSERT_TRUE(made) << made.error().message;
        EXPECT_EQ(made->directory.parent_path(), cache_ / "pgreach");
        EXPECT_EQ(progress_.steps, 1);
        EXPECT_EQ(ensure(node).value().system_id, made->system_id);
        EXPECT_EQ(progress_.steps, 1);
    });
}

TEST_F(DataTemplateTest, HalfOfItLeftByAKilledRunIsNeitherUsedNorKept) {
    PGREACH_NEEDS_NODE();
    const auto leftover = cache_ / "pgreach" / "postgres-0000000000000000.part";
    std::filesystem::create_directories(leftover);
    in_node([&](const netns::PrivateNode& node) { ASSERT_TRUE(ensure(node)); });
    EXPECT_FALSE(std::filesystem::exists(leftover));
}

TEST_F(DataTemplateTest, WithoutACacheItLivesInTheNodeAndThatIsSaid) {
    PGREACH_NEEDS_NODE();
    ASSERT_TRUE(write_file(cache_, "a file where a folder should be"));
    in_node([&](const netns::PrivateNode& node) {
        const auto made = ensure(node);
        ASSERT_TRUE(made) << made.error().message;
        EXPECT_EQ(made->directory.parent_path(), node.directory);
        EXPECT_THAT(progress_.notes, HasSubstr("cannot cache the data directory for later runs"));
    });
}

TEST_F(DataTemplateTest, TwoFirstRunsAtOnceMakeOne) {
    PGREACH_NEEDS_NODE();
    const pid_t other = ::fork();
    if (other == 0) {
        const auto code =
            netns::run_in_private_node({}, [&](const netns::PrivateNode& node) { return ensure(node) ? 0 : 1; });
        ::_exit(code ? *code : 1);
    }
    in_node([&](const netns::PrivateNode& node) { EXPECT_TRUE(ensure(node)); });
    int status = 0;
    ::waitpid(other, &status, 0);
    EXPECT_EQ(status, 0);
    const std::filesystem::directory_iterator entries(cache_ / "pgreach");
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 2) << "the template and the lock";
}

}  // namespace
}  // namespace pgreach::backend
