#include "backend/cluster/causes.hpp"

#include <gmock/gmock.h>

#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using support::recording;

class Causes : public support::CallBench {
  protected:
    Causes() {
        runner_.expect("kubectl apply -f -", recording("apply-ok").answer);
        runner_.expect("kubectl get ciliumnetworkpolicy*", recording("get-cnp-valid").answer);
        const auto manifests = manifest::read(std::make_shared<const Source>(Source{"p.yaml", policy})).manifests;
        EXPECT_TRUE(policies_.change({.apply = manifests}));
    }
    static constexpr const char* policy = R"(
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: postgres-access-backend-label, namespace: default}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: cluster-example}}
  ingress: [{fromEndpoints: [{matchLabels: {role: backend}}]}]
)";
    std::string unlike(const std::vector<std::string>& seen) const {
        const World world{.endpoints = {{.name = "backend", .ns = "default", .labels = {{"role", "backend"}}}}};
        return difference(world.endpoints[0], world, {}, policies_, seen);
    }
    Policies policies_{tools_, kubectl_, {"0abcdefg", "here"}};
};

TEST_F(Causes, AnIdentityAsPredictedIsNone) {
    EXPECT_EQ(unlike({"k8s:role=backend", "k8s:io.kubernetes.pod.namespace=default"}), "");
}

TEST_F(Causes, LabelsThatNoPolicySpeaksOfDecideNothing) {
    EXPECT_EQ(unlike({"k8s:role=backend", "k8s:io.kubernetes.pod.namespace=default", "k8s:app=x", "gen:y=z"}), "");
}

TEST_F(Causes, AnIdentityWithoutALabelIsNamed) {
    EXPECT_EQ(unlike({"k8s:io.kubernetes.pod.namespace=default"}), "Cilium knows backend without k8s:role=backend");
    EXPECT_EQ(unlike({"k8s:role=other", "k8s:io.kubernetes.pod.namespace=default"}),
              "Cilium knows backend without k8s:role=backend and with k8s:role=other");
}

TEST_F(Causes, ALabelWithoutAValueIsWrittenAsCiliumDoes) {
    const World world{.endpoints = {{.name = "backend", .ns = "default", .labels = {{"role", ""}}}}};
    EXPECT_EQ(
        difference(world.endpoints[0], world, {}, policies_, {"k8s:role", "k8s:io.kubernetes.pod.namespace=default"}),
        "");
}

TEST_F(Causes, AnAgentThatDoesNotKnowAPolicyIsNamed) {
    const std::vector<Agent> agents = {{{"kube-system", "cilium-a"}, "a"}, {{"kube-system", "cilium-b"}, "b"}};
    const auto known = kube::read_agent_policies(recording("cilium-policy-get").answer.out).value();
    EXPECT_THAT(backlog_of(policies_, agents, {known, {.revision = 3}}),
                testing::ElementsAre(
                    testing::Pair("b", "does not know CiliumNetworkPolicy default/postgres-access-backend-label")));
}

TEST(IdentityBook, KnowsWhatHubbleSawLast) {
    IdentityBook book;
    kube::HubbleEvent event{.source_ip = "10.0.0.1", .destination_ip = "10.0.0.2"};
    event.source_labels = {"k8s:role=backend"};
    book.hear(event);
    ASSERT_NE(book.find("10.0.0.1"), nullptr);
    EXPECT_THAT(*book.find("10.0.0.1"), testing::ElementsAre("k8s:role=backend"));
    EXPECT_EQ(book.find("10.0.0.2"), nullptr) << "an event without labels says nothing";
}

}  // namespace
}  // namespace pgreach::backend
