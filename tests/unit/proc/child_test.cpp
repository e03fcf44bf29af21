#include "proc/child.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "proc/pipe.hpp"
#include "proc/starter.hpp"

namespace pgreach::proc {
namespace {

using std::chrono::seconds;

TimePoint soon() {
    return SteadyClock().now() + seconds(20);
}

Child start(std::vector<std::string> argv, const Attachment& attachment = {}) {
    auto child = ForkingChildStarter().start({std::move(argv)}, attachment);
    EXPECT_TRUE(child) << child.error().message;
    return *std::move(child);
}

std::string read_all(const UniqueFd& from) {
    std::string all;
    for (;;) {
        pollfd ready{from.get(), POLLIN, 0};
        if (::poll(&ready, 1, 20'000) <= 0) return all + "(timed out)";
        if (read_some(from.get(), all) == Transfer::closed) return all;
    }
}

bool write_text(const char* path, const std::string& text) {
    const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
    return ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

TEST(Child, TalksThroughItsPipes) {
    Child child = start({"cat"});
    std::string_view text = "hello\n";
    ASSERT_EQ(write_some(child.input().get(), text), Transfer::more);
    child.input().reset();
    EXPECT_EQ(read_all(child.output()), "hello\n");
    EXPECT_TRUE(child.wait(soon())->success());
}

TEST(Child, SaysNothingOfItsEndWhileItRuns) {
    Child child = start({"cat"});
    EXPECT_FALSE(child.wait(SteadyClock().now()).has_value());
    child.input().reset();
    ASSERT_TRUE(child.wait(soon()).has_value());
    EXPECT_EQ(child.wait(TimePoint{})->code, 0) << "the answer stays";
}

TEST(Child, IsKilledAndReapedWhenItsOwnerLetsGo) {
    pid_t pid = 0;
    {
        const Child child = start({"sleep", "1000"});
        pid = child.pid();
    }
    EXPECT_EQ(::waitpid(pid, nullptr, 0), -1);
    EXPECT_EQ(errno, ECHILD);
}

TEST(Child, StaysAliveWhenMoved) {
    Child first = start({"cat"});
    Child second = std::move(first);
    EXPECT_FALSE(second.wait(SteadyClock().now()).has_value());
    second = start({"cat"});
    EXPECT_FALSE(second.wait(SteadyClock().now()).has_value());
}

TEST(Child, StopsWithTheSignalItGot) {
    EXPECT_EQ(start({"sleep", "1000"}).stop(seconds(20)).signal, SIGTERM);
    Child deaf = start({"sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1000; done"});
    std::string said;
    pollfd ready{deaf.output().get(), POLLIN, 0};
    ASSERT_EQ(::poll(&ready, 1, 20'000), 1);
    EXPECT_EQ(deaf.stop(std::chrono::milliseconds(20)).signal, SIGKILL);
}

TEST(Child, LeavesNoZombieWhenItCannotStart) {
    const auto child = ForkingChildStarter().start({{"/no/such/program"}}, {});
    ASSERT_FALSE(child);
    EXPECT_EQ(child.error().remedy, "command: /no/such/program");
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

TEST(Child, InheritsOnlyWhatItIsGiven) {
    const UniqueFd leaky(::open("/dev/null", O_RDONLY));
    const UniqueFd given(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    Attachment attachment;
    attachment.descriptors = {given.get()};
    Child child = start({"sh", "-c", "ls /proc/$$/fd"}, attachment);
    EXPECT_EQ(read_all(child.output()), "0\n1\n2\n" + std::to_string(given.get()) + "\n");
}

TEST(Child, GetsDefaultSignalsAndNoneBlocked) {
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    ::signal(SIGPIPE, SIG_IGN);
    Child child = start({"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"});
    ::signal(SIGPIPE, SIG_DFL);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    EXPECT_EQ(read_all(child.output()), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(Child, GivesWayAsToldToWhoeverStartedIt) {
    Attachment attachment;
    attachment.niceness = 1;
    Child child = start({"nice"}, attachment);
    EXPECT_EQ(read_all(child.output()), std::to_string(::getpriority(PRIO_PROCESS, 0) + 1) + "\n");
}

TEST(Child, DiesWithTheThreadThatStartedIt) {
    std::optional<Child> child;
    std::thread([&] { child = start({"sleep", "1000"}); }).join();
    const auto exit = child->wait(soon());
    ASSERT_TRUE(exit.has_value());
    EXPECT_EQ(exit->signal, SIGKILL);
}

TEST(Child, NamesTheStepThatFailedBeforeExec) {
    Attachment attachment;
    attachment.network_namespace = STDIN_FILENO;  // not a namespace
    const auto child = ForkingChildStarter().start({{"true"}}, attachment);
    ASSERT_FALSE(child);
    EXPECT_EQ(child.error().message.find("cannot start true: enter the network namespace: "), 0U)
        << child.error().message;
}

// In a user namespace of our own, as an ordinary user in it: the effective capabilities of a child.
std::string capabilities_of_child(bool keep) {
    Attachment attachment;
    attachment.keep_capabilities = keep;
    auto child = ForkingChildStarter().start({{"grep", "CapEff", "/proc/self/status"}}, attachment);
    return child ? read_all(child->output()) : child.error().message;
}

TEST(Child, KeepsCapabilitiesOnlyWhenTold) {
    const std::string map = "1000 " + std::to_string(::geteuid()) + " 1";
    const pid_t pid = ::fork();
    if (pid == 0) {
        if (::unshare(CLONE_NEWUSER) != 0) ::_exit(77);
        if (!write_text("/proc/self/setgroups", "deny") || !write_text("/proc/self/uid_map", map)) ::_exit(77);
        const std::string none = "CapEff:\t0000000000000000\n";
        const std::string kept = capabilities_of_child(true);
        ::_exit(capabilities_of_child(false) == none && kept != none && kept.find("CapEff:") == 0 ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no user namespaces here";
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace pgreach::proc
