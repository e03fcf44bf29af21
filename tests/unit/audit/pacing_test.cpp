#include "audit/pacing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;

AuditFlow flow_to(const std::string& database) {
    AuditFlow flow;
    flow.database = database;
    return flow;
}

TEST(Pacing, ADatabaseGetsItsShareAndAnotherItsOwn) {
    const std::vector<AuditFlow> flows = {flow_to("a"), flow_to("a"), flow_to("a"), flow_to("b")};
    EXPECT_THAT(paced(flows, {0, 1, 2, 3}, 2), ElementsAre(ElementsAre(0, 1, 3), ElementsAre(2)));
    EXPECT_THAT(paced(flows, {}, 2), ElementsAre());
}

TEST(Pacing, NoDatabaseGetsMoreAndEveryFlowIsTriedOnce) {
    std::mt19937 random(7);
    for (int world = 0; world < 200; ++world) {
        std::vector<AuditFlow> flows;
        std::vector<size_t> wanted;
        const int limit = 1 + static_cast<int>(random() % 30);
        for (size_t i = random() % 300; i > 0; --i) flows.push_back(flow_to(std::to_string(random() % 4)));
        for (size_t i = 0; i < flows.size(); ++i) wanted.push_back(i);
        std::vector<int> tried(flows.size(), 0);
        for (const auto& group : paced(flows, wanted, limit)) {
            std::map<std::string, int> load;
            for (const size_t flow : group) {
                ++tried[flow];
                EXPECT_LE(++load[flows[flow].database], limit);
            }
        }
        EXPECT_THAT(tried, ::testing::Each(1));
    }
}

}  // namespace
}  // namespace pgreach::audit
