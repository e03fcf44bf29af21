#include "kube/cluster_tools.hpp"

#include <gmock/gmock.h>

#include "support/recording.hpp"
#include "support/scripted_runner.hpp"

namespace pgreach::kube {
namespace {

using support::recording;
using support::ScriptedRunner;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(KindTool, ReadsVersionClustersAndNodes) {
    ScriptedRunner runner;
    runner.expect("kind version", recording("kind-version").answer);
    runner.expect("kind get clusters", recording("kind-get-clusters").answer);
    runner.expect("kind get nodes --name lab", recording("kind-get-nodes").answer);
    runner.expect("kind get nodes --name absent", recording("kind-get-nodes-none").answer);
    const Kind kind(runner);
    EXPECT_EQ(*kind.version(), "0.33.0");
    EXPECT_THAT(*kind.clusters(), ElementsAre("lab"));
    EXPECT_THAT(*kind.nodes("lab"), ElementsAre("lab-control-plane", "lab-worker"));
    EXPECT_THAT(*kind.nodes("absent"), IsEmpty());
}

TEST(KindTool, SaysThatTheClusterExistsAlready) {
    ScriptedRunner runner;
    runner.expect("kind create cluster --name lab --config c.yaml --kubeconfig k --image i",
                  recording("kind-create-exists").answer);
    EXPECT_THAT(Kind(runner).create("lab", "i", "c.yaml", "k").error().message, HasSubstr("node(s) already exist"));
}

TEST(KindTool, SaysThatTheNodeImageCannotBeHad) {
    ScriptedRunner runner;
    runner.expect("kind create cluster *", recording("kind-create-no-image").answer);
    EXPECT_THAT(Kind(runner).create("x", "", "c.yaml", "k").error().message, HasSubstr("failed to pull image"));
}

TEST(KindTool, RemovingAnAbsentClusterSucceeds) {
    ScriptedRunner runner;
    runner.expect("kind delete cluster --name absent --kubeconfig k", recording("kind-delete-absent").answer);
    EXPECT_TRUE(Kind(runner).remove("absent", "k").has_value());
}

TEST(HelmTool, ReadsItsVersionAndFailsWithItsWords) {
    ScriptedRunner runner;
    runner.expect("helm version --short", recording("helm-version").answer);
    runner.expect("helm upgrade --install cilium nochart --kubeconfig k --namespace kube-system --values v.yaml",
                  recording("helm-install-exists").answer);
    const Helm helm(runner, "k");
    EXPECT_EQ(*helm.version(), "4.1.4");
    Release release{.name = "cilium", .ns = "kube-system", .chart = "nochart"};
    release.values = {"v.yaml"};
    EXPECT_THAT(helm.install(release).error().message, HasSubstr("non-absolute URLs"));
}

TEST(DockerTool, ReadsTheDaemonsVersionNotTheClients) {
    ScriptedRunner runner;
    runner.expect("docker version *", recording("docker-version").answer);
    EXPECT_EQ(*Docker(runner).server_version(), "20.10.24+dfsg1");
}

TEST(DockerTool, NoDaemonIsAnError) {
    ScriptedRunner runner;
    runner.expect("docker version *", R"({"Client":{"Version":"28.2.2"},"Server":null})");
    EXPECT_THAT(Docker(runner).server_version().error().message, HasSubstr("the Docker daemon does not answer"));
}

}  // namespace
}  // namespace pgreach::kube
