#include "netns/private_node.hpp"

#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "base/file.hpp"
#include "embedded/in_node.hpp"
#include "embedded/sockets.hpp"

namespace pgreach::netns {
namespace {

using test::in_node;
using ::testing::HasSubstr;

struct Ends {
    UniqueFd read;
    UniqueFd write;
};

Ends make_ends() {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// What the sleeping processes of a node hold open: the far end is closed once the last of them is gone.
bool everybody_gone(const UniqueFd& read, int limit_ms) {
    std::array<char, 16> bytes{};
    for (;;) {
        if (!test::becomes(read.get(), POLLIN, limit_ms)) return false;
        if (::read(read.get(), bytes.data(), bytes.size()) <= 0) return true;
    }
}

// A node in whose body a process and its orphan sleep, launched by a process of its own.
pid_t launch_sleepers(Ends& ends) {
    const pid_t launcher = ::fork();
    if (launcher != 0) {
        ends.write.reset();
        return launcher;
    }
    ends.read.reset();
    const auto code = run_in_private_node({}, [&](const PrivateNode&) {
        if (::fork() == 0) {
            if (::fork() == 0) ::pause();
            ::_exit(0);
        }
        [[maybe_unused]] const ssize_t ignored = ::write(ends.write.get(), "r", 1);
        ::pause();
        return 0;
    });
    ::_exit(code ? *code : code.error().kind == ErrorKind::interrupted ? 130 : 1);
}

TEST(PrivateNode, GivesBackTheExitCodeOfItsBody) {
    PGREACH_NEEDS_NODE();
    EXPECT_EQ(run_in_private_node({}, [](const PrivateNode&) { return 42; }).value(), 42);
}

TEST(PrivateNode, ItsBodyIsNotRootButForWhereOnlyRootCanMakeOne) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode& node) { EXPECT_EQ(::geteuid() == 0, node.server_user.has_value()); });
}

TEST(PrivateNode, ItsDiskIsItsOwn) {
    PGREACH_NEEDS_NODE();
    std::filesystem::path file;
    in_node([&](const PrivateNode& node) {
        EXPECT_TRUE(write_file(node.directory / "data", "text"));
        EXPECT_EQ(read_file(node.directory / "data").value(), "text");
    });
    EXPECT_FALSE(std::filesystem::exists("/proc/driver/data"));
}

TEST(PrivateNode, ItsDiskCanBeFull) {
    PGREACH_NEEDS_NODE();
    NodeOptions options;
    options.disk_bytes = 1 << 20;
    in_node(options, [](const PrivateNode& node) {
        const auto written = write_file(node.directory / "data", std::string(2 << 20, 'x'));
        ASSERT_FALSE(written);
        EXPECT_THAT(written.error().message, HasSubstr("No space left on device"));
    });
}

TEST(PrivateNode, FilesOfTheUserAreWrittenAsEver) {
    PGREACH_NEEDS_NODE();
    const auto file = std::filesystem::temp_directory_path() / ("pgreach-node-" + std::to_string(::getpid()));
    in_node([&](const PrivateNode&) { EXPECT_TRUE(write_file(file, "report")); });
    EXPECT_EQ(read_file(file).value(), "report");
    std::filesystem::remove(file);
}

TEST(PrivateNode, HasANetworkOfItsOwn) {
    PGREACH_NEEDS_NODE();
    const auto before = std::filesystem::read_symlink("/proc/self/ns/net");
    in_node([&](const PrivateNode&) { EXPECT_NE(std::filesystem::read_symlink("/proc/self/ns/net"), before); });
    EXPECT_EQ(std::filesystem::read_symlink("/proc/self/ns/net"), before);
}

TEST(PrivateNode, NothingOutlivesItsBody) {
    PGREACH_NEEDS_NODE();
    Ends ends = make_ends();
    in_node([&](const PrivateNode&) {
        if (::fork() == 0) ::pause();
    });
    ends.write.reset();
    EXPECT_TRUE(everybody_gone(ends.read, 5000));
}

