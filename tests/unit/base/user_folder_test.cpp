#include "base/user_folder.hpp"

#include <gtest/gtest.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include <map>
#include <optional>

namespace pgreach {
namespace {

namespace fs = std::filesystem;

// The variables as they are told, and as they were before afterwards.
class UserFolderTest : public testing::Test {
  protected:
    UserFolderTest() {
        fs::create_directories(home_);
        for (const char* name :
             {"HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"}) {
            const char* value = ::getenv(name);
            before_[name] = value != nullptr ? std::optional<std::string>(value) : std::nullopt;
            ::unsetenv(name);
        }
    }
    ~UserFolderTest() override {
        for (const auto& [name, value] : before_) {
            if (value) {
                ::setenv(name.c_str(), value->c_str(), 1);
            } else {
                ::unsetenv(name.c_str());
            }
        }
        fs::remove_all(home_);
    }

    const fs::path home_ = fs::path(testing::TempDir()) / ("pgreach-home-" + std::to_string(::getpid()));
    std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(UserFolderTest, LiesInTheHomeUnlessTheVariableSaysWhere) {
    ::setenv("HOME", home_.c_str(), 1);
    EXPECT_EQ(user_folder(UserFolder::cache).value(), home_ / ".cache" / "pgreach");
    EXPECT_EQ(user_folder(UserFolder::state).value(), home_ / ".local" / "state" / "pgreach");
    ::setenv("XDG_CACHE_HOME", "/somewhere", 1);
    ::setenv("XDG_STATE_HOME", "relative", 1);
    EXPECT_EQ(user_folder(UserFolder::cache).value(), "/somewhere/pgreach");
    EXPECT_EQ(user_folder(UserFolder::state).value(), home_ / ".local" / "state" / "pgreach");
}

TEST_F(UserFolderTest, AHomeThatDoesNotExistIsNoHomeAndIsNotMade) {
    const fs::path missing = home_ / "missing";
    ::setenv("HOME", missing.c_str(), 1);
    const auto folder = user_folder(UserFolder::state);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().message, "the home folder " + missing.string() + " does not exist");
    EXPECT_EQ(folder.error().remedy, "set XDG_STATE_HOME to a folder of yours");
    EXPECT_FALSE(fs::exists(missing));
}

TEST_F(UserFolderTest, WithoutHomeTheSystemKnowsIt) {
    const passwd* user = ::getpwuid(::geteuid());
    const fs::path home = user != nullptr ? user->pw_dir : "";
    const auto folder = user_folder(UserFolder::cache);
    ASSERT_EQ(static_cast<bool>(folder), !home.empty() && fs::exists(home));
    if (folder) {
        EXPECT_EQ(*folder, home / ".cache" / "pgreach");
    } else {
        EXPECT_EQ(folder.error().remedy, "set XDG_CACHE_HOME to a folder of yours");
    }
}

TEST_F(UserFolderTest, EachKindHasItsVariableAndItsPlaceBelowTheHome) {
    ::setenv("HOME", home_.c_str(), 1);
    EXPECT_EQ(user_folder(UserFolder::config).value(), home_ / ".config/pgreach");
    EXPECT_EQ(user_folder(UserFolder::data).value(), home_ / ".local/share/pgreach");
    ::setenv("XDG_CONFIG_HOME", "/c", 1);
    ::setenv("XDG_DATA_HOME", "/d", 1);
    EXPECT_EQ(user_folder(UserFolder::config).value(), "/c/pgreach");
    EXPECT_EQ(user_folder(UserFolder::data).value(), "/d/pgreach");
}

TEST_F(UserFolderTest, DataThatAllShareIsWhereTheVariableSaysInItsOrder) {
    EXPECT_EQ(shared_data_folders(), (std::vector<fs::path>{"/usr/local/share/pgreach", "/usr/share/pgreach"}));
    ::setenv("XDG_DATA_DIRS", "/b:relative::/a", 1);
    EXPECT_EQ(shared_data_folders(), (std::vector<fs::path>{"/b/pgreach", "/a/pgreach"}));
}

}  // namespace
}  // namespace pgreach
