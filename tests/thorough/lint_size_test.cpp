#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

// More than a cluster stores, and enough to show whatever takes the square of them.
TEST(LintSize, ManyUnknownFieldsAreToldTogether) {
    std::string fields;
    for (int i = 0; i < 160'000; ++i) fields += "  unknown" + std::to_string(i) + ": x\n";
    const auto result = lint_text(cilium_policy("  endpointSelector: {}\n  ingress: [{}]\n" + fields));
    ASSERT_EQ(result.findings.size(), 102U) << "the object is too large as well";
    EXPECT_EQ(result.findings.back().text, "159900 more unknown fields from here on");
}

}  // namespace
}  // namespace pgreach::lint
