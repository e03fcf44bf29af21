#include "backend/kind/kind_options.hpp"

#include "base/file.hpp"
#include "yaml/reader.hpp"

namespace pgreach::backend {
namespace {

constexpr unsigned sys_resource = 24;  // capability number, linux/capability.h

// Without CAP_SYS_RESOURCE (a sandboxed machine), or on cgroup v1, the kubelet wants to be told to put up with it.
bool machine_is_limited() {
    const auto status = read_file("/proc/self/status");
    if (!status) return false;
    const size_t begin = status->find("CapBnd:");
    if (begin == std::string::npos) return false;
    const auto bounding = std::stoull(status->substr(begin + 7), nullptr, 16);
    const bool unified = read_file("/sys/fs/cgroup/cgroup.controllers").has_value();
    return ((bounding >> sys_resource) & 1U) == 0 || !unified;
}

void fill(std::string& option, const yaml::Node& defaults, std::string_view key) {
    const yaml::Node* value = defaults.find(key);
    if (option.empty() && value != nullptr) option = value->text;
}

}  // namespace

Result<KindOptions> with_defaults(KindOptions options) {
    const std::string path = options.defaults_dir + "/defaults.yaml";
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    const auto read = yaml::read(std::make_shared<const Source>(Source{path, *std::move(text)}));
    if (has_errors(read.diagnostics) || read.documents.empty()) return input_error(render(read.diagnostics));
    const yaml::Node& defaults = read.documents.front();
    fill(options.node_image, defaults, "node_image");
    fill(options.cilium_version, defaults, "cilium");
    fill(options.cnpg_manifest, defaults, "cnpg_manifest");
    const std::string folder = options.defaults_dir + "/";
    if (options.kind_config.empty()) {
        options.kind_config = folder + (machine_is_limited() ? "cluster-limited.yaml" : "cluster.yaml");
    }
    if (options.database_manifest.empty()) options.database_manifest = folder + "cluster-example.yaml";
    options.cilium_values.insert(options.cilium_values.begin(), folder + "cilium-values.yaml");
    if (auto known = complete_state_dir(options.cluster); !known) return std::move(known).error();
    return options;
}

}  // namespace pgreach::backend
