#include "kube/probe_files.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

constexpr const char* loader = "lib64/ld-linux-x86-64.so.2";

bool is_loader(const std::string& path) {
    return std::filesystem::path(path).filename().string().rfind("ld-linux", 0) == 0;
}

Result<void> add_file(std::vector<TarFile>& files, std::string name, const std::string& from) {
    auto content = read_file(from);
    if (!content) return std::move(content).error();
    files.push_back({std::move(name), *std::move(content), 0755});
    return {};
}

yaml::Node texts(const std::vector<std::string>& values) {
    std::vector<yaml::Node> items;
    for (const auto& value : values) items.push_back(text(value));
    return yaml::make_list(std::move(items));
}

// The image's configuration, as the OCI and Docker describe it.
std::string image_config(const std::string& program, const std::string& layer) {
    const auto config = object({{"Entrypoint", texts({"/" + program})},
                                {"User", text("65532:65532")},
                                {"Env", texts({"LD_LIBRARY_PATH=/lib"})}});
    const auto rootfs = object({{"type", text("layers")}, {"diff_ids", texts({"sha256:" + sha256_hex(layer)})}});
    return yaml::to_json(
        object({{"architecture", text("amd64")}, {"os", text("linux")}, {"config", config}, {"rootfs", rootfs}}));
}

}  // namespace

Result<std::vector<std::string>> read_ldd(const std::string& printed) {
    std::vector<std::string> paths;
    for (const auto& line : split(printed, '\n')) {
        const size_t arrow = line.find("=> ");
        const std::string_view rest =
            trim(arrow == std::string::npos ? line : std::string_view(line).substr(arrow + 3));
        if (rest.substr(0, 9) == "not found") return environment_error("ldd: " + std::string(trim(line)));
        if (rest.empty() || rest.front() != '/') continue;  // linux-vdso has no file
        paths.emplace_back(rest.substr(0, rest.find(" (")));
    }
    if (paths.empty()) return environment_error("ldd named no library");
    return paths;
}

Result<std::vector<TarFile>> collect_program(proc::ProcessRunner& runner, const std::string& program) {
    const proc::Command command{.argv = {"ldd", program}, .limit = std::chrono::seconds(20)};
    auto listed = runner.run(command);
    if (!listed) return std::move(listed).error();
    if (!listed->exit.success()) return proc::failure(command, *listed);
    auto paths = read_ldd(listed->out);
    if (!paths) return std::move(paths).error().in(program);
    std::vector<TarFile> files;
    auto added = add_file(files, std::filesystem::path(program).filename().string(), program);
    for (const auto& path : *paths) {
        if (!added) break;
        added =
            add_file(files, is_loader(path) ? loader : "lib/" + std::filesystem::path(path).filename().string(), path);
    }
    if (!added) return std::move(added).error();
    return files;
}

std::vector<std::string> run_from(const std::string& folder) {
    return {folder + "/" + loader, "--library-path", folder + "/lib", folder + "/pgreach-probe"};
}

std::string image_archive(const std::vector<TarFile>& files, const std::string& reference) {
    const std::string layer = write_tar(files);
    const std::string config = image_config(files.front().path, layer);
    const std::string config_name = sha256_hex(config) + ".json";
    const auto manifest =
        object({{"Config", text(config_name)}, {"RepoTags", texts({reference})}, {"Layers", texts({"layer.tar"})}});
    return write_tar(
        {{config_name, config}, {"layer.tar", layer}, {"manifest.json", yaml::to_json(yaml::make_list({manifest}))}});
}

std::string sha256_hex(const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

}  // namespace pgreach::kube
