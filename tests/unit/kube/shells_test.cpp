#include "kube/shells.hpp"

#include <gmock/gmock.h>

#include <future>

#include "support/bench.hpp"

namespace pgreach::kube {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class ShellsTest : public support::ShellBench {
  protected:
    Result<std::string> ask(std::vector<std::string> argv, Duration limit = std::chrono::seconds(10)) {
        return shells_.ask({"ns", "pod"}, "c", std::move(argv), limit);
    }
};

TEST_F(ShellsTest, OneShellAnswersManyQuestions) {
    EXPECT_EQ(ask({"echo", "first"}).value(), "first\n");
    EXPECT_EQ(ask({"printf", "no line break"}).value(), "no line break");
    EXPECT_EQ(ask({"printf", ""}).value(), "");
    EXPECT_THAT(starter_.started, ElementsAre("kubectl -n ns exec -i pod -c c -- sh"));
}

TEST_F(ShellsTest, ArgumentsArriveAsTheyAre) {
    EXPECT_EQ(ask({"echo", "a 'b' $HOME \"c\" ; exit 3 #"}).value(), "a 'b' $HOME \"c\" ; exit 3 #\n");
}

TEST_F(ShellsTest, AFailureSaysWhatCanBePastedAndWhatWasSaid) {
    starter_.put("cilium-dbg", "echo no agent here >&2; exit 7");
    const auto answer = ask({"cilium-dbg", "status"});
    EXPECT_THAT(answer.error().message, AllOf(HasSubstr("exit 7: kubectl -n ns exec pod -c c -- cilium-dbg status"),
                                              HasSubstr("no agent here")));
    EXPECT_EQ(ask({"echo", "still there"}).value(), "still there\n");
}

TEST_F(ShellsTest, EachContainerHasItsOwn) {
    EXPECT_TRUE(shells_.ask({"ns", "a"}, "c", {"true"}));
    EXPECT_TRUE(shells_.ask({"ns", "b"}, "c", {"true"}));
    EXPECT_TRUE(shells_.ask({"ns", "a"}, "d", {"true"}));
    EXPECT_THAT(starter_.started, SizeIs(3));
}

TEST_F(ShellsTest, OneThatHasEndedMeanwhileIsOpenedAgain) {
    const std::string shell = ask({"sh", "-c", "echo $PPID"}).value();
    ASSERT_EQ(::kill(std::stoi(shell), SIGKILL), 0);
    EXPECT_EQ(ask({"echo", "again"}).value(), "again\n");
    EXPECT_THAT(starter_.started, SizeIs(2));
}

TEST_F(ShellsTest, OneThatEndsAtEveryQuestionIsAnError) {
    starter_.put("last", "echo 'error: pod not found' >&2; kill -9 $PPID");
    EXPECT_THAT(ask({"last"}).error().message, AllOf(HasSubstr("signal 9"), HasSubstr("pod not found")));
    EXPECT_THAT(starter_.started, SizeIs(1));
}

TEST_F(ShellsTest, AnAnswerThatComesTooLateIsNotTakenForTheNext) {
    EXPECT_THAT(ask({"sleep", "5"}, milliseconds(100)).error().message, HasSubstr("no answer within 0.1 s"));
    EXPECT_EQ(ask({"echo", "mine"}).value(), "mine\n");
}

TEST_F(ShellsTest, QuestionsAtTheSameTimeGetTheirOwnAnswers) {
    std::vector<std::future<Result<std::string>>> answers;
    for (int i = 0; i < 8; ++i) {
        answers.push_back(std::async(std::launch::async, [&, i] {
            return shells_.ask({"ns", i % 2 == 0 ? "even" : "odd"}, "c", {"echo", std::to_string(i)});
        }));
    }
    for (int i = 0; i < 8; ++i) EXPECT_EQ(answers[static_cast<size_t>(i)].get().value(), std::to_string(i) + "\n");
    EXPECT_THAT(starter_.started, SizeIs(2));
}

TEST(ShellsInterrupted, AnswersNobody) {
    support::LocalShells starter;
    support::ScriptedRunner runner;
    support::Stopped stop;
    const Kubectl kubectl(runner, {});
    Shells shells(starter, kubectl, stop);
    EXPECT_EQ(shells.ask({"ns", "pod"}, "c", {"sleep", "5"}).error().kind, ErrorKind::interrupted);
}

}  // namespace
}  // namespace pgreach::kube
