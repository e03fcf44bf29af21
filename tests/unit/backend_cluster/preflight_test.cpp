#include "backend/cluster/preflight.hpp"

#include "backend/cluster/foreign_policies.hpp"

#include <gmock/gmock.h>

#include "kube/json.hpp"
#include "support/recording.hpp"
#include "support/scripted_runner.hpp"

namespace pgreach::backend {
namespace {

using support::recording;
using ::testing::HasSubstr;

constexpr const char* agents_ready =
    R"({"spec":{"template":{"spec":{"containers":[{"image":"quay.io/cilium/cilium:v1.20.2@sha256:ab"}]}}},)"
    R"("status":{"desiredNumberScheduled":2,"numberReady":2}})";
constexpr const char* operator_pod =
    R"({"items":[{"metadata":{"labels":{}},"spec":{"containers":[{"image":"ghcr.io/cnpg/cloudnative-pg:1.30.0"}]},)"
    R"("status":{"podIP":"10.0.0.9"}}]})";
constexpr const char* namespaces =
    R"({"items":[{"metadata":{"name":"default"}},{"metadata":{"name":"old","labels":{"pgreach.dev/run":"r"}}}]})";

class InspectTest : public ::testing::Test {
  protected:
    support::ScriptedRunner runner_;
    kube::Kubectl kubectl_{runner_, {}};
    ClusterOptions options_;
    Participants participants_{.name = "c",
                               .cluster = "cluster-example",
                               .members = {{.endpoint = {.name = "primary"}, .instance = InstanceRole::primary}}};

