#include "proc/pipe.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace pgreach::proc {
namespace {

Pipe nonblocking_pipe() {
    Pipe pipe = make_pipe().value();
    set_nonblocking(pipe.read.get());
    set_nonblocking(pipe.write.get());
    return pipe;
}

TEST(Pipe, IsNotInheritedByOtherChildren) {
    const Pipe pipe = nonblocking_pipe();
    EXPECT_EQ(::fcntl(pipe.read.get(), F_GETFD), FD_CLOEXEC);
    EXPECT_EQ(::fcntl(pipe.write.get(), F_GETFD), FD_CLOEXEC);
}

TEST(Pipe, WriteToNobodyIsClosedAndRaisesNoSignal) {
    Pipe pipe = nonblocking_pipe();
    pipe.read.reset();
    std::string_view text = "x";
    EXPECT_EQ(write_some(pipe.write.get(), text), Transfer::closed);
    EXPECT_EQ(text, "x");
}

TEST(Pipe, WriteKeepsWhatDoesNotFit) {
    const Pipe pipe = nonblocking_pipe();
    const std::string big(1 << 20, 'x');
    std::string_view left = big;
    EXPECT_EQ(write_some(pipe.write.get(), left), Transfer::blocked);
    std::string got;
    while (read_some(pipe.read.get(), got) == Transfer::more) {
    }
    EXPECT_EQ(got.size() + left.size(), big.size());
}

TEST(Pipe, ReadTellsNothingYetFromTheEnd) {
    Pipe pipe = nonblocking_pipe();
    std::string got;
    EXPECT_EQ(read_some(pipe.read.get(), got), Transfer::blocked);
    pipe.write.reset();
    EXPECT_EQ(read_some(pipe.read.get(), got), Transfer::closed);
}

}  // namespace
}  // namespace pgreach::proc
