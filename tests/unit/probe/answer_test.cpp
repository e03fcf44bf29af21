#include <gtest/gtest.h>

#include "probe/peer/socket_view.hpp"

namespace pgreach::probe {
namespace {

using namespace std::string_literals;

TEST(IsAnswer, KnowsHowPostgresqlBegins) {
    for (const auto& first : {"S"s, "N"s, "E"s, "E\0\0\0\x52"s, "EFATAL: "s, "R"s, "R\0\0\0\x08"s, "v\0\0\0"s}) {
        EXPECT_TRUE(is_answer(PortPurpose::postgresql, first)) << first;
    }
    for (const auto& first : {"SSH-2.0"s, "HTTP/1.1"s, "Nope"s, "Redis"s, "220 smtp"s, "\x16\x03\x01"s, "\0"s}) {
        EXPECT_FALSE(is_answer(PortPurpose::postgresql, first)) << first;
    }
}

TEST(IsAnswer, KnowsHowTheStatusPortBegins) {
    for (const auto& first : {"\x16"s, "\x16\x03\x03\x00"s, "\x15\x03\x01"s, "HTTP/1.0"s, "H"s}) {
        EXPECT_TRUE(is_answer(PortPurpose::status, first)) << first;
    }
    for (const auto& first : {"\x16\x02"s, "SSH-2.0-"s, "N"s, "HELLO"s, "\x17\x03\x03"s}) {
        EXPECT_FALSE(is_answer(PortPurpose::status, first)) << first;
    }
}

TEST(IsAnswer, KnowsHowTheMetricsPortBegins) {
    EXPECT_TRUE(is_answer(PortPurpose::metrics, "HTTP/1.1"));
    EXPECT_TRUE(is_answer(PortPurpose::metrics, "HT"));
    EXPECT_FALSE(is_answer(PortPurpose::metrics, "\x16\x03\x03"));
    EXPECT_FALSE(is_answer(PortPurpose::metrics, "HTML"));
}

}  // namespace
}  // namespace pgreach::probe
