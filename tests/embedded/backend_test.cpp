#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "backend/embedded.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "embedded/in_node.hpp"
#include "embedded/small_participants.hpp"
#include "model/conclusion.hpp"
#include "model/names.hpp"

namespace pgreach::backend {
namespace {

using test::in_node;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* only_backend = R"(
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: only-backend, namespace: default}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: cluster-example}}
  ingress:
  - fromEndpoints: [{matchLabels: {role: backend}}]
    toPorts: [{ports: [{port: "5432", protocol: TCP}]}]
)";

manifest::Manifest policy() {
    return manifest::read(std::make_shared<Source>(Source{"policy.yaml", only_backend})).manifests.at(0);
}

EmbeddedOptions options() {
    EmbeddedOptions made;
    made.probe = PGREACH_PROBE;
    return made;
}

// The flows that are not as said, "backend → primary:5432 closed: reason"; empty where all are.
std::string unlike(const std::vector<Flow>& flows, const std::vector<Observation>& seen,
                   const std::function<Observed(const Flow&)>& said) {
    std::string text;
    for (size_t index = 0; index < flows.size(); ++index) {
        const auto conclusion = conclude(seen.at(index), {});
        if (conclusion.observed == said(flows[index])) continue;
        text += describe(flows[index]) + " " + std::string(to_string(conclusion.observed)) + ": " +
                conclusion.reason() + "\n";
    }
    return text;
}

// Every process of the node whose program has that name, but not their children that call themselves otherwise.
void kill_processes(const std::string& name) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto program = read_file(entry.path() / "comm");
        const int process = std::atoi(entry.path().filename().c_str());
        if (process > 2 && program && trim(*program) == name) ::kill(process, SIGKILL);
    }
}

// What `only_backend` lets pass. The node is always let in.
Observed under_only_backend(const Flow& flow) {
    const bool open = flow.from == "node" || (flow.from == "backend" && flow.port == 5432);
    return open ? Observed::open : Observed::closed;
}

Observed all_open(const Flow&) {
    return Observed::open;
}

class EmbeddedBackendTest : public ::testing::Test {
  protected:
    // Runs the body in a private node with a backend that is up.
    void with_backend(const EmbeddedOptions& how, const std::function<void(EmbeddedBackend&)>& body) {
        in_node([&](const netns::PrivateNode& node) {
            EmbeddedBackend backend(node, how, stop_, progress_);
            const auto environment = backend.up(participants_);
            ASSERT_TRUE(environment) << environment.error().message;
            body(backend);
            EXPECT_TRUE(backend.down());
        });
    }
    std::string unlike(EmbeddedBackend& backend, const std::function<Observed(const Flow&)>& said,
                       Duration limit = std::chrono::seconds(3)) {
        const auto seen = backend.observe(flows_, limit, Depth::full);
        return seen ? backend::unlike(flows_, *seen, said) : seen.error().message;
    }

    NeverStop stop_;
    NoProgress progress_;
    const Participants participants_ = test::small_participants();
    const std::vector<Flow> flows_ = test::all_flows(participants_);
};

TEST_F(EmbeddedBackendTest, EverythingIsOpenWhileNothingIsApplied) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) { EXPECT_EQ(unlike(backend, all_open), ""); });
}

TEST_F(EmbeddedBackendTest, AChangeIsInForceWhenItReturns) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        EXPECT_EQ(backend.change({.apply = {policy()}}).value().at(0).result, AdmissionResult::accepted);
        EXPECT_EQ(unlike(backend, under_only_backend), "");
        ASSERT_TRUE(backend.change({.remove = {policy()}}));
        EXPECT_EQ(unlike(backend, all_open), "");
    });
}

TEST_F(EmbeddedBackendTest, WhereNotAllProbesRunAtOnceTheResultsAreTheSame) {
    PGREACH_NEEDS_NODE();
    auto how = options();
    how.capacity = {.peers = {2, "a small machine"}, .flows = {3, "a slow machine"}};
    with_backend(how, [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.change({.apply = {policy()}}));
        EXPECT_EQ(unlike(backend, under_only_backend), "");
        EXPECT_EQ(unlike(backend, under_only_backend), "");
        ASSERT_TRUE(backend.change({.remove = {policy()}}));
        EXPECT_EQ(unlike(backend, all_open), "");
        const auto seen = backend.observe(flows_, std::chrono::seconds(3), Depth::full);
        ASSERT_TRUE(seen);
        for (size_t i = 0; i < flows_.size(); ++i) {
            EXPECT_THAT(seen->at(i).attempts.at(0).answered_by, StartsWith(flows_[i].to)) << describe(flows_[i]);
        }
    });
}

TEST_F(EmbeddedBackendTest, AnAnswerNamesTheInstanceAndADropItsPacket) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.change({.apply = {policy()}}));
        const std::vector<Flow> flows = {{"backend", "replica", Protocol::tcp, 5432},
                                         {"node", "primary", Protocol::tcp, 8000},
                                         {"frontend", "primary", Protocol::tcp, 9187}};
        const auto seen = backend.observe(flows, std::chrono::seconds(3), Depth::full).value();
        EXPECT_THAT(seen[0].attempts.front().answered_by, StartsWith("replica"));
        EXPECT_THAT(seen[1].attempts.front().answered_by, StartsWith("primary"));
        ASSERT_FALSE(seen[2].evidence.empty());
        EXPECT_EQ(seen[2].evidence.front().kind, EvidenceKind::drop_event);
        EXPECT_THAT(seen[2].evidence.front().detail, StartsWith("nflog: SYN " + seen[2].attempts.front().source));
    });
}

