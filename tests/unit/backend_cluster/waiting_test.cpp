#include "backend/cluster/waiting.hpp"

#include <gmock/gmock.h>

#include "support/bench.hpp"

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class WaitUntil : public support::CallBench {
  protected:
    support::Stopped stopped_;
    support::HastyClock hasty_;
};

TEST_F(WaitUntil, EndsAsSoonAsNothingIsAwaited) {
    int looks = 0;
    const auto look = [&]() -> Result<std::string> { return std::string(++looks < 2 ? "1 of 2" : ""); };
    EXPECT_TRUE(wait_until(tools_, "nodes", std::chrono::seconds(5), look).has_value());
    EXPECT_THAT(progress_.told, ElementsAre("  nodes: 1 of 2"));
}

TEST_F(WaitUntil, AtTheLimitSaysWhatItSawLast) {
    const Tools tools{runner_, runner_, starter_, stop_, hasty_, progress_};
    const auto waited = wait_until(tools, "nodes", std::chrono::seconds(5), [] { return std::string("1 of 2"); });
    EXPECT_EQ(waited.error().message, "nodes: not within 5 s; last seen: 1 of 2");
}

TEST_F(WaitUntil, AFailedLookIsTriedAgainUntilTheLimit) {
    const Tools tools{runner_, runner_, starter_, stop_, hasty_, progress_};
    const auto waited = wait_until(tools, "nodes", std::chrono::seconds(5),
                                   []() -> Result<std::string> { return environment_error("no route"); });
    EXPECT_THAT(waited.error().message, HasSubstr("last seen: no route"));
}

TEST_F(WaitUntil, StopsWhenAskedTo) {
    const Tools tools{runner_, runner_, starter_, stopped_, clock_, progress_};
    const auto waited = wait_until(tools, "nodes", std::chrono::seconds(5), [] { return std::string("x"); });
    EXPECT_EQ(waited.error().kind, ErrorKind::interrupted);
}

}  // namespace
}  // namespace pgreach::backend
