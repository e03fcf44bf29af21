#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "reach/compare_render.hpp"
#include "reach/sarif.hpp"
#include "unit/reach/compared.hpp"

// Databases that one of two versions alone has.
namespace pgreach::reach {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string second_database =
    "---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: two, namespace: db2}\nspec: "
    "{instances: 1}\n";

TEST(CompareOneSided, WhoeverCouldReachANewDatabaseIsTold) {
    const auto open = cilium_policy("open", "endpointSelector: {}, ingress: [{fromCIDR: [0.0.0.0/0]}]", "db2");
    const auto found = compare_texts("", second_database + open);
    EXPECT_THAT(lines_of(found.opened), Contains("db2/two-1:5432 ~every IPv4 address outside the cluster"))
        << to_text(found);
    EXPECT_THAT(to_text(found), HasSubstr("(a new target)"));
    const auto gone = compare_texts(second_database + open, "");
    EXPECT_THAT(lines_of(gone.closed), Contains("db2/two-1:5432 ~every IPv4 address outside the cluster"))
        << to_text(gone);
    EXPECT_THAT(to_text(gone), HasSubstr("(the target is gone)"));
}

TEST(CompareOneSided, OneThatNoPolicyClosesIsOpenToEveryone) {
    const auto found = compare_texts("", second_database);
    EXPECT_THAT(lines_of(found.opened), Contains("db2/two-1:5432 ~everyone")) << to_text(found);
}

TEST(CompareOneSided, OneThatIsClosedOpensNothing) {
    const auto found =
        compare_texts("", second_database + cilium_policy("closed", "endpointSelector: {}, ingress: [{}]", "db2"));
    EXPECT_THAT(lines_of(found.opened), Each(Not(StartsWith("db2/two-1:")))) << to_text(found);
}

TEST(CompareSarif, PathsAreUris) {
    Sarif sarif("pgreach compare");
    sarif.add("opens", "text", "main:a b#1/<x>.yaml", 3);
    EXPECT_THAT(sarif.finish(), HasSubstr("\"uri\": \"a%20b%231/%3Cx%3E.yaml\""));
    sarif = Sarif("pgreach compare");
    const std::string there = ::testing::TempDir() + "a:b.yaml";
    ASSERT_TRUE(std::ofstream(there) << "x");
    sarif.add("opens", "text", there, 3);
    std::remove(there.c_str());
    EXPECT_THAT(sarif.finish(), Not(HasSubstr("\"uri\": \"b.yaml\"")));
}

}  // namespace
}  // namespace pgreach::reach
