#include "backend/cluster/policies.hpp"

#include <gmock/gmock.h>

#include "kube/json.hpp"
#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using support::recording;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

manifest::Manifest policy(const std::string& name, const std::string& json) {
    return {"cilium.io/v2", "CiliumNetworkPolicy", name, "default", kube::read_json(json).value(), nullptr};
}

class PoliciesTest : public support::CallBench {
  protected:
    Policies policies_{tools_, kubectl_, {"r1", "box"}};

    // What postgres-access-backend-label really is in the recordings.
    const std::string uid_ = "d1c9e8f4-bc81-46a9-b0a7-f6cd56d50515";
    const manifest::Manifest label_ =
        policy("postgres-access-backend-label", R"({"kind":"CiliumNetworkPolicy","metadata":{},"spec":{}})");

    void apply_label() {
        runner_.expect("kubectl apply -f -", recording("apply-ok").answer);
        runner_.expect("kubectl get ciliumnetworkpolicy.v2.cilium.io postgres-access-backend-label -n default -o json",
                       recording("get-cnp-valid").answer);
        EXPECT_EQ(policies_.change({.apply = {label_}})->at(0).result, AdmissionResult::accepted);
    }
    static std::vector<kube::AgentPolicies> agents(std::int64_t revision, std::set<std::string> uids) {
        return {{revision, std::move(uids)}};
    }
};

TEST_F(PoliciesTest, IsSentAsJsonWithTheRunsLabelsAndItsNamespace) {
    apply_label();
    EXPECT_EQ(runner_.calls()[0].input,
              R"({"kind":"CiliumNetworkPolicy","metadata":{"namespace":"default","labels":{"pgreach.dev/run":"r1",)"
              R"("pgreach.dev/host":"box"}},"spec":{}})");
}

TEST_F(PoliciesTest, MentionsWhatStandsInASelector) {
    runner_.expect("kubectl apply -f -", recording("apply-ok").answer);
    runner_.expect("kubectl get *", recording("get-cnp-valid").answer);
    const auto by_role = policy("p", R"({"metadata":{},"spec":{"endpointSelector":{"matchExpressions":)"
                                     R"([{"key":"cnpg.io/instanceRole","operator":"In","values":["replica"]}]}}})");
    ASSERT_TRUE(policies_.change({.apply = {by_role}}));
    EXPECT_TRUE(policies_.mentions({"primary", "replica"}));
    EXPECT_FALSE(policies_.mentions({"db-1"}));
    EXPECT_FALSE(policies_.mentions_addresses());
}

TEST_F(PoliciesTest, MentionsAKeyWhoseMerePresenceCounts) {
    runner_.expect("kubectl apply -f -", recording("apply-ok").answer);
    runner_.expect("kubectl get *", recording("get-cnp-valid").answer);
    const auto by_key = policy("p", R"({"metadata":{},"spec":{"endpointSelector":{"matchExpressions":)"
                                    R"([{"key":"k8s:canary","operator":"Exists"}]}}})");
    ASSERT_TRUE(policies_.change({.apply = {by_key}}));
    EXPECT_TRUE(policies_.mentions({"canary"}));
}

TEST_F(PoliciesTest, ARefusedOneIsNotAskedForAgain) {
    runner_.expect("kubectl apply -f -", recording("apply-strict-unknown-field").answer);
    const auto admission = policies_.change({.apply = {label_}}).value().at(0);
    EXPECT_EQ(admission.result, AdmissionResult::refused);
    EXPECT_THAT(admission.unknown_fields, ElementsAre("spec.ingress[0].fromEndpoints[0].labelSelector"));
    EXPECT_EQ(policies_.stored(), 0U);
}

