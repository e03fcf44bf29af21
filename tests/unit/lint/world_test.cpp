#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

Options with_world() {
    World world;
    world.endpoints = {
        {.name = "web", .ns = "default", .labels = {{"app", "web"}}},
        {.name = "backend", .ns = "default", .labels = {{"role", "backend"}}},
    };
    return {.world = world};
}

LintResult lint_peer(const std::string& peer, const Options& options = with_world()) {
    return lint_text(cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{fromEndpoints: [{" +
                                   peer + "}]}]\n"),
                     options);
}

TEST(World, APeerThatIsNoPodOfIt) {
    const auto report = lint_peer("matchLabels: {role: Backend}");
    ASSERT_EQ(places(report), Texts{"7:30 selects-nothing"});
    EXPECT_EQ(report.findings[0].text, "no pod of the given world matches: role=Backend, namespace default");
    EXPECT_EQ(codes(lint_peer("matchLabels: {role: backend}")), Texts{});
}

TEST(World, WithoutAWorldNobodyCanTell) {
    EXPECT_EQ(codes(lint_peer("matchLabels: {role: Backend}", {})), Texts{});
}

TEST(World, ASubjectIsNamedOnceAndItsPeersNotAtAll) {
    const auto report = lint_text(cilium_policy("  endpointSelector: {matchLabels: {app: db}}\n"
                                                "  ingress: [{fromEndpoints: [{matchLabels: {a: b}}]}, {}]\n"),
                                  with_world());
    EXPECT_EQ(places(report), Texts{"6:3 selects-nothing"});
}

TEST(World, EntitiesAndBlocksAreNotAllInIt) {
    EXPECT_EQ(codes(lint_text(cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n"
                                            "  ingress: [{fromEntities: [remote-node]}, {fromCIDR: [10.0.0.0/8]}]\n"),
                              with_world())),
              Texts{});
}

TEST(World, InstancesAreThoseOfTheWorld) {
    const std::string policy = cilium_policy("  endpointSelector: {}\n  ingress: [{}]\n");
    EXPECT_EQ(codes(lint_text(policy, with_world())), Texts{}) << "it has none";
    Options options = with_world();
    options.world->endpoints.push_back(
        {.name = "pg", .ns = "default", .labels = {{"cnpg.io/cluster", "pg"}, {"cnpg.io/podRole", "instance"}}});
    EXPECT_EQ(codes(lint_text(policy, options)),
              (Texts{"replication-closed", "operator-closed", "isolation-check-closed", "status-command-closed"}));
}

}  // namespace
}  // namespace pgreach::lint
