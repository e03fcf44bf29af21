#include "backend/kind/kind_cluster.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "backend/kind/kind_backend.hpp"
#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using support::recording;
using ::testing::HasSubstr;

class KindClusterTest : public support::CallBench {
  protected:
    const std::string state_dir_ = ::testing::TempDir() + "pgreach-kind-cluster" + std::to_string(::getpid());
    KindOptions options_;

    KindClusterTest() {
        options_.defaults_dir = std::string(PGREACH_SOURCE_DIR) + "/kind";
        options_.cnpg_manifest = "https://example.org/cnpg.yaml";
        options_.name = "t";
        options_.cluster.state_dir = state_dir_;
        options_.cluster.probe_program = "/bin/true";
        options_ = with_defaults(options_).value();
    }
    ~KindClusterTest() override { std::filesystem::remove_all(state_dir_); }

    void expect_tools() {
        runner_.expect("docker version *", recording("docker-version").answer);
        runner_.expect("kind version", recording("kind-version").answer);
        runner_.expect("helm version --short", recording("helm-version").answer);
    }
    void expect_clusters(const std::string& names) {
        runner_.expect("kind get clusters", names);
        runner_.expect("kind get clusters", names);
    }
    void expect_removal() {
        cleaner_.expect("kind delete cluster --name pgreach-t *", recording("kind-delete-absent").answer);
    }
    // Fails to rise, and leaves nothing behind.
    std::string failure() {
        KindCluster cluster(tools_, options_);
        const auto raised = cluster.raise();
        EXPECT_FALSE(raised.has_value());
        EXPECT_TRUE(cluster.remove().has_value());
        EXPECT_TRUE(!std::filesystem::exists(state_dir_) || std::filesystem::is_empty(state_dir_));
        return raised ? std::string() : raised.error().message;
    }
};

TEST_F(KindClusterTest, SaysAllThatIsMissingOnThisMachineAtOnce) {
    runner_.expect("docker version *", R"({"Client":{"Version":"28"},"Server":null})");
    runner_.expect_failure("kind version", environment_error("cannot start kind: not found in PATH"));
    runner_.expect("helm version --short", recording("helm-version").answer);
    options_.image_archives = "/nonexistent";
    options_.cilium_chart = "/nonexistent/chart.tgz";
    EXPECT_EQ(failure(),
              "checking this machine: cannot create a cluster here:\n"
              "  - docker: the Docker daemon does not answer\n"
              "  - kind: cannot start kind: not found in PATH\n"
              "  - image archives in /nonexistent: No such file or directory\n"
              "  - no such file: /nonexistent/chart.tgz");
}

TEST_F(KindClusterTest, WhatIsNoChartIsFoundBeforeAnythingIsMade) {
    expect_tools();
    options_.cilium_chart = "/etc/hostname";
    runner_.expect("helm show chart /etc/hostname",
                   proc::Completed{{1, 0}, {}, "Error: file does not appear to be a chart"});
    EXPECT_THAT(failure(), HasSubstr("does not appear to be a chart"));
}

TEST_F(KindClusterTest, AClusterThatExistsIsNotTakenWithoutBeingAskedTo) {
    expect_tools();
    expect_clusters("pgreach-t\nlab\n");
    EXPECT_EQ(failure(), "cluster pgreach-t exists already");
}

TEST_F(KindClusterTest, PoliciesOfADeadRunAreLiftedBeforeTheDatabaseIsWaitedFor) {
    options_.reuse = true;
    expect_tools();
    expect_clusters("pgreach-t\n");
    runner_.expect("kind export kubeconfig --name pgreach-t *", "");
    runner_.expect("ldd /bin/true", "\t/lib64/ld-linux-x86-64.so.2 (0x1)\n");
    runner_.expect("kind load image-archive *", "");
    runner_.expect(
        "kubectl * get ciliumnetworkpolicies* -l pgreach.dev/run -o json",
        R"({"items":[{"metadata":{"labels":{"pgreach.dev/run":"old","pgreach.dev/host":")" + host_name() + R"("}}}]})");
    runner_.expect_failure("kubectl * delete ciliumnetworkpolicies* -l pgreach.dev/run=old",
                           {ErrorKind::interrupted, "interrupted"});
    KindCluster cluster(tools_, options_);
    EXPECT_EQ(cluster.raise().error().kind, ErrorKind::interrupted);
}