TEST_F(EmbeddedBackendTest, ReplicationIsCutByAPolicyAndGoesOnAfterIt) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        const auto state = [&] { return backend.health().value().at(0).state; };
        EXPECT_EQ(state(), HealthState::working);
        for (int round = 0; round < 3; ++round) {
            ASSERT_TRUE(backend.change({.apply = {policy()}}));
            EXPECT_EQ(state(), HealthState::broken);
            EXPECT_EQ(state(), HealthState::broken);
            ASSERT_TRUE(backend.change({.remove = {policy()}}));
            EXPECT_EQ(state(), HealthState::working);
        }
    });
}

TEST_F(EmbeddedBackendTest, WithTheRulesetNotAppliedDeniedFlowsShowAsOpen) {
    PGREACH_NEEDS_NODE();
    EmbeddedOptions faulty = options();
    faulty.faults.no_enforcement = true;
    with_backend(faulty, [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.change({.apply = {policy()}}));
        EXPECT_EQ(unlike(backend, all_open), "");
        EXPECT_EQ(backend.health().value().at(0).state, HealthState::working);
    });
}

TEST_F(EmbeddedBackendTest, WithoutEvidenceADeniedFlowIsUnclearNeverClosed) {
    PGREACH_NEEDS_NODE();
    EmbeddedOptions faulty = options();
    faulty.faults.no_evidence = true;
    with_backend(faulty, [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.change({.apply = {policy()}}));
        const auto said = [](const Flow& flow) {
            return under_only_backend(flow) == Observed::open ? Observed::open : Observed::unclear;
        };
        EXPECT_EQ(unlike(backend, said, std::chrono::milliseconds(700)), "");
    });
}

TEST_F(EmbeddedBackendTest, APostgresqlThatWasKilledMakesItsFlowsUnclearAndIsNamed) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        kill_processes("postgres");
        const std::vector<Flow> flows = {{"backend", "primary", Protocol::tcp, 5432}};
        const auto seen = backend.observe(flows, std::chrono::seconds(3), Depth::full).value();
        const auto conclusion = conclude(seen[0], {});
        EXPECT_EQ(conclusion.observed, Observed::unclear);
        EXPECT_THAT(conclusion.reason(), HasSubstr("PostgreSQL of primary has ended: signal 9"));
        const auto health = backend.health().value();
        EXPECT_EQ(health.at(0).state, HealthState::unclear);
        EXPECT_THAT(health.at(0).detail, HasSubstr("has ended: signal 9"));
    });
}

TEST_F(EmbeddedBackendTest, AProbeThatWasKilledMakesItsFlowsUnclear) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.change({.apply = {policy()}}));
        kill_processes("pgreach-probe");
        EXPECT_EQ(unlike(backend, [](const Flow&) { return Observed::unclear; }), "");
    });
}

TEST_F(EmbeddedBackendTest, RootDoesWithoutUserNamespaces) {
    if (::geteuid() != 0) GTEST_SKIP() << "for root";
    netns::NodeOptions without;
    without.allow_user_namespace = false;
    in_node(without, [&](const netns::PrivateNode& node) {
        EmbeddedBackend backend(node, options(), stop_, progress_);
        const auto environment = backend.up(participants_);
        ASSERT_TRUE(environment) << environment.error().message;
        EXPECT_EQ(unlike(backend, all_open), "");
    });
}

TEST_F(EmbeddedBackendTest, ASecondSetCanFollowTheFirst) {
    PGREACH_NEEDS_NODE();
    with_backend(options(), [&](EmbeddedBackend& backend) {
        ASSERT_TRUE(backend.down());
        ASSERT_TRUE(backend.down());
        const auto again = backend.up(participants_);
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(unlike(backend, all_open), "");
    });
}

TEST_F(EmbeddedBackendTest, SettingsOfLibpqInTheEnvironmentAreNotMeantForIt) {
    PGREACH_NEEDS_NODE();
    ::setenv("PGSERVICE", "nonsense", 1);
    ::setenv("PGOPTIONS", "-c nonsense=1", 1);
    with_backend(options(), [&](EmbeddedBackend& backend) { EXPECT_EQ(unlike(backend, all_open), ""); });
    ::unsetenv("PGSERVICE");
    ::unsetenv("PGOPTIONS");
}

TEST_F(EmbeddedBackendTest, ADiskThatIsFullIsSaidByPostgresqlItself) {
    PGREACH_NEEDS_NODE();
    netns::NodeOptions small;
    small.disk_bytes = 1 << 20;
    in_node(small, [&](const netns::PrivateNode& node) {
        EmbeddedBackend backend(node, options(), stop_, progress_);
        const auto environment = backend.up(participants_);
        ASSERT_FALSE(environment);
        EXPECT_EQ(environment.error().kind, ErrorKind::environment);
        EXPECT_THAT(environment.error().message, HasSubstr("No space left on device"));
    });
}

}  // namespace
}  // namespace pgreach::backend
