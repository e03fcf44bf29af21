#include "model/cnpg.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

#include "model/cnpg_needs.hpp"

namespace pgreach::cnpg {
namespace {

TEST(Cnpg, AJobHasNoRoleOfAPod) {
    const Labels job = job_labels("pg", 3, "join");
    EXPECT_EQ(job.count(pod_role_label), 0U);
    EXPECT_EQ(job.at(cluster_label), "pg");
    EXPECT_EQ(job.at(instance_name_label), "pg-3");
    EXPECT_EQ(pooler_labels("pg", "pg-rw").at(pod_role_label), "pooler");
    EXPECT_EQ(instance_labels("pg", 1, primary_role).at(legacy_role_label), "primary");
}

TEST(Cnpg, EveryNeedHasASourceAndSaysWhatBreaksAndWhen) {
    for (const auto& need : needs()) {
        EXPECT_STRNE(need.source, "") << need.name;
        EXPECT_EQ(std::string(need.breaks).empty(), std::string(need.when).empty()) << need.name;
        EXPECT_LE(need.since, Release{}) << need.name;
        EXPECT_FALSE(to_text(need.from).empty() || to_text(need.to).empty()) << need.name;
    }
}

TEST(Cnpg, NoNeedStandsThereTwice) {
    std::set<std::tuple<Party, Party, int, std::string>> known;
    for (const auto& need : needs()) {
        EXPECT_TRUE(known.emplace(need.from, need.to, need.port, need.name).second) << need.name;
    }
}

}  // namespace
}  // namespace pgreach::cnpg
