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

// The pruner looks at fields alone: types are the validator's.
TEST(Schema, AMapWhereATextShouldBeHasUnknownFields) {
    auto policy = document("  endpointSelector: {}\n  description: {a: b}\n  ingress: [{fromCIDR: [{x: 1}]}]\n");
    const auto unknown = prune(*find_schema("CiliumNetworkPolicy"), policy);
    ASSERT_EQ(unknown.size(), 2U);
    EXPECT_EQ(unknown[0].path, "spec.description.a");
    EXPECT_EQ(unknown[1].path, "spec.ingress[0].fromCIDR[0].x");
}

TEST(Schema, NullFieldsOfACustomResourceAreDroppedButNotItemsOfLists) {
    const auto& schema = *find_schema("CiliumNetworkPolicy");
    auto policy =
        document("  endpointSelector: {matchLabels: {app: null}}\n  ingress: [{fromEndpoints: null}, null]\n");
    const auto dropped = drop_nulls(schema, policy);
    ASSERT_EQ(dropped.size(), 2U);
    EXPECT_EQ(dropped[0].path, "spec.endpointSelector.matchLabels.app");
    EXPECT_EQ(dropped[1].path, "spec.ingress[0].fromEndpoints");
    EXPECT_EQ(dropped[1].mark, (Mark{6, 14}));
    EXPECT_EQ(yaml::to_json(*policy.find("spec")->find("ingress")), "[{},null]");
    EXPECT_EQ(validate(schema, policy).size(), 1U);
}

TEST(Schema, ABlockMayHaveLeadingZerosForTheApiServer) {
    EXPECT_EQ(faults("  endpointSelector: {}\n  ingress: [{fromCIDR: [010.0.0.0/08, 2001:0db8::/32]}]\n"), Texts{});
    EXPECT_EQ(faults("  endpointSelector: {}\n  ingress: [{fromCIDR: [10.0.0.256/8]}]\n").size(), 1U);
}

TEST(Schema, ABuiltInTypeHasNoStatus) {
    auto policy =
        read(std::make_shared<const Source>(Source{
                 "f.yaml",
                 "apiVersion: x\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}}\nstatus: {}\n"}))
            .manifests.at(0)
            .document;
    const auto unknown = prune(*find_schema("NetworkPolicy"), policy);
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_EQ(unknown[0].path, "status");
}

TEST(Schema, LimitsAreThoseOfTheRelease) {
    const auto at = [](const std::string& spec, int release) {
        return validate(*find_schema("CiliumNetworkPolicy", release), document(spec)).size();
    };
    EXPECT_EQ(at("  endpointSelector: {}\n", 16), 0U);
    EXPECT_EQ(at("  endpointSelector: {}\n", 17), 1U);
    const std::string names = "  endpointSelector: {}\n  egress: [{toPorts: [{serverNames: [";
    EXPECT_EQ(at(names + "a, a]}]}]\n", 17), 0U);
    EXPECT_EQ(at(names + "a, a]}]}]\n", 18), 1U);
    EXPECT_EQ(at(names + "a.*.b]}]}]\n", 19), 1U);
    EXPECT_EQ(at(names + "a.*.b]}]}]\n", 20), 0U);
    const std::string required = "  endpointSelector: {}\n  ingress: [{fromRequires: [{matchLabels: {a: b}}]}]\n";
    EXPECT_EQ(at(required, 18), 0U);
    EXPECT_EQ(at(required, 19), 2U);
}

TEST(Schema, ABuiltInTypeTakesNull) {
    EXPECT_EQ(faults("  podSelector: {}\n  ingress: null\n", "NetworkPolicy"), Texts{});
}

}  // namespace
}  // namespace pgreach::manifest
