#include "reach/addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::reach {
namespace {

AddressSet block(const std::string& text) {
    return AddressSet::of(*manifest::parse_address_or_cidr(text));
}

TEST(AddressSet, TwoHalvesAreTheWhole) {
    EXPECT_EQ(block("10.0.0.0/9") | block("10.128.0.0/9"), block("10.0.0.0/8"));
    EXPECT_EQ(block("0.0.0.0/1") | block("128.0.0.0/1"), AddressSet::every(false));
    EXPECT_EQ(block("2001:db8::/33") | block("2001:db8:8000::/33"), block("2001:db8::/32"));
    EXPECT_EQ(AddressSet::every(false) | AddressSet::every(true), AddressSet::everything());
}

TEST(AddressSet, HostBitsDoNotMatter) {
    EXPECT_EQ(block("10.1.2.3/8"), block("10.0.0.0/8"));
}

TEST(AddressSet, AHoleIsFilledByItself) {
    const auto rest = block("10.0.0.0/8").without(block("10.1.0.0/16"));
    EXPECT_FALSE(rest.covers(block("10.1.2.0/24")));
    EXPECT_TRUE(rest.covers(block("10.2.0.0/16")));
    EXPECT_EQ(rest | block("10.1.0.0/16"), block("10.0.0.0/8"));
    EXPECT_EQ(block("10.0.0.0/8") & block("10.1.0.0/16"), block("10.1.0.0/16"));
    EXPECT_TRUE((block("10.0.0.0/8") & block("11.0.0.0/8")).empty());
}

TEST(AddressSet, FamiliesDoNotMix) {
    EXPECT_FALSE(AddressSet::every(true).covers(block("10.0.0.0/8")));
    EXPECT_TRUE((block("::/0") & block("0.0.0.0/0")).empty());
}

TEST(AddressSet, AtBothEndsOfTheAddresses) {
    EXPECT_TRUE(AddressSet::every(false).covers(block("255.255.255.255")));
    EXPECT_EQ(AddressSet::every(false).without(block("255.255.255.255")) | block("255.255.255.255"),
              AddressSet::every(false));
    EXPECT_EQ(AddressSet::every(true).without(block("::/128")) | block("::"), AddressSet::every(true));
}

TEST(AddressSet, IsToldAsABlockWithItsHoles) {
    EXPECT_EQ(to_text(block("10.0.0.0/8").without(block("10.1.0.0/16"))), "10.0.0.0/8 except 10.1.0.0/16");
    EXPECT_EQ(to_text(AddressSet::everything()), "the internet");
    EXPECT_EQ(to_text(AddressSet::every(false)), "every IPv4 address outside the cluster");
    EXPECT_EQ(to_text(block("10.0.0.1") | block("192.0.2.0/24")), "10.0.0.1/32, 192.0.2.0/24");
    EXPECT_EQ(to_text(block("2001:db8::/32")), "2001:db8::/32");
}

}  // namespace
}  // namespace pgreach::reach
