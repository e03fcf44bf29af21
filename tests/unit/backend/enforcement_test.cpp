#include "backend/embedded/enforcement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "embedded/small_participants.hpp"

namespace pgreach::backend {
namespace {

constexpr const char* only_backend = R"(
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: only-backend, namespace: default}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: cluster-example}}
  ingress:
  - fromEndpoints: [{matchLabels: {role: backend}}]
    toPorts: [{ports: [{port: "5432", protocol: TCP}]}]
)";

std::vector<std::string> allowed_under(const std::string& policy) {
    const Participants participants = test::small_participants();
    engine::PolicySet policies;
    for (const auto& manifest : manifest::read(std::make_shared<Source>(Source{"policy.yaml", policy})).manifests) {
        policies.apply(manifest, FieldValidation::strict);
    }
    std::vector<std::string> texts;
    for (const auto& flow : allowed_flows(participants, assign_addresses(participants).value(), policies)) {
        texts.push_back(to_string(flow.source) + " " + to_string(flow.destination) + ":" + std::to_string(flow.port));
    }
    return texts;
}

TEST(Enforcement, WithoutPoliciesEveryFlowOfTheParticipantsIsAllowed) {
    EXPECT_EQ(allowed_under("").size(), test::all_flows(test::small_participants()).size());
}

// backend is 10.244.0.2, the instances are 10.244.0.4 and 10.244.0.5; the node is always let in.
TEST(Enforcement, IsWhatTheEngineSaysForEachPairAndPort) {
    EXPECT_THAT(allowed_under(only_backend),
                ::testing::UnorderedElementsAre("10.244.0.2 10.244.0.4:5432", "10.244.0.2 10.244.0.5:5432",
                                                "172.18.0.2 10.244.0.4:5432", "172.18.0.2 10.244.0.4:8000",
                                                "172.18.0.2 10.244.0.4:9187", "172.18.0.2 10.244.0.5:5432",
                                                "172.18.0.2 10.244.0.5:8000", "172.18.0.2 10.244.0.5:9187"));
}

}  // namespace
}  // namespace pgreach::backend
