#include "kube/apply_answer.hpp"

#include <gmock/gmock.h>

#include "kube/json.hpp"
#include "support/recording.hpp"

namespace pgreach::kube {
namespace {

using support::recording;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<ApplyAnswer> answer_of(const std::string& name) {
    const auto recorded = recording(name);
    return read_apply(recorded.answer.exit.code, recorded.answer.out, recorded.answer.err);
}

yaml::Node stored(const std::string& name) {
    return read_json(recording(name).answer.out).value();
}

TEST(ApplyAnswer, CreatedIsTaken) {
    const auto answer = answer_of("apply-ok").value();
    EXPECT_EQ(answer.state, ApplyAnswer::State::created);
    EXPECT_THAT(answer.unknown_fields, IsEmpty());
}

TEST(ApplyAnswer, UnchangedIsToldFromCreated) {
    EXPECT_EQ(answer_of("apply-unchanged")->state, ApplyAnswer::State::unchanged);
}

TEST(ApplyAnswer, StrictValidationRefusesAnUnknownField) {
    const auto answer = answer_of("apply-strict-unknown-field").value();
    EXPECT_EQ(answer.state, ApplyAnswer::State::refused);
    EXPECT_THAT(answer.unknown_fields, ElementsAre("spec.ingress[0].fromEndpoints[0].labelSelector"));
}

TEST(ApplyAnswer, AllUnknownFieldsAreNamed) {
    EXPECT_THAT(answer_of("apply-two-unknown-fields")->unknown_fields,
                ElementsAre("spec.ingress[0].fromEndpoint", "spec.ingress[0].toPort"));
}

TEST(ApplyAnswer, WithoutStrictValidationTheFieldIsAWarning) {
    const auto answer = answer_of("apply-warn-unknown-field").value();
    EXPECT_EQ(answer.state, ApplyAnswer::State::created);
    EXPECT_THAT(answer.unknown_fields, ElementsAre("spec.ingress[0].fromEndpoints[0].labelSelector"));
}

TEST(ApplyAnswer, SchemaErrorsComeOneByOneWithoutTheRemarkAfterThem) {
    EXPECT_THAT(answer_of("apply-no-direction")->schema_errors,
                ElementsAre("<nil>: Invalid value: \"\": \"spec\" must validate at least one schema (anyOf)",
                            "spec.ingress: Required value"));
}

TEST(ApplyAnswer, ASingleSchemaErrorStandsOnTheSameLine) {
    EXPECT_THAT(answer_of("apply-no-spec")->schema_errors,
                ElementsAre("<nil>: Invalid value: \"object\": spec or specs must be provided"));
}

struct Refusal {
    const char* recording;
    const char* said;
};
class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, ByTheSchema) {
    const auto answer = answer_of(GetParam().recording).value();
    EXPECT_EQ(answer.state, ApplyAnswer::State::refused);
    EXPECT_THAT(answer.schema_errors, ElementsAre(HasSubstr(GetParam().said)));
}

INSTANTIATE_TEST_SUITE_P(Recordings, Refused,
                         ::testing::Values(Refusal{"apply-bad-name", "metadata.name: Invalid value"},
                                           Refusal{"apply-entity-unknown", "Unsupported value: \"everyone\""},
                                           Refusal{"apply-port-number", "must be of type string: \"integer\""},
                                           Refusal{"apply-protocol-lowercase", "Unsupported value: \"tcp\""},
                                           Refusal{"apply-too-many-ports", "Too many: 41"},
                                           Refusal{"apply-node-and-endpoint-selector", "one and only one schema"},
                                           Refusal{"apply-wrong-group", "no matches for kind"}));

TEST(ApplyAnswer, WhatSaysNothingOfTheObjectIsAnError) {
    for (const char* name : {"apply-no-namespace", "apply-not-yaml", "no-server"}) {
        const auto answer = answer_of(name);
        ASSERT_FALSE(answer.has_value()) << name;
        EXPECT_EQ(answer.error().kind, ErrorKind::environment) << name;
    }
    EXPECT_THAT(answer_of("apply-no-namespace").error().message, HasSubstr("namespaces \"absent\" not found"));
}

TEST(MissingFields, AreFoundByComparingSentAndStored) {
    const auto policy = stored("get-cnp-pruned");
    const std::string sent =
        text_at(policy, {"metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"});
    EXPECT_THAT(missing_fields(*read_json(sent)->find("spec"), *policy.find("spec")),
                ElementsAre("ingress[0].fromEndpoints[0].labelSelector"));
}

TEST(MissingFields, WhatTheServerAddedDoesNotCount) {
    const auto sent = read_json(R"({"a":{"b":[{"c":"1"}]}})").value();
    EXPECT_THAT(missing_fields(sent, *read_json(R"({"a":{"b":[{"c":"1","d":2}]}})")), IsEmpty());
}

TEST(AgentVerdict, ReadsTheConditionValid) {
    EXPECT_EQ(agent_verdict(stored("get-cnp-valid")).state, AgentVerdict::State::valid);
    const auto verdict = agent_verdict(stored("get-agent-empty-ingress"));
    EXPECT_EQ(verdict.state, AgentVerdict::State::invalid);
    EXPECT_EQ(verdict.message, "rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny");
}

TEST(AgentVerdict, IsPendingUntilTheAgentSpeaks) {
    EXPECT_EQ(agent_verdict(*read_json(R"({"kind":"CiliumNetworkPolicy"})")).state, AgentVerdict::State::pending);
}

TEST(Admission, RejectedWinsOverPruned) {
    const auto admission = admission_of({.unknown_fields = {"spec.x"}}, {}, {AgentVerdict::State::invalid, "no"});
    EXPECT_EQ(admission.result, AdmissionResult::rejected);
    EXPECT_EQ(admission.agent_error, "no");
}

TEST(Admission, AFieldThatWarningAndComparisonFoundCountsOnce) {
    const auto admission = admission_of({.unknown_fields = {"spec.x"}}, {"spec.x"}, {AgentVerdict::State::valid});
    EXPECT_EQ(admission.result, AdmissionResult::pruned);
    EXPECT_THAT(admission.unknown_fields, ElementsAre("spec.x"));
}

}  // namespace
}  // namespace pgreach::kube