TEST(PrivateNode, NothingOutlivesAKilledLauncher) {
    PGREACH_NEEDS_NODE();
    Ends ends = make_ends();
    const pid_t launcher = launch_sleepers(ends);
    char ready = 0;
    ASSERT_EQ(::read(ends.read.get(), &ready, 1), 1);
    ::kill(launcher, SIGKILL);
    EXPECT_TRUE(everybody_gone(ends.read, 5000));
    ::waitpid(launcher, nullptr, 0);
}

TEST(PrivateNode, ASignalToTheLauncherEndsTheBodyAsInterrupted) {
    PGREACH_NEEDS_NODE();
    Ends ends = make_ends();
    const pid_t launcher = launch_sleepers(ends);
    char ready = 0;
    ASSERT_EQ(::read(ends.read.get(), &ready, 1), 1);
    ::kill(launcher, SIGTERM);
    int status = 0;
    ::waitpid(launcher, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_TRUE(everybody_gone(ends.read, 5000));
}

TEST(PrivateNode, ACrashOfTheBodyIsAnErrorThatNamesTheSignal) {
    PGREACH_NEEDS_NODE();
    const auto code = run_in_private_node({}, [](const PrivateNode&) {
        ::signal(SIGABRT, SIG_DFL);
        std::abort();
        return 0;
    });
    ASSERT_FALSE(code);
    EXPECT_EQ(code.error().kind, ErrorKind::internal);
    EXPECT_THAT(code.error().message, HasSubstr("signal 6"));
}

// As if pgreach had been started by nobody: the exit code of the body, 100 where no node can be made.
int run_as_nobody(const std::function<int(const PrivateNode&)>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        const bool changed = ::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
                             ::setresuid(nobody, nobody, nobody) == 0 && ::prctl(PR_SET_DUMPABLE, 1) == 0;
        const auto code = changed ? run_in_private_node({}, body) : Result<int>(101);
        ::_exit(code ? *code : 100);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

TEST(PrivateNode, AnOrdinaryUserHasOneToo) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to become somebody else";
    const int code =
        run_as_nobody([](const PrivateNode& node) { return write_file(node.directory / "a", "b") ? 7 : 8; });
    if (code == 100) GTEST_SKIP() << "user namespaces are forbidden here";
    EXPECT_EQ(code, 7);
}

TEST(PrivateNode, RootKeepsItsPowerOverTheFilesOfOthers) {
    if (::geteuid() != 0) GTEST_SKIP() << "for root";
    const auto folder = std::filesystem::temp_directory_path() / ("pgreach-other-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    ASSERT_EQ(::chown(folder.c_str(), 65534, 65534), 0);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    in_node([&](const PrivateNode&) { EXPECT_TRUE(write_file(folder / "report", "text")); });
    std::filesystem::remove_all(folder);
}

TEST(PrivateNode, TwoAtOnceDoNotMeet) {
    PGREACH_NEEDS_NODE();
    in_node([](const PrivateNode& outer) {
        EXPECT_TRUE(write_file(outer.directory / "data", "outer"));
        const auto code = run_in_private_node(
            {}, [&](const PrivateNode& inner) { return std::filesystem::exists(inner.directory / "data") ? 1 : 0; });
        EXPECT_EQ(code.value(), 0);
    });
}

TEST(PrivateNode, WithoutUserNamespacesAnOrdinaryUserIsToldWhatToDo) {
    if (::geteuid() == 0) GTEST_SKIP() << "for ordinary users";
    NodeOptions options;
    options.allow_user_namespace = false;
    const auto code = run_in_private_node(options, [](const PrivateNode&) { return 0; });
    ASSERT_FALSE(code);
    EXPECT_EQ(code.error().kind, ErrorKind::environment);
    EXPECT_THAT(code.error().remedy, HasSubstr("or run pgreach as root"));
}

TEST(PrivateNode, WithoutUserNamespacesRootHasAServerUser) {
    if (::geteuid() != 0) GTEST_SKIP() << "for root";
    NodeOptions options;
    options.allow_user_namespace = false;
    in_node(options, [](const PrivateNode& node) {
        ASSERT_TRUE(node.server_user);
        EXPECT_NE(node.server_user->user, 0U);
    });
}

}  // namespace
}  // namespace pgreach::netns
