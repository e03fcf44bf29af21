#include "backend/kind/machine.hpp"

#include <filesystem>

#include "kube/cluster_tools.hpp"
#include "proc/search_path.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

bool is_url(const std::string& text) {
    return text.rfind("https://", 0) == 0 || text.rfind("http://", 0) == 0;
}

// The same failure with what mends it: where the tool is not there, how to get it.
Result<std::string> with_remedy(Result<std::string> found, const std::string& tool, const std::string& install,
                                const std::string& start = {}) {
    if (found) return found;
    Error error = std::move(found).error();
    error.remedy = proc::find_program(tool) ? start : install;
    return error;
}

Result<std::string> look_at_docker(const Tools& tools) {
    auto version = kube::Docker(tools.runner).server_version();
    const bool refused = !version && version.error().message.find("permission denied") != std::string::npos;
    return with_remedy(
        std::move(version), "docker", "sudo apt-get install -y docker.io",
        refused ? "sudo usermod -aG docker \"$USER\", then log in again" : "sudo systemctl start docker");
}

std::vector<std::string> files_of(const KindOptions& options) {
    std::vector<std::string> files = options.cilium_values;
    files.push_back(options.kind_config);
    files.push_back(options.database_manifest);
    if (!is_url(options.cnpg_manifest)) files.push_back(options.cnpg_manifest);
    if (!options.cilium_chart.empty()) files.push_back(options.cilium_chart);
    files.push_back(options.cluster.probe_program);
    return files;
}

void look_at_files(const Tools& tools, const KindOptions& options, std::vector<Precondition>& looks) {
    std::error_code ignored;
    for (const auto& file : files_of(options)) {
        if (!fs::exists(file, ignored)) looks.push_back({"files", environment_error("no such file: " + file)});
    }
    if (options.cilium_chart.empty() || !fs::exists(options.cilium_chart, ignored)) return;
    auto checked = kube::Helm(tools.runner, {}).check_chart(options.cilium_chart);
    if (!checked) looks.push_back({"chart of Cilium", std::move(checked).error()});
}

}  // namespace

KindMachine examine_machine(const Tools& tools, const KindOptions& options) {
    KindMachine machine;
    machine.tools.push_back({"docker", look_at_docker(tools)});
    machine.tools.push_back(
        {"kind", with_remedy(kube::Kind(tools.runner).version(), "kind",
                             "install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation")});
    machine.tools.push_back({"helm", with_remedy(kube::Helm(tools.runner, {}).version(), "helm",
                                                 "install it: https://helm.sh/docs/intro/install/")});
    if (!options.image_archives.empty()) {
        auto found = find_archives(options.image_archives);
        if (found) {
            machine.archives = *std::move(found);
        } else {
            machine.files.push_back({"archives of images", std::move(found).error()});
        }
    }
    look_at_files(tools, options, machine.files);
    return machine;
}

}  // namespace pgreach::backend
