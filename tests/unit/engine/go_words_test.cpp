#include <gtest/gtest.h>

#include "engine/go_address.hpp"
#include "engine/go_regexp.hpp"

namespace pgreach::engine {
namespace {

std::string regexp(const std::string& text) {
    return go_regexp_error(text).value_or("none");
}
std::string parsing(const std::string& fault) {
    return "error parsing regexp: " + fault;
}

// The words are those of Go 1.26's regexp/syntax, asked for 600,000 random expressions.
TEST(GoWords, SayWhatIsWrongWithARegularExpression) {
    EXPECT_EQ(regexp("*"), parsing("missing argument to repetition operator: `*`"));
    EXPECT_EQ(regexp("a**"), parsing("invalid nested repetition operator: `**`"));
    EXPECT_EQ(regexp("(a"), parsing("missing closing ): `(a`"));
    EXPECT_EQ(regexp("a)"), parsing("unexpected ): `a)`"));
    EXPECT_EQ(regexp("[z-a]"), parsing("invalid character class range: `z-a`"));
    EXPECT_EQ(regexp("[a"), parsing("missing closing ]: `[a`"));
    EXPECT_EQ(regexp("(?=a)"), parsing("invalid or unsupported Perl syntax: `(?=`"));
    EXPECT_EQ(regexp("\\8"), parsing("invalid escape sequence: `\\8`"));
    EXPECT_EQ(regexp("a\\"), parsing("trailing backslash at end of expression: ``"));
    EXPECT_EQ(regexp("a{1001}"), parsing("invalid repeat count: `{1001}`"));
    EXPECT_EQ(regexp("(a{500}){3}"), parsing("invalid repeat count: `{3}`"));
    EXPECT_EQ(regexp("(?P<1-2>a)"), parsing("invalid named capture: `(?P<1-2>`"));
}

TEST(GoWords, SayNothingOfARegularExpression) {
    for (const char* sound :
         {"", "GET|HEAD", "/api/.*", "^/v[0-9]+/(a|b)?$", "a{,3}", "(?i)get", "[]a]", "[[:alpha:]-]", "\\pL+\\p{Greek}",
          "a+?", "\\Q*\\E", "(?P<name>x)", "\\x{41}\\x41", "a{2}{"}) {
        EXPECT_EQ(regexp(sound), "none") << sound;
    }
}

TEST(GoWords, SayWhatIsWrongWithAnAddress) {
    EXPECT_EQ(go_address_error("10.0.0.1"), std::nullopt);
    EXPECT_EQ(go_address_error("fe80::1%eth0"), std::nullopt);
    EXPECT_EQ(go_address_error("::ffff:10.0.0.1"), std::nullopt);
    EXPECT_EQ(go_address_error("010.0.0.0/8"), "ParseAddr(\"010.0.0.0/8\"): IPv4 field has octet with leading zero");
    EXPECT_EQ(go_address_error("10.0.0"), "ParseAddr(\"10.0.0\"): IPv4 address too short");
    EXPECT_EQ(go_address_error("1..2.3"),
              "ParseAddr(\"1..2.3\"): IPv4 field must have at least one digit (at \".2.3\")");
    EXPECT_EQ(go_address_error("1::2::3"), "ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")");
    EXPECT_EQ(go_address_error("00001::"),
              "ParseAddr(\"00001::\"): each group must have 4 or less digits (at \"00001::\")");
    EXPECT_EQ(go_address_error("host"), "ParseAddr(\"host\"): unable to parse IP");
}

TEST(GoWords, SayWhatIsWrongWithAPrefix) {
    EXPECT_EQ(go_prefix_error("10.0.0.0/8"), std::nullopt);
    EXPECT_EQ(go_prefix_error("2001:db8::/32"), std::nullopt);
    EXPECT_EQ(go_prefix_error("10.0.0.0"), "netip.ParsePrefix(\"10.0.0.0\"): no '/'");
    EXPECT_EQ(go_prefix_error("10.0.0.0/08"), "netip.ParsePrefix(\"10.0.0.0/08\"): bad bits after slash: \"08\"");
    EXPECT_EQ(go_prefix_error("10.0.0.0/33"), "netip.ParsePrefix(\"10.0.0.0/33\"): prefix length out of range");
    EXPECT_EQ(go_prefix_error("010.0.0.0/8"),
              "netip.ParsePrefix(\"010.0.0.0/8\"): ParseAddr(\"010.0.0.0\"): IPv4 field has octet with leading zero");
}

}  // namespace
}  // namespace pgreach::engine
