#include "backend/kind/machine.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;
using support::recording;

// A machine whose PATH has docker and nothing else, whatever it says.
class MachineTest : public support::CallBench {
  protected:
    MachineTest() {
        fs::create_directories(folder_);
        fs::create_symlink("/bin/true", folder_ / "docker");
        ::setenv("PATH", folder_.c_str(), 1);
        options_.defaults_dir = std::string(PGREACH_SOURCE_DIR) + "/kind";
        options_.cluster.state_dir = folder_.string();
        options_.cluster.probe_program = "/bin/true";
        options_ = with_defaults(options_).value();
    }
    ~MachineTest() override {
        fs::remove_all(folder_);
        ::setenv("PATH", before_.c_str(), 1);
    }
    // What mends the first tool, whose failure this is.
    std::string remedy_of_docker(const std::string& failure) {
        runner_.expect("docker version *", proc::Completed{{1, 0}, {}, failure});
        runner_.expect("kind version", recording("kind-version").answer);
        runner_.expect("helm version --short", recording("helm-version").answer);
        const auto machine = examine_machine(tools_, options_);
        EXPECT_EQ(machine.tools.size(), 3U);
        EXPECT_TRUE(machine.files.empty());
        return machine.tools.front().found.error().remedy;
    }

    const std::string before_ = ::getenv("PATH");
    const fs::path folder_ = fs::path(testing::TempDir()) / ("pgreach-machine-" + std::to_string(::getpid()));
    KindOptions options_;
};

TEST_F(MachineTest, TheRemedyIsOfWhatIsLacking) {
    EXPECT_EQ(remedy_of_docker("Cannot connect to the Docker daemon"), "sudo systemctl start docker");
    EXPECT_EQ(remedy_of_docker("permission denied while trying to connect to the Docker daemon socket"),
              "sudo usermod -aG docker \"$USER\", then log in again");
    fs::remove(folder_ / "docker");
    EXPECT_EQ(remedy_of_docker(""), "sudo apt-get install -y docker.io");
}

TEST_F(MachineTest, EachFileThatIsMissingIsTold) {
    runner_.expect("docker version *", recording("docker-version").answer);
    runner_.expect_failure("kind version", environment_error("cannot start kind: not found in PATH"));
    runner_.expect("helm version --short", recording("helm-version").answer);
    options_.cnpg_manifest = "/nonexistent/cnpg.yaml";
    options_.database_manifest = "/nonexistent/database.yaml";
    const auto machine = examine_machine(tools_, options_);
    EXPECT_EQ(machine.tools[1].found.error().remedy,
              "install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation");
    ASSERT_EQ(machine.files.size(), 2U);
    EXPECT_EQ(machine.files[0].found.error().message, "no such file: /nonexistent/database.yaml");
    EXPECT_EQ(machine.files[1].found.error().message, "no such file: /nonexistent/cnpg.yaml");
}

}  // namespace
}  // namespace pgreach::backend
