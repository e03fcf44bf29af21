#include "cli/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Faults, AreReadByTheirNames) {
    EXPECT_THAT(parse_faults(nullptr).value().names(), IsEmpty());
    EXPECT_THAT(parse_faults("").value().names(), IsEmpty());
    const auto two = parse_faults("no-evidence,no-enforcement");
    ASSERT_TRUE(two);
    EXPECT_TRUE(two->no_evidence);
    EXPECT_TRUE(two->no_enforcement);
    EXPECT_FALSE(two->no_user_namespaces);
    EXPECT_THAT(two->names(), ElementsAre("no-enforcement", "no-evidence"));
}

TEST(Faults, AnUnknownNameIsRefused) {
    for (const char* text : {"no-enforcment", "no-evidence,", "1", "no-evidence no-enforcement"}) {
        const auto faults = parse_faults(text);
        ASSERT_FALSE(faults) << text;
        EXPECT_EQ(faults.error().kind, ErrorKind::usage);
    }
    EXPECT_EQ(parse_faults("no-enforcment").error().message,
              "PGREACH_FAULT: 'no-enforcment' is none of no-enforcement, no-evidence, no-user-namespaces, leak-10ms, "
              "outage-50ms; did you mean 'no-enforcement'?");
}

}  // namespace
}  // namespace pgreach::cli
