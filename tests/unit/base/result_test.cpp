#include "base/result.hpp"

#include <gtest/gtest.h>

namespace pgreach {
namespace {

// A mistake of ours ends in an exception that the program reports, never in undefined behaviour.
TEST(Result, ReadingTheSideThatIsNotThereThrows) {
    Result<void> fine;
    EXPECT_THROW((void)fine.error(), std::exception);
    EXPECT_THROW((void)std::as_const(fine).error(), std::exception);
    EXPECT_THROW((void)Result<void>().error(), std::exception);
    EXPECT_THROW((void)Result<int>(1).error(), std::exception);
    EXPECT_THROW((void)Result<int>(input_error("x")).value(), std::exception);
}

TEST(Result, AnErrorGainsContextOnItsWayUp) {
    Result<void> failed = input_error("no such label", "name another");
    const Error error = std::move(failed).error().in("reading a.yaml");
    EXPECT_EQ(error.message, "reading a.yaml: no such label");
    EXPECT_EQ(error.remedy, "name another");
    EXPECT_EQ(error.kind, ErrorKind::input);
}

}  // namespace
}  // namespace pgreach
