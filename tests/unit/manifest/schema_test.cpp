#include <gtest/gtest.h>

#include "manifest/check.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::manifest {
namespace {

yaml::Node document(const std::string& spec, const std::string& kind = "CiliumNetworkPolicy") {
    const std::string text = "apiVersion: x\nkind: " + kind + "\nmetadata: {name: a}\nspec:\n" + spec;
    return read(std::make_shared<const Source>(Source{"f.yaml", text})).manifests.at(0).document;
}

std::vector<std::string> faults(const std::string& spec, const std::string& kind = "CiliumNetworkPolicy") {
    std::vector<std::string> texts;
    for (const auto& violation : validate(*find_schema(kind), document(spec, kind))) texts.push_back(violation.text);
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Schema, KnowsOnlyPolicies) {
    EXPECT_EQ(find_schema("ConfigMap"), nullptr);
    EXPECT_EQ(find_schema("CiliumNetworkPolicy"), find_schema("CiliumClusterwideNetworkPolicy"));
}

TEST(Schema, PrunesUnknownFieldsAndTellsTheirPlace) {
    auto policy = document(
        "  endpointSelector: {}\n  ingress:\n  - fromEndpoints:\n    - labelSelector: {matchLabels: {role: "
        "backend}}\n");
    const auto unknown = prune(*find_schema("CiliumNetworkPolicy"), policy);
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_EQ(unknown[0].path, "spec.ingress[0].fromEndpoints[0].labelSelector");
    EXPECT_EQ(unknown[0].mark, (Mark{8, 7}));
    EXPECT_EQ(yaml::to_json(*policy.find("spec")->find("ingress")), R"([{"fromEndpoints":[{}]}])");
}

TEST(Schema, AsksForOneSelectorAndOneSection) {
    EXPECT_EQ(faults("  endpointSelector: {}\n"),
              Texts{"spec: Invalid value: must have at least one of ingress, ingressDeny, egress, egressDeny (anyOf)"});
    EXPECT_EQ(faults("  endpointSelector: {}\n  nodeSelector: {}\n  ingress: []\n"),
              Texts{"spec: Invalid value: must have exactly one of endpointSelector, nodeSelector (oneOf), it has 2"});
}

TEST(Schema, ChecksTypesEnumsAndLimits) {
    const std::string ports = "  endpointSelector: {}\n  ingress: [{toPorts: [{ports: [";
    EXPECT_EQ(faults(ports + "{port: 5432}]}]}]\n"),
              Texts{"spec.ingress[0].toPorts[0].ports[0].port: Invalid value: \"integer\": must be of type string"});
    EXPECT_EQ(
        faults(ports + "{port: \"1\", endPort: 65536}]}]}]\n"),
        Texts{"spec.ingress[0].toPorts[0].ports[0].endPort: Invalid value: 65536: should be less than or equal to "
              "65535"});
    EXPECT_EQ(faults("  endpointSelector: {}\n  ingress: [{fromCIDR: [1.2.3.4]}]\n").size(), 1U);
    EXPECT_EQ(faults("  endpointSelector: {}\n  ingress: null\n").size(), 1U);
}

TEST(Schema, ABuiltInTypeTakesNull) {
    EXPECT_EQ(faults("  podSelector: {}\n  ingress: null\n", "NetworkPolicy"), Texts{});
}

}  // namespace
}  // namespace pgreach::manifest
