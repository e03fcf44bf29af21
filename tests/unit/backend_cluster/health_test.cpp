#include "backend/cluster/health.hpp"

#include <gmock/gmock.h>

#include "support/bench.hpp"

namespace pgreach::backend {
namespace {

using ::testing::HasSubstr;

kube::HubbleEvent event(kube::HubbleEvent::Verdict verdict, const std::string& from, int port) {
    return {.verdict = verdict, .source_ip = from, .destination_ip = "10.0.0.1", .destination_port = port};
}

class HealthTest : public support::ShellBench {
  protected:
    TrafficLog traffic_;
    std::vector<kube::HubbleEvent> on_their_way_;  // what Hubble has shown, and nobody has read yet
    Health health_{tools_, kubectl_, shells_, traffic_, [this] {
                       for (const auto& one : on_their_way_) traffic_.hear(one);
                   }};
    const std::vector<kube::Pod> instances_ = {{.ns = "default", .name = "db-1", .ip = "10.0.0.1"},
                                               {.ns = "default", .name = "db-2", .ip = "10.0.0.2"}};
    const std::vector<Target> targets_ = {{"primary", InstanceRole::primary, instances_[0]},
                                          {"replica", InstanceRole::replica, instances_[1]}};

    HealthTest() {
        health_.changed();
        runner_.allow("kubectl get --raw *", R"({"systemID":"7"})");
    }
    // The first check: replication of the replica.
    HealthCheck look(const std::string& rows) {
        starter_.put("psql", "printf %s '" + rows + "'");
        return health_.look(targets_, instances_, {"10.0.0.9", "operator"}).value().front();
    }
};

TEST_F(HealthTest, AReplicaThatAcknowledgesNewWalWorks) {
    const auto check = look("db-2|streaming|t\n");
    EXPECT_EQ(check.name, "replication of db-2");
    EXPECT_EQ(check.state, HealthState::working);
    EXPECT_EQ(check.from, "replica");
    EXPECT_EQ(check.to, "primary");
    EXPECT_EQ(check.port, 5432);
}

TEST_F(HealthTest, SilenceAloneIsNotBroken) {
    EXPECT_EQ(look("db-2|streaming|f\n").state, HealthState::unclear);
}

TEST_F(HealthTest, SilenceWithADropIsBroken) {
    traffic_.hear(event(kube::HubbleEvent::Verdict::dropped, "10.0.0.2", 5432));
    const auto check = look("");
    EXPECT_EQ(check.state, HealthState::broken);
    EXPECT_THAT(check.detail, HasSubstr("not in pg_stat_replication; hubble:"));
}

TEST_F(HealthTest, ADropThatNobodyHasReadYetCounts) {
    on_their_way_ = {event(kube::HubbleEvent::Verdict::dropped, "10.0.0.2", 5432)};
    EXPECT_EQ(look("db-2|streaming|f\n").state, HealthState::broken);
}

TEST_F(HealthTest, ADropFromBeforeTheLastChangeSaysNothing) {
    traffic_.hear(event(kube::HubbleEvent::Verdict::dropped, "10.0.0.2", 5432));
    traffic_.forget();
    EXPECT_EQ(look("").state, HealthState::unclear);
}

TEST_F(HealthTest, TheOperatorsStatusIsToldByItsOwnTraffic) {
    traffic_.hear(event(kube::HubbleEvent::Verdict::dropped, "10.0.0.9", 8000));
    starter_.put("psql", "echo 'db-2|streaming|t'");
    const auto checks = health_.look(targets_, instances_, {"10.0.0.9", "operator"}).value();
    ASSERT_EQ(checks.size(), 4U);
    EXPECT_EQ(checks[1].name, "operator's status of primary");
    EXPECT_EQ(checks[1].state, HealthState::broken);
    EXPECT_EQ(checks[1].from, "operator");
    EXPECT_EQ(checks[2].name, "kubectl cnpg status of primary");
    EXPECT_EQ(checks[2].state, HealthState::working);
}

TEST_F(HealthTest, APrimaryThatCannotBeAskedIsUnclear) {
    starter_.put("psql", "echo 'psql: error: no socket' >&2; exit 2");
    const auto check = health_.look(targets_, instances_, {}).value().front();
    EXPECT_EQ(check.state, HealthState::unclear);
    EXPECT_THAT(check.detail, HasSubstr("exit 2: kubectl -n default exec db-1 -c postgres -- psql"));
    EXPECT_THAT(check.detail, HasSubstr("no socket"));
}

}  // namespace
}  // namespace pgreach::backend
