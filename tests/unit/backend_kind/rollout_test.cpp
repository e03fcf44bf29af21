#include "backend/kind/rollout.hpp"

#include <gmock/gmock.h>

#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const kube::Database database{.instances = 3, .phase = "Creating a new replica", .primary = "db-1"};

std::vector<kube::Pod> ready(std::initializer_list<const char*> names) {
    std::vector<kube::Pod> pods;
    for (const auto* name : names) pods.push_back({.name = name, .ready = true});
    return pods;
}

TEST(Lacking, NothingWhenEveryReplicaStreams) {
    EXPECT_EQ(lacking(database, ready({"db-1", "db-2", "db-3"}), {{"db-2", "streaming"}, {"db-3", "streaming"}}), "");
}

TEST(Lacking, ReadyIsNotEnough) {
    EXPECT_EQ(lacking(database, ready({"db-1", "db-2", "db-3"}), {{"db-2", "streaming"}, {"db-3", "catchup"}}),
              "2 of 3 instances, waiting for db-3 to stream");
}

TEST(Lacking, SaysWhyAPodWaits) {
    auto pods = ready({"db-1"});
    pods.push_back({.name = "db-2", .waiting = "ImagePullBackOff: no route"});
    EXPECT_EQ(lacking(database, pods, {}),
              "1 of 3 instances, waiting for db-2 to be ready (ImagePullBackOff: no route)");
}

TEST(Lacking, BetweenInstancesItIsCnpgsPhaseThatTells) {
    EXPECT_EQ(lacking(database, ready({"db-1"}), {}), "1 of 3 instances, Creating a new replica");
}

class OpenAll : public support::CallBench {};

TEST_F(OpenAll, WhereNothingIsDeniedByItselfNothingIsMade) {
    runner_.expect("kubectl get configmap cilium-config -n kube-system -o json",
                   support::recording("cilium-configmap").answer);
    EXPECT_FALSE(open_all(kubectl_, {}, {"r1", "box"}).value());
}

TEST_F(OpenAll, WhereEverythingIsDeniedADatabaseIsMadeUnderPoliciesThatGoWithTheirOwner) {
    runner_.expect("kubectl get configmap *", R"({"kind":"ConfigMap","data":{"enable-policy":"always"}})");
    runner_.expect("kubectl apply --server-side *", "");
    EXPECT_TRUE(open_all(kubectl_, {}, {"r1", "box"}).value());
    const auto& sent = runner_.calls().back().input;
    EXPECT_THAT(sent, AllOf(HasSubstr("pgreach-baseline"), HasSubstr("pgreach-control")));
    EXPECT_THAT(sent, AllOf(HasSubstr(R"("pgreach.dev/run":"r1")"), HasSubstr(R"("pgreach.dev/host":"box")")));
}

}  // namespace
}  // namespace pgreach::backend