TEST_F(PoliciesTest, APrunedOneIsToldByComparingSentAndStored) {
    const auto stored = recording("get-cnp-pruned").answer;
    const auto object = kube::read_json(stored.out).value();
    const std::string sent =
        kube::text_at(object, {"metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"});
    runner_.expect("kubectl apply -f - --validate=warn", recording("apply-ok").answer);  // no warning this time
    runner_.expect("kubectl get *", stored);
    const auto admission = policies_.change({{policy("x", sent)}, FieldValidation::ignore, {}}).value().at(0);
    EXPECT_EQ(admission.result, AdmissionResult::pruned);
    EXPECT_THAT(admission.unknown_fields, ElementsAre("spec.ingress[0].fromEndpoints[0].labelSelector"));
}

TEST_F(PoliciesTest, ARejectedOneIsToldByItsCondition) {
    runner_.expect("kubectl apply -f -", recording("apply-agent-empty-ingress").answer);
    runner_.expect("kubectl get *", R"({"metadata":{"uid":"u"}})");  // the agent has not spoken yet
    runner_.expect("kubectl get *", recording("get-agent-empty-ingress").answer);
    const auto admission = policies_.change({.apply = {policy("agent-empty-ingress", "{}")}}).value().at(0);
    EXPECT_EQ(admission.result, AdmissionResult::rejected);
    EXPECT_EQ(admission.agent_error, "rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny");
}

TEST_F(PoliciesTest, NoServerIsAnErrorAndNoRefusal) {
    runner_.expect("kubectl apply -f -", recording("no-server").answer);
    EXPECT_THAT(policies_.change({.apply = {label_}}).error().message, HasSubstr("was refused - did you"));
}

TEST_F(PoliciesTest, WhatOthersMadeIsNotReplaced) {
    policies_.protect({label_.id()});
    EXPECT_THAT(policies_.change({.apply = {label_}}).error().message, HasSubstr("does not belong to this run"));
}

TEST_F(PoliciesTest, OneOfTheSameNameAndAnotherKindIsNotInTheWay) {
    policies_.protect({{"NetworkPolicy", "default", label_.name}, {"CiliumNetworkPolicy", "other", label_.name}});
    apply_label();
    EXPECT_EQ(policies_.stored(), 1U);
}

TEST_F(PoliciesTest, WhatThisRunDidNotStoreIsNotDeleted) {
    EXPECT_TRUE(policies_.change({.remove = {label_}}));
    EXPECT_TRUE(runner_.calls().empty());
}

TEST_F(PoliciesTest, IsKnownWhenEveryAgentHasIt) {
    apply_label();
    EXPECT_FALSE(policies_.known_to(agents(43, {})));
    EXPECT_TRUE(policies_.known_to(agents(44, {uid_})));
    EXPECT_FALSE(policies_.known_to({{44, {uid_}}, {43, {}}}));
}

TEST_F(PoliciesTest, ARemovedOneIsGoneWhenNoAgentKnowsIt) {
    apply_label();
    runner_.expect(
        "kubectl delete --ignore-not-found --wait=false "
        "ciliumnetworkpolicy.v2.cilium.io/postgres-access-backend-label -n default",
        recording("delete-cnp").answer);
    ASSERT_TRUE(policies_.change({.remove = {label_}}).has_value());
    EXPECT_FALSE(policies_.known_to(agents(44, {uid_})));
    EXPECT_TRUE(policies_.known_to(agents(45, {})));
}

TEST_F(PoliciesTest, AReplacedOneCountsFromTheNextRevision) {
    apply_label();
    EXPECT_TRUE(policies_.known_to(agents(44, {uid_})));
    runner_.expect("kubectl apply -f -", "ciliumnetworkpolicy.cilium.io/postgres-access-backend-label configured\n");
    runner_.expect("kubectl get *", recording("get-cnp-valid").answer);
    ASSERT_TRUE(policies_.change({.apply = {label_}}).has_value());
    EXPECT_FALSE(policies_.known_to(agents(44, {uid_})));
    EXPECT_TRUE(policies_.known_to(agents(45, {uid_})));
}

