#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/twin_manifests.hpp"
#include "engine/label_filter.hpp"
#include "kube/json.hpp"

namespace pgreach::audit {
namespace {

yaml::Node twin() {
    Peer peer{.name = "shop/api", .group = "shop/api", .owner = "deployment shop/api"};
    peer.pod = {"shop", "pgreach-id-1-api"};
    peer.node = "n1";
    peer.image = "postgresql:18";
    peer.service_account = "robot";
    peer.labels = {{"app", "api"}};
    return *kube::read_json(twin_manifest({"id", "here"}, peer, "4711"));
}

TEST(Twin, IsNeverReady) {
    const auto pod = twin();
    const auto& gates = kube::items_at(pod, {"spec", "readinessGates"});
    ASSERT_EQ(gates.size(), 1U);
    EXPECT_EQ(kube::text_at(gates[0], {"conditionType"}), "pgreach.dev/never");
}

TEST(Twin, HasAControllerSoThatNobodyTakesItOver) {
    const auto pod = twin();
    const auto& owners = kube::items_at(pod, {"metadata", "ownerReferences"});
    ASSERT_EQ(owners.size(), 1U);
    EXPECT_TRUE(kube::boolean_at(owners[0], {"controller"}));
    EXPECT_EQ(kube::text_at(owners[0], {"kind"}), "ConfigMap");
    EXPECT_EQ(kube::text_at(owners[0], {"uid"}), "4711");
    const auto owner = *kube::read_json(owner_manifest({"id", "here"}, "shop"));
    EXPECT_EQ(kube::text_at(owner, {"metadata", "name"}), kube::text_at(owners[0], {"name"}));
}

TEST(Twin, HasTheAccountOfTheWorkloadWithoutItsToken) {
    const auto pod = twin();
    EXPECT_EQ(kube::text_at(pod, {"spec", "serviceAccountName"}), "robot");
    EXPECT_EQ(kube::text_at(pod, {"spec", "automountServiceAccountToken"}), "false");
}

TEST(Twin, IsTheSameToCiliumAsTheWorkload) {
    const engine::Cilium cilium;
    const engine::LabelFilter filter(cilium);
    const auto pod = twin();
    Labels kept;
    for (const auto& entry : kube::at(pod, {"metadata", "labels"})->entries) {
        if (filter.keeps("k8s", entry.key)) kept[entry.key] = entry.value.text;
    }
    EXPECT_EQ(kept, (Labels{{"app", "api"}}));
}

TEST(Twin, EndsByItself) {
    EXPECT_EQ(kube::integer_at(twin(), {"spec", "activeDeadlineSeconds"}), 3600);
}

}  // namespace
}  // namespace pgreach::audit
