#include "kube/kubectl.hpp"

#include <gmock/gmock.h>

#include "support/recording.hpp"
#include "support/scripted_runner.hpp"

namespace pgreach::kube {
namespace {

using support::recording;
using support::ScriptedRunner;
using ::testing::HasSubstr;

class KubectlTest : public ::testing::Test {
  protected:
    ScriptedRunner runner_;
    Kubectl kubectl_{runner_, {"/run/config", "lab", "/run/cache"}};
    const std::string lead_ = "kubectl --kubeconfig /run/config --context lab --cache-dir /run/cache ";
};

TEST_F(KubectlTest, AppliesThroughStdinAndIsStrict) {
    runner_.expect(lead_ + "apply -f -", recording("apply-strict-unknown-field").answer);
    EXPECT_EQ(kubectl_.apply("{}", FieldValidation::strict)->state, ApplyAnswer::State::refused);
    EXPECT_EQ(runner_.calls()[0].input, "{}");
}

TEST_F(KubectlTest, AppliesWithoutStrictValidationOnlyWhereAskedTo) {
    runner_.expect(lead_ + "apply -f - --validate=warn", recording("apply-warn-unknown-field").answer);
    EXPECT_EQ(kubectl_.apply("{}", FieldValidation::ignore)->unknown_fields.size(), 1U);
}

TEST_F(KubectlTest, WhatIsAbsentIsNoError) {
    runner_.expect(lead_ + "get cnp absent -o json", recording("get-absent").answer);
    const auto object = kubectl_.get({"cnp", "absent"});
    ASSERT_TRUE(object.has_value());
    EXPECT_FALSE(object->has_value());
}

TEST_F(KubectlTest, NoServerIsAnErrorThatCanBePasted) {
    runner_.expect(lead_ + "get nodes -o json", recording("no-server").answer);
    const auto object = kubectl_.get({"nodes"});
    ASSERT_FALSE(object.has_value());
    EXPECT_THAT(object.error().message, HasSubstr("kubectl --kubeconfig /run/config --context lab"));
    EXPECT_THAT(object.error().message, HasSubstr("was refused - did you specify the right host or port?"));
}

TEST_F(KubectlTest, ReadsWhetherWeMay) {
    runner_.expect(lead_ + "auth can-i create pods -n default", recording("auth-cani").answer);
    runner_.expect(lead_ + "auth can-i create pods/exec", proc::Completed{{1, 0}, "no\n", {}});
    EXPECT_TRUE(*kubectl_.can_i("create", "pods", "default"));
    EXPECT_FALSE(*kubectl_.can_i("create", "pods/exec", ""));
}

TEST_F(KubectlTest, AnExecWithInputKeepsStdinOpen) {
    runner_.expect(lead_ + "-n default exec -i p -c c -- tar -x", "");
    EXPECT_TRUE(kubectl_.exec({"default", "p"}, "c", {"tar", "-x"}, "bytes").has_value());
}

class ExecFails : public KubectlTest, public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(ExecFails, WithItsReason) {
    runner_.expect(lead_ + "-n default exec p -c c -- x", recording(GetParam().first).answer);
    EXPECT_THAT(kubectl_.exec({"default", "p"}, "c", {"x"}).error().message, HasSubstr(GetParam().second));
}

INSTANTIATE_TEST_SUITE_P(Recordings, ExecFails,
                         ::testing::Values(std::pair{"exec-no-pod", "pods \"nosuch\" not found"},
                                           std::pair{"exec-no-container", "container x is not valid"},
                                           std::pair{"exec-no-binary", "executable file not found"},
                                           std::pair{"exec-exit-code", "exit 7"}));

TEST_F(KubectlTest, ListsPodsOfAllNamespacesBySelector) {
    runner_.expect(lead_ + "get pods -l a=b -o json --all-namespaces", recording("kubectl-get-pods-all").answer);
    EXPECT_GT(kubectl_.pods("", "a=b")->size(), 5U);
}

TEST(KubectlAccess, IsPrintedAsItCanBePasted) {
    EXPECT_EQ(describe(Access{"/run/a b", "lab", "/cache"}), "kubectl --kubeconfig '/run/a b' --context lab");
    EXPECT_EQ(describe(Access{}), "kubectl");
}

}  // namespace
}  // namespace pgreach::kube