    void reach() {
        runner_.expect("kubectl get nodes -o json", recording("kubectl-get-nodes").answer);
        runner_.expect("kubectl get pods -l component=kube-apiserver -o json -n kube-system",
                       R"({"items":[{"metadata":{"name":"kube-apiserver"},"spec":{"nodeName":"lab-control-plane"},)"
                       R"("status":{"phase":"Running","containerStatuses":[{"state":{"running":{}}}]}}]})");
    }
    void find_database() {
        runner_.expect("kubectl get clusters.postgresql.cnpg.io *", recording("kubectl-get-cluster").answer);
        runner_.expect("kubectl get pods -l cnpg.io/cluster=cluster-example,*",
                       recording("kubectl-get-pods-all").answer);
    }
    void expect_rest(const std::string& policies) {
        runner_.expect("kubectl get namespaces -o json", namespaces);
        runner_.expect("kubectl get ciliumnetworkpolicies* --all-namespaces -o json", policies);
    }
};

TEST_F(InspectTest, FindsWhatARunNeeds) {
    reach();
    runner_.expect("kubectl get daemonset cilium -n kube-system -o json", agents_ready);
    runner_.expect("kubectl get pods -n cnpg-system *", operator_pod);
    find_database();
    runner_.allow("kubectl auth can-i *", "yes\n");
    expect_rest(R"({"items":[{"kind":"NetworkPolicy","metadata":{"namespace":"other","name":"x"}},)"
                R"({"kind":"CiliumClusterwideNetworkPolicy","metadata":{"name":"x"}}]})");
    const auto findings = inspect(kubectl_, options_, participants_, "0abcdefg");
    ASSERT_TRUE(findings.has_value()) << findings.error().message;
    EXPECT_EQ(findings->policies,
              (std::set<PolicyId>{{"CiliumClusterwideNetworkPolicy", "", "x"}, {"NetworkPolicy", "other", "x"}}));
    EXPECT_EQ(findings->cilium_version, "1.20.2");
    EXPECT_EQ(findings->operator_version, "1.30.0");
    EXPECT_EQ(findings->operator_ip, "10.0.0.9");
    EXPECT_EQ(findings->nodes.size(), 2U);
    EXPECT_THAT(findings->api_server_nodes, ::testing::ElementsAre("lab-control-plane"));
    EXPECT_THAT(findings->namespaces, ::testing::ElementsAre("default"));
}

TEST_F(InspectTest, SaysAllThatIsMissingAtOnce) {
    reach();
    runner_.expect("kubectl get daemonset cilium *", recording("get-absent").answer);
    runner_.expect("kubectl get pods -n cnpg-system *", R"({"items":[]})");
    runner_.expect("kubectl get clusters.postgresql.cnpg.io *", recording("get-absent").answer);
    runner_.allow("kubectl auth can-i create namespaces", "no\n");
    runner_.allow("kubectl auth can-i *", "yes\n");
    expect_rest(R"({"items":[]})");
    EXPECT_EQ(inspect(kubectl_, options_, participants_, "0abcdefg").error().message,
              "this cluster cannot be used:\n"
              "  - no Cilium in namespace kube-system\n"
              "  - no CloudNativePG operator in namespace cnpg-system\n"
              "  - no CloudNativePG Cluster default/cluster-example\n"
              "  - not permitted: create namespaces");
}

TEST_F(InspectTest, PoliciesOfOthersOnTheDatabaseAreInTheWay) {
    reach();
    runner_.expect("kubectl get daemonset *", agents_ready);
    runner_.expect("kubectl get pods -n cnpg-system *", operator_pod);
    find_database();
    runner_.allow("kubectl auth can-i *", "yes\n");
    expect_rest(recording("get-cnp-list").answer.out);
    EXPECT_THAT(inspect(kubectl_, options_, participants_, "0abcdefg").error().message,
                HasSubstr("policies that are not pgreach's select the database"));
}

TEST_F(InspectTest, APortThatInstancesDoNotServeIsAFaultOfTheParticipants) {
    participants_.ports = {{5432, PortPurpose::postgresql}, {8443, PortPurpose::status}};
    const auto error = inspect(kubectl_, options_, participants_, "0abcdefg").error();
    EXPECT_EQ(error.kind, ErrorKind::input);
    EXPECT_EQ(error.message,
              "participants 'c': nobody serves port 8443: instances of CloudNativePG serve status on 8000");
    EXPECT_TRUE(runner_.calls().empty());
}

class ServerVersion : public ::testing::Test {
  protected:
    support::ScriptedRunner runner_;
    kube::Kubectl kubectl_{runner_, {}};
};

TEST_F(ServerVersion, IsTheServersNotTheClients) {
    runner_.expect("kubectl version -o json", recording("kubectl-version").answer);
    EXPECT_EQ(*server_version(kubectl_), "1.34.4");
}

TEST_F(ServerVersion, WithoutAnAnswerNamesTheWayThatWasTried) {
    runner_.expect("kubectl version -o json", recording("no-server").answer);
    EXPECT_THAT(server_version(kubectl_).error().message, HasSubstr("no answer from the cluster (kubectl)"));
}

TEST_F(ServerVersion, AKubectlThatHangsIsNamedWithItsLimit) {
    runner_.expect_failure("kubectl version *", environment_error("did not end within 15 s: kubectl version -o json"));
    EXPECT_THAT(server_version(kubectl_).error().message, HasSubstr("did not end within 15 s: kubectl"));
}

bool selects(const std::string& selector, const Labels& labels) {
    return may_select(*kube::read_json(R"({"spec":{"endpointSelector":)" + selector + "}}"), labels);
}

TEST(MaySelect, ByLabelsWithAndWithoutPrefix) {
    EXPECT_TRUE(selects(R"({"matchLabels":{"k8s:a":"1"}})", {{"a", "1"}}));
    EXPECT_FALSE(selects(R"({"matchLabels":{"a":"2"}})", {{"a", "1"}}));
    EXPECT_TRUE(selects("{}", {{"a", "1"}}));
}

TEST(MaySelect, AnExpressionCountsAsMatching) {
    EXPECT_TRUE(selects(R"({"matchExpressions":[{"key":"z","operator":"Exists"}]})", {}));
}

}  // namespace
}  // namespace pgreach::backend
