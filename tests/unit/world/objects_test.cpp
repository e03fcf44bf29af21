#include "world/objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "texts.hpp"

namespace pgreach::world {
namespace {

std::string policy(const std::string& name, const std::string& label) {
    return "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: " + name +
           ", namespace: db}\nspec: {endpointSelector: {matchLabels: {app: " + label + "}}, ingress: [{}]}\n";
}

TEST(Objects, WhatSomebodyNamedMustHoldObjects) {
    const std::string text = "replicas: 3\n";
    EXPECT_TRUE(has_errors(objects_of(text).diagnostics));
    const auto found = objects_of(text, "values.yaml", false);
    EXPECT_FALSE(has_errors(found.diagnostics));
    EXPECT_TRUE(found.policies.empty() && found.others.empty());
}

TEST(Objects, AKindThatNoApiServerKnowsIsAnError) {
    const auto found =
        objects_of("apiVersion: cilium.io/v2\nkind: CiliumNetworkpolicy\nmetadata: {name: x}\n", "x.yaml", false);
    ASSERT_EQ(found.diagnostics.size(), 1U);
    EXPECT_EQ(found.diagnostics[0].mark.line, 2);
    EXPECT_EQ(found.diagnostics[0].remedy, "write 'kind: CiliumNetworkPolicy'");
}

TEST(Objects, OfAPageTheBlocksWithAKindAreRead) {
    const auto found = objects_of("# Page\n```yaml\n" + policy("x", "a") + "```\n```yaml\na: 1\n```\n", "page.md");
    ASSERT_EQ(found.policies.size(), 1U);
    EXPECT_EQ(found.policies[0].document.mark.line, 3);
}

TEST(Objects, AnObjectThatBothHaveIsTheLaterOne) {
    auto all = objects_of(policy("x", "old") + "---\n" + policy("z", "old"), "old.yaml");
    all.add(objects_of(policy("x", "new"), "new.yaml"));
    ASSERT_EQ(all.policies.size(), 2U);
    EXPECT_EQ(all.policies[0].name, "z");
    EXPECT_EQ(all.policies[1].source->name, "new.yaml");
}

TEST(Objects, OneObjectIsTheSameInEveryVersionOfItsApi) {
    const auto group = [](const std::string& version) {
        return "apiVersion: cilium.io/" + version + "\nkind: CiliumCIDRGroup\nmetadata: {name: g}\nspec: {}\n";
    };
    auto all = objects_of(group("v2alpha1") + "---\napiVersion: v1\nkind: Service\nmetadata: {name: g}\n");
    all.add(objects_of(group("v2")));
    ASSERT_EQ(all.others.size(), 2U);
    EXPECT_EQ(all.others[1].api_version, "cilium.io/v2");
}

TEST(Objects, WhatAnotherSetHasCanBeLeftOut) {
    auto all = objects_of(policy("x", "live") + "---\n" + policy("z", "live") +
                          "---\napiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: db}\n");
    all.leave_out(objects_of(policy("x", "old")));
    ASSERT_EQ(all.policies.size(), 1U);
    EXPECT_EQ(all.policies[0].name, "z");
    EXPECT_EQ(all.others.size(), 1U);
}

TEST(Objects, OfAFolderWhatIsBrokenIsToldAndWhatIsNoManifestIsLeftOut) {
    const auto found_in = [](const std::string& name, const std::string& text) {
        const auto source = std::make_shared<const Source>(Source{name, text});
        return read_objects({{source, false}}).diagnostics;
    };
    const auto broken = found_in("a.yaml", policy("x", "db") + "---\nkind: Pod\nmetadata: {name: [\n");
    ASSERT_EQ(broken.size(), 1U);
    EXPECT_EQ(broken[0].mark.line, 8);
    EXPECT_EQ(found_in("a.json", R"({"kind": "Pod", "metadata": [}})").size(), 1U);
    EXPECT_TRUE(found_in("a.yaml", "kind: {{ .Kind }}\nmetadata: {{ x }}\n").empty());
    EXPECT_TRUE(found_in("page.md", "```yaml\nkind: Pod\nmetadata: {name: [\n```\n").empty());
    EXPECT_TRUE(found_in("values.yaml", "image: [\n").empty());
    EXPECT_TRUE(found_in("values.yaml", "kind: none of kubernetes\n").empty());
}

TEST(Objects, ParticipantsAreKnownByTheirKey) {
    EXPECT_EQ(objects_of("participants: mine\nmembers: []\n").participants.size(), 1U);
    EXPECT_EQ(objects_of("cast: mine\n").participants.size(), 1U) << "somebody named it";
    EXPECT_TRUE(objects_of("participants: [ann, bob]\n", "raffle.yaml", false).participants.empty());
}

}  // namespace
}  // namespace pgreach::world
