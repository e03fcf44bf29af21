#include "proc/command.hpp"

#include <gtest/gtest.h>

namespace pgreach::proc {
namespace {

TEST(Command, IsPrintedSoThatItCanBePasted) {
    const Command command{{"kubectl", "get", "pod", "it's"}, {}, {{"LC_ALL", "C"}, {"NOTE", "a b"}}};
    EXPECT_EQ(describe(command), "LC_ALL=C NOTE='a b' kubectl get pod 'it'\\''s'");
}

TEST(Command, NeverPrintsASecret) {
    const Command command{{"psql"}, {}, {{"PGPASSWORD", "hunter2", true}}};
    EXPECT_EQ(describe(command), "PGPASSWORD=$PGPASSWORD psql");
}

TEST(Command, TellsTheSizeOfItsInput) {
    EXPECT_EQ(describe(Command{{"kubectl", "apply", "-f", "-"}, "kind: Pod\n"}),
              "kubectl apply -f - # with 10 bytes on stdin");
}

TEST(Exit, NamesTheSignal) {
    EXPECT_EQ(describe(Exit{0, 9}), "signal 9 (Killed)");
    EXPECT_EQ(describe(Exit{3, 0}), "exit 3");
    EXPECT_TRUE((Exit{0, 0}).success());
    EXPECT_FALSE((Exit{0, 15}).success());
}

TEST(Failure, ShowsExitCommandAndStderr) {
    const Error error = failure({{"helm", "status", "cilium"}}, {{1, 0}, "noise", "Error: release: not found\n"});
    EXPECT_EQ(error.kind, ErrorKind::environment);
    EXPECT_EQ(error.message, "exit 1: helm status cilium\nError: release: not found");
}

TEST(Failure, ShowsStdoutWhereStderrIsEmpty) {
    EXPECT_EQ(failure({{"x"}}, {{2, 0}, "on stdout\n", ""}).message, "exit 2: x\non stdout");
}

TEST(Failure, KeepsOnlyTheEndOfALongStderr) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "line " + std::to_string(i) + "\n";
    const std::string message = failure({{"x"}}, {{1, 0}, "", lines}).message;
    EXPECT_LT(message.size(), 2100U);
    EXPECT_EQ(message.substr(message.size() - 8), "line 999");
    EXPECT_NE(message.find("\n… line "), std::string::npos);
}

}  // namespace
}  // namespace pgreach::proc
