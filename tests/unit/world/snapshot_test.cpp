#include "world/snapshot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/versions.hpp"
#include "kube/json.hpp"
#include "support/scripted_runner.hpp"
#include "texts.hpp"
#include "world/trim.hpp"

namespace pgreach::world {
namespace {

using support::ScriptedRunner;
using ::testing::HasSubstr;
using ::testing::Not;

std::string list(const std::string& items) {
    return R"({"apiVersion":"v1","kind":"List","items":[)" + items + "]}";
}

const char* const agents =
    R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"cilium","namespace":"kube-system"},
        "spec":{"template":{"spec":{"containers":[{"image":"quay.io/cilium/cilium:v1.18.3@sha256:12"}]}}}})";
const char* const api_pod =
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"api","namespace":"web","labels":{"app":"api"},
        "annotations":{"note":"HIDDEN"}},
        "spec":{"containers":[{"name":"c","env":[{"name":"PASSWORD","value":"HIDDEN"}],"ports":[{"containerPort":80}]}],
        "volumes":[{"secret":{"secretName":"HIDDEN"}}]},"status":{"podIP":"10.0.0.1","phase":"Running"}})";
const char* const database =
    R"({"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"pg","namespace":"db"},
        "spec":{"instances":1,"bootstrap":{"initdb":{"postInitSQL":["HIDDEN"],"import":{"source":{"externalCluster":"old"}}}},
        "backup":{"barmanObjectStore":{"endpointURL":"https://user:HIDDEN@minio.db:9000"}}}})";

const char* const policy_with_headers =
    R"({"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy","metadata":{"name":"p","namespace":"db"},
        "spec":{"endpointSelector":{},"ingress":[{"toPorts":[{"ports":[{"port":"80"}],"rules":{"http":[
          {"headers":["Authorization: Bearer HIDDEN"],"headerMatches":[{"name":"X-Key","value":"HIDDEN"}]}]}}]}]}})";

TEST(Snapshot, HasWhatPoliciesAndNeedsDependOnAndNoMore) {
    ScriptedRunner runner;
    runner.expect("kubectl get daemonsets *", list(agents));
    runner.expect("kubectl get deployments *", list(""));
    runner.expect(
        "kubectl get configmap cilium-config -n kube-system *",
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cilium-config","namespace":"kube-system"},
                      "data":{"enable-policy":"always","kvstore-opt":"HIDDEN"}})");
    runner.expect("kubectl get namespaces *", list(""));
    runner.expect("kubectl get nodes *", list(""));
    runner.expect("kubectl get pods *", list(api_pod));
    runner.expect("kubectl get services *", list(""));
    runner.expect("kubectl get endpointslices*", list(""));
    runner.expect("kubectl get ciliumcidrgroups*", list(""));
    runner.expect("kubectl get clusters*", list(database));
    runner.expect("kubectl get poolers*", list(""));
    runner.expect("kubectl get scheduledbackups*", list(""));
    runner.expect("kubectl get objectstores*",
                  proc::Completed{{1, 0}, "", "error: the server doesn't have a resource type \"objectstores\"\n"});
    runner.expect("kubectl get podmonitors*", proc::Completed{{1, 0}, "", "Error from server (Forbidden): no\n"});
    runner.expect("kubectl get networkpolicies*", list(""));
    runner.expect("kubectl get ciliumnetworkpolicies*", list(policy_with_headers));
    runner.expect("kubectl get ciliumclusterwidenetworkpolicies*", list(""));
    const auto snapshot = take_snapshot(kube::Kubectl(runner, {}));
    ASSERT_TRUE(snapshot) << snapshot.error().message;
    EXPECT_THAT(snapshot->text, Not(HasSubstr("HIDDEN")));
    EXPECT_THAT(snapshot->missing,
                ::testing::ElementsAre("objectstores.barmancloud.cnpg.io", "podmonitors.monitoring.coreos.com"));

    const auto objects = objects_of(snapshot->text);
    EXPECT_FALSE(has_errors(objects.diagnostics)) << render(objects.diagnostics);
    const auto cilium = cilium_of(objects);
    ASSERT_TRUE(cilium && *cilium);
    EXPECT_EQ((*cilium)->cilium.version, (engine::CiliumVersion{1, 18, 3}));
    EXPECT_EQ((*cilium)->cilium.config.enforcement, engine::EnforcementMode::always);
    const auto contents = make_contents(objects, (*cilium)->cilium);
    EXPECT_EQ(contents.name(0), "cnpg-system/cnpg-controller-manager");
    EXPECT_EQ(contents.name(1), "db/pg-1");
    EXPECT_EQ(contents.name(3), "web/api");
    EXPECT_EQ(contents.workloads[3].ports.size(), 1U);
}

TEST(Snapshot, WhatEveryClusterHasMustBeListed) {
    ScriptedRunner runner;
    runner.expect("kubectl get daemonsets *", proc::Completed{{1, 0}, "", "Error from server (Forbidden): no\n"});
    const auto snapshot = take_snapshot(kube::Kubectl(runner, {}));
    ASSERT_FALSE(snapshot);
    EXPECT_EQ(snapshot.error().kind, ErrorKind::environment);
}

TEST(Snapshot, AReleaseThatNobodyKnowsIsTold) {
    const auto found = cilium_of(
        objects_of("apiVersion: pgreach.dev/v1\nkind: Snapshot\nmetadata: {name: versions}\ncilium: main-abc\n"));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->unknown_release, "main-abc");
    EXPECT_EQ((*found)->cilium.version, engine::newest_version);
}

TEST(Snapshot, ObjectsThatTellOfNoCiliumTellOfNone) {
    const auto found = cilium_of(objects_of("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"));
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
}

TEST(Trim, KeepsWhatIsSaidToBeEmptyAndNothingThatIsNotListed) {
    const auto object = kube::read_json(R"({"spec":{"ingress":[],"a":{"b":1,"c":2},"d":{"e":1}},"x":1})");
    const std::vector<std::string_view> paths = {"spec.ingress", "spec.a.b", "spec.d.f"};
    EXPECT_EQ(yaml::to_json(trimmed(*object, paths)), R"({"spec":{"ingress":[],"a":{"b":1}}})");
}

TEST(Trim, TakesCredentialsOutOfAddresses) {
    EXPECT_EQ(without_credentials("https://me:pw@host:9000/x and http://b"), "https://host:9000/x and http://b");
    EXPECT_EQ(without_credentials("a@b"), "a@b");
    EXPECT_EQ(without_credentials("https://host/c?sig=pw and more?"), "https://host/c and more?");
    EXPECT_EQ(without_credentials("https://host/x@y"), "https://host/x@y");
}

}  // namespace
}  // namespace pgreach::world
