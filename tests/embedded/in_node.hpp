#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "netns/private_node.hpp"

namespace pgreach::test {

// Skips the calling test where no private node can be made.
#define PGREACH_NEEDS_NODE()                                                                 \
    if (const auto possible = ::pgreach::netns::probe_private_node(); !possible) {           \
        GTEST_SKIP() << possible.error().message << "; remedy: " << possible.error().remedy; \
    }                                                                                        \
    static_assert(true)

// Runs the body in a private node; what it expects there counts for the calling test, and is printed from inside.
inline void in_node(const netns::NodeOptions& options, const std::function<void(const netns::PrivateNode&)>& body) {
    const auto code = netns::run_in_private_node(options, [&](const netns::PrivateNode& node) {
        body(node);
        return ::testing::Test::HasFailure() ? 1 : 0;
    });
    ASSERT_TRUE(code) << code.error().message;
    EXPECT_EQ(*code, 0) << "expectations inside the node failed, see above";
}

inline void in_node(const std::function<void(const netns::PrivateNode&)>& body) {
    in_node(netns::NodeOptions{}, body);
}

}  // namespace pgreach::test
