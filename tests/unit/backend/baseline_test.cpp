#include "backend/baseline.hpp"

#include <gtest/gtest.h>

#include "engine/engine.hpp"

namespace pgreach::backend {
namespace {

// Who is there: an instance, an application, CNPG's operator, DNS, and the instance's own node.
const World world = {.endpoints = {
                         {.name = "primary", .ns = "default", .labels = {{"cnpg.io/cluster", "cluster-example"}}},
                         {.name = "app", .ns = "default", .labels = {{"app", "shop"}}},
                         {.name = "operator", .ns = "cnpg-system", .labels = {{"app", "operator"}}},
                         {.name = "dns", .ns = "kube-system", .labels = {{"k8s-app", "kube-dns"}}},
                         {.name = "other-database", .ns = "other", .labels = {{"cnpg.io/cluster", "cluster-example"}}},
                         {.name = "node", .kind = EndpointKind::host},
                         {.name = "api-server", .kind = EndpointKind::kube_apiserver},
                         {.name = "world", .kind = EndpointKind::world},
                     }};

class Baseline : public testing::Test {
  protected:
    Baseline() {
        semantics_.cilium.config.enforcement = engine::EnforcementMode::always;
        set_baseline("cluster-example", "default", semantics_);
    }
    engine::PolicySet applied(bool control) const {
        engine::PolicySet policies(semantics_.cilium);
        auto manifests = semantics_.baseline;
        if (control) manifests.insert(manifests.end(), semantics_.control.begin(), semantics_.control.end());
        for (const auto& manifest : manifests) {
            const auto admission = policies.apply(manifest, FieldValidation::strict);
            EXPECT_EQ(admission.result, AdmissionResult::accepted)
                << describe(manifest) << pgreach::describe(admission);
        }
        return policies;
    }
    // Pairs between which nothing passes.
    static std::vector<std::pair<std::string, std::string>> closed(const engine::PolicySet& policies) {
        const engine::Evaluator evaluator(world, policies);
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& from : world.endpoints) {
            for (const auto& to : world.endpoints) {
                const Flow flow{from.name, to.name, Protocol::tcp, 5432};
                if (evaluator.evaluate(flow).verdict() == Verdict::deny) pairs.emplace_back(from.name, to.name);
            }
        }
        return pairs;
    }
    Semantics semantics_;
};

TEST_F(Baseline, WithoutItAlwaysLetsNobodyReachAnybody) {
    EXPECT_GT(closed(engine::PolicySet(semantics_.cilium)).size(), 40U);
}

TEST_F(Baseline, LeavesNothingClosedButWhatGoesInToTheDatabase) {
    const auto pairs = closed(applied(false));
    EXPECT_GE(pairs.size(), world.endpoints.size() - 1);
    for (const auto& [from, to] : pairs) EXPECT_EQ(to, "primary") << from;
}

TEST_F(Baseline, WithTheControlAllIsOpen) {
    EXPECT_TRUE(closed(applied(true)).empty());
}

TEST_F(Baseline, AgentsThatDenyNothingByThemselvesNeedNone) {
    Semantics usual;
    set_baseline("cluster-example", "default", usual);
    EXPECT_TRUE(usual.baseline.empty() && usual.control.empty());
}

TEST(Notes, NameWhatPredictionsDoNotKnow) {
    Semantics semantics;
    EXPECT_TRUE(notes_of(semantics).empty());
    semantics.nodes = {{"a", {1, 19, 5}}, {"b", {1, 20, 2}}};
    semantics.not_followed = {"label-prefix-file: /x"};
    semantics.assumptions = {assumption_about({1, 21, 0})};
    const auto notes = notes_of(semantics);
    ASSERT_EQ(notes.size(), 3U);
    EXPECT_EQ(notes[0], "Cilium 1.21.0 is newer than what pgreach knows; it is taken to behave as 1.20");
    EXPECT_NE(notes[1].find("1.19.5 on a and 1.20.2 on b"), std::string::npos);
    EXPECT_NE(notes[2].find("label-prefix-file: /x"), std::string::npos);
    EXPECT_EQ(assumption_about({1, 20, 7}), "");
}

TEST(Notes, NameAFilterThatIsHardlyMeant) {
    Semantics semantics;
    semantics.cilium.config.labels = {"k8s:app", "k8s:!role"};
    EXPECT_TRUE(notes_of(semantics).empty());
    semantics.cilium.config.labels = {"!k8s:role"};
    ASSERT_EQ(notes_of(semantics).size(), 1U);
    EXPECT_NE(notes_of(semantics)[0].find("to leave out is 'k8s:!role'"), std::string::npos);
}

}  // namespace
}  // namespace pgreach::backend
