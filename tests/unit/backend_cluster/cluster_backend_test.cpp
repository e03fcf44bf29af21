#include "backend/cluster/cluster_backend.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>

#include "backend/cluster/diagnostics.hpp"
#include "backend/cluster/hubble_stream.hpp"
#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using support::recording;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ClusterBackendTest : public support::CallBench {
  protected:
    const std::string state_dir_ = ::testing::TempDir() + "pgreach-cluster-backend" + std::to_string(::getpid());
    ClusterBackend backend_{tools_, {.state_dir = state_dir_}};

    ~ClusterBackendTest() override { std::filesystem::remove_all(state_dir_); }
};

TEST_F(ClusterBackendTest, WithoutAServerSaysSoAndLeavesNothing) {
    runner_.expect("kubectl version -o json", recording("no-server").answer);
    const auto up = backend_.up({});
    EXPECT_EQ(up.error().kind, ErrorKind::environment);
    EXPECT_THAT(up.error().message, HasSubstr("no answer from the cluster"));
    EXPECT_EQ(backend_.diagnostics(), "");     // nobody is asked who did not answer a moment ago
    EXPECT_TRUE(backend_.down().has_value());  // nothing was made: the cleaner is not called
    EXPECT_TRUE(std::filesystem::is_empty(state_dir_));
}

TEST_F(ClusterBackendTest, InterruptedIsNeitherWrappedNorLookedInto) {
    runner_.expect_failure("kubectl version *", {ErrorKind::interrupted, "interrupted"});
    EXPECT_EQ(backend_.up({}).error().kind, ErrorKind::interrupted);
}

TEST_F(ClusterBackendTest, DownBeforeUpIsNothing) {
    EXPECT_TRUE(backend_.down().has_value());
    EXPECT_EQ(backend_.access_instructions(), "");
}

TEST(HubbleCommand, AsksForDropsAndWhatPoliciesLetPassOnTheServicePorts) {
    const auto command = hubble_command({5432, 8000}, false);
    EXPECT_THAT(command, ElementsAre("hubble", "observe", "--follow", "-o", "jsonpb", "--allowlist",
                                     R"({"event_type":[{"type":1}],"destination_port":["5432","8000"]})", "--allowlist",
                                     R"({"event_type":[{"type":5}],"verdict":["FORWARDED","AUDIT"],)"
                                     R"("destination_port":["5432","8000"]})"));
    EXPECT_THAT(hubble_command({5432}, true), ::testing::Contains("--field-mask"));
}

TEST(Redact, TakesEverySecretOut) {
    EXPECT_EQ(redact("a s3cret and s3cret", {"s3cret", ""}), "a … and …");
}

}  // namespace
}  // namespace pgreach::backend
