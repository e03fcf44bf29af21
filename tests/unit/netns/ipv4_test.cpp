#include "netns/ipv4.hpp"

#include <gtest/gtest.h>

namespace pgreach::netns {
namespace {

TEST(Ipv4, ReadsAndWritesTheUsualForm) {
    EXPECT_EQ(to_string(ipv4(10, 244, 0, 7)), "10.244.0.7");
    EXPECT_EQ(parse_ipv4("203.0.113.7"), ipv4(203, 0, 113, 7));
}

TEST(Ipv4, CountsOnAcrossBytes) {
    EXPECT_EQ(to_string(ipv4(10, 244, 0, 255) + 1), "10.244.1.0");
}

TEST(Ipv4, RefusesWhatIsNoAddress) {
    for (const char* text : {"", "10.244.0", "10.244.0.256", "10.244.0.7/32", "fd00::7", "localhost"}) {
        EXPECT_FALSE(parse_ipv4(text)) << text;
    }
}

}  // namespace
}  // namespace pgreach::netns
