#include "kube/objects.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/recording.hpp"

namespace pgreach::kube {
namespace {

using support::recording;

TEST(Objects, APodHasItsLabelsAddressAndNode) {
    const auto pods = read_pods(recording("kubectl-get-pods-all").answer.out).value();
    const auto primary = std::find_if(pods.begin(), pods.end(),
                                      [](const auto& pod) { return pod.label("cnpg.io/instanceRole") == "primary"; });
    ASSERT_NE(primary, pods.end());
    EXPECT_EQ(primary->name, "cluster-example-1");
    EXPECT_EQ(primary->ip, "10.244.1.236");
    EXPECT_EQ(primary->node, "lab-worker");
    EXPECT_TRUE(primary->ready);
    EXPECT_TRUE(primary->running);
    EXPECT_FALSE(primary->terminating);
    EXPECT_EQ(primary->waiting, "");
}

TEST(Objects, APodThatWaitsSaysWhatFor) {
    const auto pods = read_pods(R"({"metadata":{"name":"p"},"status":{"phase":"Pending","containerStatuses":[{"state":
        {"waiting":{"reason":"ErrImageNeverPull","message":"not present"}}}]}})");
    ASSERT_EQ(pods->size(), 1U);
    EXPECT_EQ(pods->front().waiting, "ErrImageNeverPull: not present");
    EXPECT_FALSE(pods->front().running);
}

TEST(Objects, AnUnschedulablePodSaysWhy) {
    const auto pods = read_pods(R"({"items":[{"metadata":{"name":"p"},"status":{"conditions":[{"type":"PodScheduled",
        "reason":"Unschedulable","message":"0/1 nodes"}]}}]})");
    EXPECT_EQ(pods->at(0).waiting, "Unschedulable: 0/1 nodes");
}

TEST(Objects, ANodeHasItsInternalAddress) {
    const auto nodes = read_nodes(recording("kubectl-get-nodes").answer.out).value();
    ASSERT_EQ(nodes.size(), 2U);
    EXPECT_EQ(nodes[1].name, "lab-worker");
    EXPECT_EQ(nodes[1].internal_ip, "172.18.0.3");
    EXPECT_TRUE(nodes[1].ready);
    EXPECT_EQ(nodes[1].provider_id, "kind://docker/lab/lab-worker");
}

TEST(Objects, TheDatabaseSaysItsPrimaryAndInstances) {
    const auto database = read_database(recording("kubectl-get-cluster").answer.out).value();
    EXPECT_EQ(database.name, "cluster-example");
    EXPECT_EQ(database.instances, 3);
    EXPECT_EQ(database.ready_instances, 3);
    EXPECT_EQ(database.primary, "cluster-example-1");
    EXPECT_EQ(database.ca_secret, "cluster-example-ca");
}

TEST(Objects, SecretsAreDecoded) {
    const auto secret = read_secret(R"({"data":{"user":"YXBw","password":"cGfDpHNz","empty":""}})").value();
    EXPECT_EQ(secret.at("user"), "app");
    EXPECT_EQ(secret.at("password"), "pgäss");
    EXPECT_EQ(secret.at("empty"), "");
}

TEST(Objects, AnUnreadableSecretIsNotQuoted) {
    EXPECT_THAT(read_secret("hunter2").error().message, ::testing::Not(::testing::HasSubstr("hunter2")));
}

TEST(Objects, ReplicationRowsTellWhoHasCaughtUp) {
    const auto replicas = read_replication("cluster-example-2|streaming|t\ncluster-example-3|catchup|f\n");
    ASSERT_EQ(replicas.size(), 2U);
    EXPECT_EQ(replicas[0].name, "cluster-example-2");
    EXPECT_TRUE(replicas[0].caught_up);
    EXPECT_EQ(replicas[1].state, "catchup");
    EXPECT_FALSE(replicas[1].caught_up);
    EXPECT_TRUE(read_replication("").empty());
}

}  // namespace
}  // namespace pgreach::kube
