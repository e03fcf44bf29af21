#include "backend/cluster/status_proxy.hpp"

#include <gmock/gmock.h>

#include "model/conclusion.hpp"
#include "support/records.hpp"
#include "support/scripted_runner.hpp"

namespace pgreach::backend {
namespace {

using ::testing::HasSubstr;

class StatusProxyTest : public ::testing::Test {
  protected:
    support::ScriptedRunner runner_;
    kube::Kubectl kubectl_{runner_, {}};
    StatusProxy proxy_{kubectl_};
    const std::vector<Target> targets_ = {
        {"primary", InstanceRole::primary, {.ns = "default", .name = "db-1", .node = "w"}}};
    const std::string path_ = "kubectl get --raw /api/v1/namespaces/default/pods/https:db-1:8000/proxy/pg/status *";

    HealthCheck look(const ApiServer& api_server = {}) {
        proxy_.ask(targets_, api_server);
        return proxy_.look(targets_, api_server).at(0);
    }
    static ApiServer reaching(Observed observed) {
        Observation seen;
        if (observed == Observed::open) seen = test::answered();
        if (observed == Observed::closed) {
            seen = test::dropped();
            seen.evidence.front().detail = "hubble: dropped";
        }
        return {{"cp"}, {{"primary", seen}}};
    }
    void answer(int exit, const std::string& out, const std::string& err) {
        runner_.expect(path_, proc::Completed{{exit, 0}, out, err});
    }
};

TEST_F(StatusProxyTest, WorksWhereTheApiServerGetsTheStatus) {
    answer(0, R"({"systemID":"7"})", "");
    const auto check = look();
    EXPECT_EQ(check.name, "kubectl cnpg status of primary");
    EXPECT_EQ(check.state, HealthState::working);
    EXPECT_EQ(check.from, "") << "where the API server is no party that Cilium knows, nothing is predicted";
}

TEST_F(StatusProxyTest, WhatWorkedIsAskedOnceUntilPoliciesChange) {
    answer(0, R"({"systemID":"7"})", "");
    look();
    EXPECT_EQ(look().state, HealthState::working);
    proxy_.changed();
    answer(1, "", "Client.Timeout exceeded");
    EXPECT_EQ(look().state, HealthState::broken);
}

TEST_F(StatusProxyTest, WhereItsNodeGetsNoAnswerTheApiServerIsNotAsked) {
    const auto check = look(reaching(Observed::closed));
    EXPECT_EQ(check.state, HealthState::broken);
    EXPECT_THAT(check.detail, HasSubstr("hubble: dropped"));
    EXPECT_EQ(check.from, other_node);
    EXPECT_EQ(check.to, "primary");
    EXPECT_EQ(check.port, 8000);
}

TEST_F(StatusProxyTest, WhoLooksAgainAndAgainHasTheApiServerSayTheLastWord) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(look(reaching(Observed::closed)).state, HealthState::broken);
    answer(0, R"({"systemID":"7"})", "");
    EXPECT_EQ(look(reaching(Observed::closed)).state, HealthState::working);
}

TEST_F(StatusProxyTest, WhatWorkedBeforeTheWayWasClosedIsForgotten) {
    answer(0, R"({"systemID":"7"})", "");
    proxy_.ask(targets_, reaching(Observed::open));  // a round that came too early
    EXPECT_EQ(look(reaching(Observed::closed)).state, HealthState::broken);
}

TEST_F(StatusProxyTest, AnOpenWayByWhichTheApiServerGetsNothingIsUnclear) {
    answer(1, "", "Client.Timeout exceeded");
    const auto check = look(reaching(Observed::open));
    EXPECT_EQ(check.state, HealthState::unclear);
    EXPECT_THAT(check.detail, HasSubstr("open from the API server's node"));
    answer(0, R"({"systemID":"7"})", "");
    EXPECT_EQ(look(reaching(Observed::open)).state, HealthState::working) << "asked again";
}

TEST_F(StatusProxyTest, WhatItsNodeCannotTellTheRequestTells) {
    answer(1, "", "Client.Timeout exceeded");
    EXPECT_EQ(look(reaching(Observed::unclear)).state, HealthState::broken);
}

TEST_F(StatusProxyTest, OnTheTargetsOwnNodeItIsTheHost) {
    ApiServer beside = reaching(Observed::closed);
    beside.nodes = {"w"};
    EXPECT_EQ(look(beside).from, own_node);
    beside.nodes = {"w", "cp"};  // either of them may ask
    EXPECT_EQ(look(beside).from, "");
}

}  // namespace
}  // namespace pgreach::backend