TEST_F(PoliciesTest, AnAgentThatRestartedCountsAnew) {
    apply_label();
    EXPECT_TRUE(policies_.known_to(agents(44, {uid_})));
    EXPECT_TRUE(policies_.known_to(agents(2, {uid_})));
}

// One call for all; of what kubectl does not take it does not say which it was, so that is applied again by itself.
TEST_F(PoliciesTest, SeveralAreAppliedAtOnceAndTheRefusedByItself) {
    const auto other = policy("other", R"({"kind":"CiliumNetworkPolicy","metadata":{"name":"other"},"spec":{}})");
    auto partly = recording("apply-strict-unknown-field").answer;
    partly.out = recording("apply-ok").answer.out;
    runner_.expect("kubectl apply -f -", partly);
    runner_.expect("kubectl apply -f -", recording("apply-strict-unknown-field").answer);
    runner_.expect("kubectl get ciliumnetworkpolicy.v2.cilium.io postgres-access-backend-label -n default -o json",
                   recording("get-cnp-valid").answer);
    const auto admissions = policies_.change({.apply = {label_, other}}).value();
    EXPECT_EQ(admissions[0].result, AdmissionResult::accepted);
    EXPECT_EQ(admissions[1].result, AdmissionResult::refused);
    EXPECT_THAT(runner_.calls()[0].input, HasSubstr("}\n---\n{"));
    EXPECT_THAT(runner_.calls()[1].input, HasSubstr(R"("name":"other")"));
}

// What the server does not know is named in warnings, which do not tell whose they are.
TEST_F(PoliciesTest, WithoutStrictValidationEachIsAppliedByItself) {
    const auto stored = recording("get-cnp-valid").answer;
    runner_.expect("kubectl apply -f - --validate=warn", recording("apply-ok").answer);
    runner_.expect("kubectl apply -f - --validate=warn", recording("apply-ok").answer);
    runner_.expect(
        "kubectl get ciliumnetworkpolicy.v2.cilium.io postgres-access-backend-label other -n default -o json",
        R"({"items":[)" + stored.out + R"(,{"metadata":{"name":"other","uid":"u"},"status":{"conditions":)" +
            R"([{"type":"Valid","status":"True"}]}}]})");
    const auto admissions = policies_.change({{label_, policy("other", "{}")}, FieldValidation::ignore, {}}).value();
    EXPECT_EQ(admissions[1].result, AdmissionResult::accepted);
    EXPECT_EQ(policies_.stored(), 2U);
}

// Agents before 1.17 say nothing of any policy.
TEST_F(PoliciesTest, WithoutAnyVerdictAllThatIsStoredIsTaken) {
    const support::HastyClock hasty;
    const Tools tools{runner_, runner_, starter_, stop_, hasty, progress_};
    Policies policies(tools, kubectl_, {"r1", "box"});
    runner_.expect("kubectl apply -f -",
                   "ciliumnetworkpolicy.cilium.io/a created\nciliumnetworkpolicy.cilium.io/b created\n");
    runner_.allow("kubectl get *",
                  R"({"items":[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"name":"b","uid":"2"}}]})");
    const auto admissions = policies.change({.apply = {policy("a", "{}"), policy("b", "{}")}});
    ASSERT_TRUE(admissions) << admissions.error().message;
    EXPECT_EQ(admissions->at(1).result, AdmissionResult::accepted);
}

TEST_F(PoliciesTest, ARejectedOneIsNotEnforced) {
    runner_.expect("kubectl apply -f -", recording("apply-agent-empty-ingress").answer);
    runner_.expect("kubectl get *", recording("get-agent-empty-ingress").answer);
    ASSERT_TRUE(policies_.change({.apply = {policy("agent-empty-ingress", "{}")}}));
    EXPECT_EQ(policies_.stored(), 1U);
    EXPECT_FALSE(policies_.any_enforced());
}

}  // namespace
}  // namespace pgreach::backend
