#include "kube/cluster_tools.hpp"

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Result<std::string> output_of(proc::ProcessRunner& runner, std::vector<std::string> argv, Duration limit) {
    proc::Command command{.argv = std::move(argv), .limit = limit};
    auto completed = runner.run(command);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) return proc::failure(command, *completed);
    return std::move(completed->out);
}

Result<void> done(Result<std::string> output) {
    if (!output) return std::move(output).error();
    return {};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (const auto& line : split(text, '\n')) {
        if (!trim(line).empty()) lines.emplace_back(trim(line));
    }
    return lines;
}

// "kind v0.33.0 go1.26.8 linux/amd64", "v4.1.4+g05fa379": from the first "v" with a digit behind it.
std::string read_version(const std::string& text) {
    for (size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != 'v' || text[i + 1] < '0' || text[i + 1] > '9') continue;
        const size_t end = text.find_first_not_of("0123456789.", i + 1);
        return text.substr(i + 1, end == std::string::npos ? end : end - i - 1);
    }
    return std::string(trim(text));
}

}  // namespace

Result<std::string> Kind::version() const {
    auto said = output_of(*runner_, {"kind", "version"}, seconds(10));
    if (!said) return said;
    return read_version(*said);
}

Result<std::vector<std::string>> Kind::clusters() const {
    auto said = output_of(*runner_, {"kind", "get", "clusters"}, seconds(30));
    if (!said) return std::move(said).error();
    return lines_of(*said);
}

Result<std::vector<std::string>> Kind::nodes(const std::string& cluster) const {
    auto said = output_of(*runner_, {"kind", "get", "nodes", "--name", cluster}, seconds(30));
    if (!said) return std::move(said).error();
    return lines_of(*said);
}

Result<void> Kind::create(const std::string& cluster, const std::string& image, const std::string& config,
                          const std::string& kubeconfig) const {
    std::vector<std::string> argv = {"kind",     "create", "cluster",      "--name",  cluster,
                                     "--config", config,   "--kubeconfig", kubeconfig};
    if (!image.empty()) argv.insert(argv.end(), {"--image", image});
    return done(output_of(*runner_, std::move(argv), minutes(10)));
}

Result<void> Kind::write_kubeconfig(const std::string& cluster, const std::string& kubeconfig) const {
    return done(output_of(*runner_, {"kind", "export", "kubeconfig", "--name", cluster, "--kubeconfig", kubeconfig},
                          seconds(30)));
}

Result<void> Kind::load(const std::string& cluster, const std::vector<std::string>& archives) const {
    std::vector<std::string> argv = {"kind", "load", "image-archive", "--name", cluster};
    argv.insert(argv.end(), archives.begin(), archives.end());
    return done(output_of(*runner_, std::move(argv), minutes(10)));
}

Result<void> Kind::remove(const std::string& cluster, const std::string& kubeconfig) const {
    // On a busy machine Docker has needed more than two minutes to end a node.
    return done(
        output_of(*runner_, {"kind", "delete", "cluster", "--name", cluster, "--kubeconfig", kubeconfig}, minutes(5)));
}

Result<std::string> Helm::version() const {
    auto said = output_of(*runner_, {"helm", "version", "--short"}, seconds(10));
    if (!said) return said;
    return read_version(*said);
}

Result<void> Helm::check_chart(const std::string& chart) const {
    return done(output_of(*runner_, {"helm", "show", "chart", chart}, seconds(20)));
}

Result<void> Helm::install(const Release& release) const {
    std::vector<std::string> argv = {"helm",         "upgrade",   "--install",   release.name, release.chart,
                                     "--kubeconfig", kubeconfig_, "--namespace", release.ns};
    if (!release.repository.empty()) argv.insert(argv.end(), {"--repo", release.repository});
    if (!release.version.empty()) argv.insert(argv.end(), {"--version", release.version});
    for (const auto& file : release.values) argv.insert(argv.end(), {"--values", file});
    for (const auto& setting : release.settings) argv.insert(argv.end(), {"--set", setting});
    return done(output_of(*runner_, std::move(argv), minutes(5)));
}

Result<std::string> Docker::server_version() const {
    auto said = output_of(*runner_, {"docker", "version", "--format", "{{json .}}"}, seconds(20));
    if (!said) return said;
    auto parsed = read_json(*said);
    if (!parsed) return std::move(parsed).error().in("docker version");
    const std::string version = text_at(*parsed, {"Server", "Version"});
    if (version.empty()) return environment_error("the Docker daemon does not answer", "start it, or set DOCKER_HOST");
    return version;
}

}  // namespace pgreach::kube
