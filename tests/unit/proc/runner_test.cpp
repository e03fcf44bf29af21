#include "proc/runner.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "base/file.hpp"
#include "base/text.hpp"
#include "proc/pipe.hpp"

namespace pgreach::proc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class TestStop final : public StopSignal {
  public:
    bool requested() const override { return requested_; }
    int fd() const override { return pipe_.read.get(); }
    void request() { requested_ = true; }
    void wake() { pipe_.write.reset(); }

  private:
    Pipe pipe_ = make_pipe().value();
    bool requested_ = false;
};

bool runs(const std::string& pid) {
    const auto status = read_file("/proc/" + pid + "/stat");
    return status && status->find(") Z ") == std::string::npos;
}

class Runner : public testing::Test {
  protected:
    static Command shell(const std::string& script) { return {{"sh", "-c", script}, {}, {}, seconds(20)}; }
    Result<Completed> run(const Command& command) { return runner_.run(command); }

    TestStop stop_;
    ForkingProcessRunner runner_{stop_, milliseconds(100)};
};

TEST_F(Runner, GivesExitAndBothStreams) {
    const auto done = run(shell("echo out; echo err >&2; exit 7"));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->exit.code, 7);
    EXPECT_EQ(done->exit.signal, 0);
    EXPECT_EQ(done->out, "out\n");
    EXPECT_EQ(done->err, "err\n");
    EXPECT_GT(done->took.count(), 0);
}

TEST_F(Runner, TakesHugeOutputOnBothStreamsAtOnce) {
    const auto done = run(shell("head -c 3000000 /dev/zero & head -c 3000000 /dev/zero >&2; wait"));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->out.size(), 3'000'000U);
    EXPECT_EQ(done->err.size(), 3'000'000U);
}

TEST_F(Runner, FeedsAndReadsAtTheSameTime) {
    const std::string big(1 << 20, 'x');
    const auto done = run({{"cat"}, big, {}, seconds(20)});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(done->out == big);
}

TEST_F(Runner, DoesNotMindAChildThatDoesNotReadItsInput) {
    const auto done = run({{"true"}, std::string(1 << 20, 'x'), {}, seconds(20)});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(done->exit.success());
}

TEST_F(Runner, ReadsNothingWhereThereIsNoInput) {
    const auto done = run({{"cat"}, {}, {}, seconds(20)});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->out, "");
}

TEST_F(Runner, DoesNotWaitForAGrandchildThatKeepsStdout) {
    const auto done = run(shell("sleep 1000 & echo $!"));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_LT(done->took, seconds(10));
    const std::string grandchild(trim(done->out));
    const TimePoint limit = SteadyClock().now() + seconds(5);
    while (runs(grandchild) && SteadyClock().now() < limit) std::this_thread::yield();
    EXPECT_FALSE(runs(grandchild)) << "left behind";
}

TEST_F(Runner, DoesNotWaitForADaemonThatKeepsWriting) {
    const auto done = run(shell("setsid -f timeout 30 yes"));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_LT(done->took, seconds(20));
}

TEST_F(Runner, NamesAMissingProgram) {
    const auto done = run({{"no-such-program-here", "x"}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::environment);
    EXPECT_EQ(done.error().message, "cannot start no-such-program-here: not found in PATH");
    EXPECT_EQ(run({{"/no/such/program"}}).error().message, "cannot start /no/such/program: No such file or directory");
    EXPECT_EQ(run({{"/"}}).error().message, "cannot start /: Permission denied");
}

TEST_F(Runner, EndsTheWholeGroupAtTheLimitAndTellsWhatItSaidLast) {
    const auto done =
        run({{"sh", "-c", "trap '' TERM; echo waiting for godot; sleep 1000; sleep 1000"}, {}, {}, milliseconds(150)});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::environment);
    EXPECT_EQ(done.error().message,
              "did not end within 0.15 s: sh -c 'trap '\\'''\\'' TERM; echo waiting for godot; sleep 1000; sleep 1000'"
              "\nit last printed: waiting for godot");
}

TEST_F(Runner, KeepsTheLimitOfACommandThatNeverStopsPrinting) {
    const auto done = run({{"yes"}, {}, {}, milliseconds(50)});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message.substr(0, 30), "did not end within 0.05 s: yes");
}

TEST_F(Runner, TellsADeathBySignalFromAnExit) {
    const auto done = run(shell("kill -SEGV $$"));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->exit.signal, SIGSEGV);
    EXPECT_FALSE(done->exit.success());
}

TEST_F(Runner, IsInterruptedByTheStopSignal) {
    stop_.wake();
    const auto done = run(shell("sleep 1000"));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::interrupted);
    EXPECT_EQ(done.error().message, "interrupted: sh -c 'sleep 1000'");
}

TEST_F(Runner, StartsNothingAfterTheStopSignal) {
    stop_.request();
    const auto done = run({{"no-such-program-here"}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::interrupted);
}

TEST_F(Runner, AddsToTheEnvironmentAndReplacesInIt) {
    ::setenv("PGREACH_TEST", "ours", 1);
    const auto done = run({{"sh", "-c", "echo $PGREACH_TEST $PGREACH_MORE"},
                           {},
                           {{"PGREACH_TEST", "theirs"}, {"PGREACH_MORE", "more"}},
                           seconds(20)});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->out, "theirs more\n");
}

}  // namespace
}  // namespace pgreach::proc