TEST_F(KindClusterTest, AMissingNodeImageIsToldInKindsWordsAndTheClusterDeleted) {
    expect_tools();
    expect_clusters("");
    runner_.expect("kind create cluster --name pgreach-t *", recording("kind-create-no-image").answer);
    expect_removal();
    EXPECT_THAT(failure(), HasSubstr("failed to pull image"));
}

TEST_F(KindClusterTest, AChartThatHelmDoesNotTakeEndsItAndTheClusterIsDeleted) {
    expect_tools();
    expect_clusters("");
    runner_.expect("kind create cluster *", "");
    runner_.expect("ldd /bin/true", "\t/lib64/ld-linux-x86-64.so.2 (0x1)\n");
    runner_.expect("kind load image-archive --name pgreach-t *probe-*.tar", "");
    runner_.expect("helm upgrade --install cilium cilium * --repo https://helm.cilium.io/ --version 1.20.2 *",
                   recording("helm-install-exists").answer);
    expect_removal();
    EXPECT_THAT(failure(), AllOf(HasSubstr("installing Cilium"), HasSubstr("INSTALLATION FAILED")));
}

TEST_F(KindClusterTest, DeletesWhatADeadRunLeftAndNothingElse) {
    std::filesystem::create_directories(state_dir_);
    std::ofstream(state_dir_ + "/pgreach-dead.lock") << "";
    expect_tools();
    runner_.expect("kind get clusters", "lab\npgreach-dead\npgreach-kept\n");
    cleaner_.expect("kind delete cluster --name pgreach-dead *", recording("kind-delete-absent").answer);
    runner_.expect("kind get clusters", "lab\npgreach-kept\n");
    runner_.expect("kind create cluster *", recording("kind-create-no-image").answer);
    expect_removal();
    EXPECT_THAT(failure(), HasSubstr("failed to pull image"));
    EXPECT_THAT(progress_.told, ::testing::Contains("* deleting cluster pgreach-dead, which a dead run left behind"));
    EXPECT_FALSE(std::filesystem::exists(state_dir_ + "/pgreach-dead.lock"));
}

// Somebody has deleted the cluster of a dead run; of two other runs one goes on, and one has just begun.
TEST_F(KindClusterTest, ForgetsWhatADeadRunWroteAboutAClusterThatIsGone) {
    namespace fs = std::filesystem;
    fs::create_directories(state_dir_ + "/pgreach-gone");
    const auto lock = [this](const std::string& name) { return state_dir_ + "/pgreach-" + name + ".lock"; };
    for (const char* name : {"gone", "new"}) std::ofstream(lock(name)) << "";
    auto used = RunLock::take(state_dir_, "pgreach-used");
    ASSERT_TRUE(used) << used.error().message;
    for (const char* name : {"gone", "used"})
        fs::last_write_time(lock(name), fs::file_time_type::clock::now() - std::chrono::minutes(2));
    expect_tools();
    expect_clusters("");
    runner_.expect("kind create cluster *", recording("kind-create-no-image").answer);
    expect_removal();
    KindCluster cluster(tools_, options_);
    EXPECT_FALSE(cluster.raise());
    EXPECT_FALSE(fs::exists(state_dir_ + "/pgreach-gone"));
    EXPECT_FALSE(fs::exists(lock("gone")));
    EXPECT_TRUE(fs::exists(lock("used")));
    EXPECT_TRUE(fs::exists(lock("new")));
    EXPECT_TRUE(cluster.remove());
    used->release();
}

TEST_F(KindClusterTest, OneInUseIsNotTaken) {
    const auto lock = RunLock::take(state_dir_, "pgreach-t");
    expect_tools();
    runner_.expect("kind get clusters", "pgreach-t\n");
    KindCluster cluster(tools_, options_);
    EXPECT_THAT(cluster.raise().error().message, HasSubstr("in use by another run"));
}

TEST_F(KindClusterTest, DownOfAnAbsentClusterSaysSo) {
    runner_.expect("kind get clusters", "lab\n");
    const auto down = cluster_down(tools_, state_dir_, "x");
    EXPECT_EQ(down.error().kind, ErrorKind::no_match);
    EXPECT_EQ(down.error().message, "there is no cluster pgreach-x");
}

TEST_F(KindClusterTest, StatusTellsOfOurClustersOnly) {
    runner_.expect("kind get clusters", "lab\npgreach-a\n");
    runner_.expect("kubectl * get clusters.postgresql.cnpg.io cluster-example *", recording("no-server").answer);
    EXPECT_THAT(*cluster_status(tools_, state_dir_), AllOf(HasSubstr("pgreach-a: "), Not(HasSubstr("lab: "))));
}

}  // namespace
}  // namespace pgreach::backend
