#include "probe/launch.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <csignal>

#include "base/file.hpp"
#include "probe/prober.hpp"
#include "unit/probe/trials.hpp"

namespace pgreach::probe {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Launch : public testing::Test {
  protected:
    // Probes of `a` and `b`, served by one process.
    proc::Child serve(const std::string& program = PGREACH_PROBE) {
        auto served = serve_probes(starter_, program, {{"a", -1}, {"b", -1}});
        EXPECT_TRUE(served) << served.error().message;
        for (auto& [peer, stream] : served->streams) prober_.add_peer(peer, std::move(stream));
        return std::move(served->process);
    }
    std::vector<Attempt> observe(const std::vector<std::string>& peers) {
        const test::FakeServer server(test::says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        std::vector<PlannedFlow> flows;
        for (const auto& peer : peers) flows.push_back({peer, test::dial_to(PortPurpose::metrics, server.port()), {}});
        const auto probed = prober_.observe(flows, seconds(20));
        EXPECT_TRUE(probed) << probed.error().message;
        std::vector<Attempt> attempts;
        for (const auto& one : *probed) attempts.push_back(one.attempt);
        return attempts;
    }

    NeverStop never_;
    proc::ForkingChildStarter starter_;
    Prober prober_{never_};
};

TEST_F(Launch, OneProcessServesAProbeForEachPlace) {
    proc::Child process = serve();
    ASSERT_TRUE(prober_.greet(seconds(20)));
    for (const auto& attempt : observe({"a", "b", "a"})) EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
    prober_.end();
    const auto exit = process.wait(SteadyClock().now() + seconds(20));
    ASSERT_TRUE(exit.has_value()) << "it outlives its probes";
    EXPECT_TRUE(exit->success()) << describe(*exit);
}

TEST_F(Launch, TheProbesEndWithTheirProcess) {
    proc::Child process = serve();
    ASSERT_TRUE(prober_.greet(seconds(20)));
    process.signal(SIGKILL);
    for (const auto& attempt : observe({"a", "b"})) EXPECT_EQ(attempt.end, AttemptEnd::failed);
    EXPECT_EQ(observe({"b"}).at(0).error, "the probe of b ended: its stream closed");
}

TEST_F(Launch, ALostProbeIsStartedAlone) {
    proc::Child process = serve();
    ASSERT_TRUE(prober_.greet(seconds(20)));
    process.stop(milliseconds(0));
    prober_.on_lost([&](const std::string& peer) { return start_probe(starter_, PGREACH_PROBE, {peer, -1}); });
    for (const auto& attempt : observe({"a", "b"})) EXPECT_EQ(attempt.end, AttemptEnd::answered) << attempt.error;
}

TEST_F(Launch, AProbeOutlivesATargetThatHangsUp) {
    auto started = start_probe(starter_, PGREACH_PROBE, {"a", -1});
    ASSERT_TRUE(started) << started.error().message;
    const std::string status = "/proc/" + std::to_string(started->process->pid()) + "/status";
    prober_.add_peer("a", *std::move(started));
    ASSERT_TRUE(prober_.greet(seconds(20)));
    const std::string text = read_file(status).value();
    const auto ignored = std::stoull(text.substr(text.find("SigIgn:") + 7), nullptr, 16);
    EXPECT_NE(ignored >> (SIGPIPE - 1) & 1U, 0U) << text;
}

TEST_F(Launch, AnotherProgramIsNoProbe) {
    proc::Child process = serve("true");
    const auto greeted = prober_.greet(seconds(20));
    ASSERT_FALSE(greeted);
    EXPECT_EQ(greeted.error().message,
              "the probe of a ended: its stream closed before it said hello\n"
              "the probe of b ended: its stream closed before it said hello");
}

TEST_F(Launch, AMissingProgramIsNamed) {
    const auto served = serve_probes(starter_, "/no/pgreach-probe", {{"a", -1}});
    ASSERT_FALSE(served);
    EXPECT_EQ(served.error().message, "cannot start /no/pgreach-probe: No such file or directory");
}

TEST_F(Launch, APlaceThatCannotBeEnteredHasNoProbe) {
    const UniqueFd no_network(::memfd_create("no network", MFD_CLOEXEC));
    auto served = serve_probes(starter_, PGREACH_PROBE, {{"a", no_network.get()}});
    ASSERT_TRUE(served) << served.error().message;
    prober_.add_peer("a", std::move(served->streams.at(0).second));
    const auto greeted = prober_.greet(seconds(20));
    ASSERT_FALSE(greeted);
    EXPECT_EQ(greeted.error().message, "the probe of a ended: its stream closed before it said hello");
}

}  // namespace
}  // namespace pgreach::probe
