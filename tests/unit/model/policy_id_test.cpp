#include "model/policy_id.hpp"

#include <gmock/gmock.h>

namespace pgreach {
namespace {

using testing::ElementsAre;

const PolicyId cilium{"CiliumNetworkPolicy", "default", "x"};
const PolicyId kubernetes{"NetworkPolicy", "default", "x"};
const PolicyId elsewhere{"CiliumNetworkPolicy", "other", "x"};
const PolicyId clusterwide{"CiliumClusterwideNetworkPolicy", "", "x"};

TEST(PolicyId, HasNamesOfGrowingLength) {
    EXPECT_THAT(names_of(cilium),
                ElementsAre("x", "default/x", "CiliumNetworkPolicy x", "CiliumNetworkPolicy default/x"));
    EXPECT_EQ(describe(clusterwide), "CiliumClusterwideNetworkPolicy x");
    EXPECT_EQ(qualified_name(clusterwide), "x");
}

TEST(PolicyId, IsNamedAsShortlyAsTheOthersAllow) {
    EXPECT_EQ(distinct_name(cilium, {cilium, {"NetworkPolicy", "default", "y"}}), "x");
    EXPECT_EQ(distinct_name(cilium, {cilium, elsewhere}), "default/x");
    EXPECT_EQ(distinct_name(cilium, {cilium, kubernetes}), "CiliumNetworkPolicy x");
    EXPECT_EQ(distinct_name(cilium, {cilium, kubernetes, elsewhere}), "CiliumNetworkPolicy default/x");
    EXPECT_EQ(distinct_name(clusterwide, {cilium, clusterwide}), "CiliumClusterwideNetworkPolicy x");
}

TEST(PolicyId, OfAnOldRecordHasAName) {
    const PolicyId old{"", "", "x"};
    EXPECT_EQ(describe(old), "x");
    EXPECT_EQ(distinct_name(old, {old}), "x");
}

}  // namespace
}  // namespace pgreach
