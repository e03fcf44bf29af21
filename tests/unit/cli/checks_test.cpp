#include "cli/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/flow_target.hpp"

namespace pgreach::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Checks, NumbersAreReadWholeAndWithinTheirLimits) {
    for (const char* good : {"1", "42", "65535"}) EXPECT_THAT(whole_number(1, 65535)(good), IsEmpty()) << good;
    for (const char* bad : {"", "0", "-1", "65536", "1.5", "1x", " 1", "+1", "99999999999999999999"}) {
        EXPECT_THAT(whole_number(1, 65535)(bad), HasSubstr("is not a whole number from 1 to 65535")) << bad;
    }
}

TEST(Checks, ADecimalNumberIsNeitherNanNorInfinite) {
    for (const char* good : {"0.001", "1", "3600", "1e3"}) {
        EXPECT_THAT(decimal_number(0.001, 3600)(good), IsEmpty()) << good;
    }
    for (const char* bad : {"", "0", "nan", "inf", "-1", "3601", "1s", "0x10"}) {
        EXPECT_THAT(decimal_number(0.001, 3600)(bad), HasSubstr("is not a number from 0.001 to 3600")) << bad;
    }
}

TEST(Checks, AMisspeltWordIsAnsweredWithTheOneThatWasMeant) {
    const auto check = one_of({"text", "json", "junit"});
    EXPECT_THAT(check("json"), IsEmpty());
    EXPECT_EQ(check("jnuit"), "'jnuit' is none of text, json, junit; did you mean 'junit'?");
    EXPECT_EQ(check("pdf-a"), "'pdf-a' is none of text, json, junit");
}

TEST(Checks, PathsMustBeThereAndOfTheirKind) {
    EXPECT_THAT(existing_folder("/proc/self"), IsEmpty());
    EXPECT_THAT(existing_file("/proc/self/exe"), IsEmpty());
    EXPECT_EQ(existing_folder("/proc/self/exe"), "there is no folder '/proc/self/exe'");
    EXPECT_EQ(existing_file("/proc/self"), "'/proc/self' is a folder, not a file");
    EXPECT_EQ(existing_path("/proc/self/nope"), "there is no '/proc/self/nope'");
}

TEST(FlowTarget, IsATargetWithOrWithoutAPort) {
    for (const char* good : {"primary", "primary:5432", "primary:1", "primary:65535"}) {
        EXPECT_THAT(flow_target(good), IsEmpty()) << good;
    }
    for (const char* bad : {"primary:", "primary:0", "primary:65536", "primary:http", "primary:5432x"}) {
        EXPECT_THAT(flow_target(bad), HasSubstr("is not TARGET or TARGET:PORT")) << bad;
    }
    EXPECT_THAT(flow_target(":5432"), HasSubstr("names no target"));
    EXPECT_EQ(parse_flow_target("primary").port, 0);
    EXPECT_EQ(parse_flow_target("primary:5432").name, "primary");
    EXPECT_EQ(parse_flow_target("primary:5432").port, 5432);
}

}  // namespace
}  // namespace pgreach::cli
