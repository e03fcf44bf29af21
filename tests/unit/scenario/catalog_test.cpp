#include "scenario/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace pgreach::scenario {
namespace {

const Catalog& catalog() {
    static const auto loaded = Catalog::load(PGREACH_SOURCE_DIR);
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return *loaded;
}

std::vector<std::string> names(const std::vector<Scenario>& scenarios) {
    std::vector<std::string> names;
    for (const auto& scenario : scenarios) names.push_back(scenario.name);
    return names;
}

TEST(Catalog, BeginsWithThePageInItsOrder) {
    const auto all = names(catalog().all());
    ASSERT_GE(all.size(), 13U);
    EXPECT_EQ(std::vector<std::string>(all.begin(), all.begin() + 7),
              (std::vector<std::string>{"default-deny", "cnpg-operator-access", "cnpg-cluster-internal-access",
                                        "postgres-access-backend-label", "postgres-access-backend-any-ns",
                                        "postgres-access-backend-namespace", "postgres-access-cluster-wide"}));
}

TEST(Catalog, EveryScenarioClaimsEveryPlannedFlow) {
    for (const auto& scenario : catalog().all()) {
        for (const auto& step : scenario.steps) {
            EXPECT_EQ(step.claims.size(), plan(scenario.participants).size()) << scenario.name << ": " << step.name;
        }
    }
}

TEST(Catalog, SelectsByNameAndGlobEachOnce) {
    const auto selected = catalog().select({"default-deny", "default-*", "*any-ns"});
    ASSERT_TRUE(selected);
    EXPECT_EQ(names(*selected), (std::vector<std::string>{"default-deny", "postgres-access-backend-any-ns",
                                                          "corrected-postgres-access-backend-any-ns"}));
}

TEST(Catalog, AnUnknownNameAsksWhatWasMeant) {
    const auto selected = catalog().select({"defualt-deny"});
    ASSERT_FALSE(selected);
    EXPECT_EQ(selected.error().kind, ErrorKind::no_match);
    EXPECT_EQ(selected.error().remedy, "did you mean 'default-deny'? (pgreach list shows all)");
}

TEST(Catalog, AFolderWithoutScenariosIsAnError) {
    const auto loaded = Catalog::load("/nonexistent");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message, "cannot read /nonexistent/fixtures/docs/cilium.md: No such file or directory");
}

}  // namespace
}  // namespace pgreach::scenario
