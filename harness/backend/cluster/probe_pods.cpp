#include "backend/cluster/probe_pods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "backend/cluster/run_id.hpp"
#include "backend/cluster/waiting.hpp"
#include "base/text.hpp"
#include "kube/json.hpp"
#include "kube/probe_files.hpp"

namespace pgreach::backend {
namespace {

constexpr Duration pods_limit = std::chrono::seconds(120);

bool is_pod_of_ours(const ProbeLocation& location) {
    return location.kind == LocationKind::pod || location.kind == LocationKind::host;
}

std::string container_of(const ProbeLocation& location) {
    return location.kind == LocationKind::instance ? "postgres" : "probe";
}

// "2 of 14 run, waiting for pgreach-x-3-plain (ErrImagePull: …)"; empty when all run.
std::string pending(const std::vector<ProbeLocation>& locations, const std::vector<kube::Pod>& pods) {
    size_t running = 0;
    std::string first;
    for (const auto& location : locations) {
        const auto pod =
            std::find_if(pods.begin(), pods.end(), [&](const kube::Pod& one) { return one.name == location.pod; });
        if (pod != pods.end() && pod->running) {
            ++running;
        } else if (first.empty()) {
            first = location.pod;
            if (pod != pods.end() && !pod->waiting.empty()) first += " (" + pod->waiting + ")";
        }
    }
    return first.empty() ? first : fmt::format("{} of {} run, waiting for {}", running, locations.size(), first);
}

}  // namespace

Result<void> ProbePods::make_namespaces(const std::map<std::string, Labels>& namespaces) {
    std::vector<std::string> manifests;
    std::vector<std::string> names;
    for (const auto& [name, labels] : namespaces) {
        names.push_back(name);
        manifests.push_back(namespace_manifest(owner_, name, labels));
    }
    if (names.empty()) return {};
    tools_.progress.update("making namespaces " + enumerate(names));
    return kubectl_.create(kube::list_of(manifests));
}

// A namespace of the run before may still be going: until it has gone, nothing can be made in it.
Result<void> ProbePods::make_objects(const std::map<std::string, Labels>& namespaces, const std::string& objects) {
    Result<void> made;
    auto waited = wait_until(tools_, "namespaces", pods_limit, [&]() -> Result<std::string> {
        made = make_namespaces(namespaces);
        if (made) made = kubectl_.create(objects);
        const bool going = !made && made.error().message.find("being terminated") != std::string::npos;
        return std::string(going ? "an earlier one is still being removed" : "");
    });
    return waited ? made : waited;
}

Result<void> ProbePods::make(const std::vector<ProbeLocation>& locations, const std::set<std::string>& existing,
                             const std::map<std::string, Labels>& labels, const ProbeImage& image,
                             const std::string& password) {
    image_ = image;
    password_ = password;
    std::vector<ProbeLocation> pods;
    std::copy_if(locations.begin(), locations.end(), std::back_inserter(pods), is_pod_of_ours);
    std::set<std::string> all;
    std::map<std::string, Labels> missing;
    std::set<std::pair<std::string, std::string>> accounts;
    for (const auto& location : pods) {
        all.insert(location.ns);
        if (existing.count(location.ns) != 0) continue;
        const auto own = labels.find(location.ns);
        missing[location.ns] = own == labels.end() ? Labels() : own->second;
        if (location.service_account != "default") accounts.emplace(location.ns, location.service_account);
    }
    std::vector<std::string> manifests;
    manifests.reserve(all.size() + accounts.size() + pods.size());
    for (const auto& ns : all) manifests.push_back(secret_manifest(owner_, ns, secret_name(), password));
    for (const auto& [ns, name] : accounts) manifests.push_back(service_account_manifest(owner_, ns, name));
    for (const auto& location : pods) manifests.push_back(pod_manifest(owner_, location, image, secret_name()));
    if (auto made = make_objects(missing, kube::list_of(manifests)); !made) return made;
    auto program = kube::collect_program(tools_.runner, options_.probe_program);
    if (!program) return std::move(program).error();
    program_ = *std::move(program);
    return wait_until_running(pods);
}

Result<void> ProbePods::wait_until_running(const std::vector<ProbeLocation>& locations) {
    return wait_until(tools_, "probe pods", pods_limit, [&]() -> Result<std::string> {
        auto pods = kubectl_.pods({}, std::string(run_label) + "=" + owner_.run);
        if (!pods) return std::move(pods).error();
        for (const auto& pod : *pods) addresses_[pod.name] = pod.ip;
        return pending(locations, *pods);
    });
}

Result<void> ProbePods::copy_program(const ProbeLocation& location) {
    const bool into_instance = location.kind == LocationKind::instance;
    const std::string folder = into_instance ? copy_folder() : image_.folder;
    auto files = program_;
    if (into_instance) files.push_back({"password", password_, 0600});
    // The folder is made by tar itself: a file's parents come into being with it.
    for (auto& file : files) file.path = folder.substr(1) + "/" + file.path;
    auto copied = kubectl_.exec({location.ns, location.pod}, container_of(location), {"tar", "-xf", "-", "-C", "/"},
                                kube::write_tar(files), std::chrono::seconds(60));
    if (!copied) return std::move(copied).error().in("copying the probe into " + location.ns + "/" + location.pod);
    return {};
}

proc::Command ProbePods::command_of(const ProbeLocation& location) const {
    if (location.kind == LocationKind::process) {
        return {{options_.probe_program}, {}, {{image_.password_variable, password_, true}}, {}};
    }
    std::vector<std::string> argv = {"/pgreach-probe"};
    if (location.kind == LocationKind::instance) argv = kube::run_from(copy_folder());
    if (is_pod_of_ours(location) && !image_.folder.empty()) argv = kube::run_from(image_.folder);
    return kubectl_.exec_command({location.ns, location.pod}, container_of(location), std::move(argv), true);
}

Result<probe::PeerStream> ProbePods::revive(const ProbeLocation& location) {
    if (is_pod_of_ours(location)) {
        auto found = kubectl_.get({"pod", location.pod, "-n", location.ns});
        if (!found) return std::move(found).error();
        Result<void> made;
        if (!found->has_value()) made = kubectl_.create(pod_manifest(owner_, location, image_, secret_name()));
        if (made) made = wait_until_running({location});
        if (!made) return std::move(made).error();
    }
    if (auto copied = copy_programs({location}); !copied) return std::move(copied).error();
    return start(location);
}

bool ProbePods::needs_copy(const ProbeLocation& location) const {
    return location.kind == LocationKind::instance || (is_pod_of_ours(location) && !image_.folder.empty());
}

Result<void> ProbePods::copy_programs(const std::vector<ProbeLocation>& locations) {
    constexpr size_t at_once = 4;  // each carries the whole program through the API server
    std::vector<const ProbeLocation*> wanting;
    for (const auto& location : locations) {
        if (needs_copy(location)) wanting.push_back(&location);
    }
    Result<void> outcome;
    for (size_t begin = 0; begin < wanting.size() && outcome; begin += at_once) {
        std::vector<std::future<Result<void>>> copies;
        for (size_t i = begin; i < std::min(begin + at_once, wanting.size()); ++i) {
            copies.push_back(
                std::async(std::launch::async, [this, location = wanting[i]] { return copy_program(*location); }));
        }
        for (auto& copy : copies) {
            if (auto copied = copy.get(); !copied) outcome = std::move(copied);
        }
    }
    return outcome;
}

Result<probe::PeerStream> ProbePods::start(const ProbeLocation& location) {
    proc::Attachment attachment;
    attachment.standard_error = proc::StreamTo::null;
    auto child = tools_.starter.start(command_of(location), attachment);
    if (!child) return std::move(child).error();
    return probe::PeerStream(*std::move(child));
}

std::string ProbePods::password_variable(const ProbeLocation& location) const {
    return location.kind == LocationKind::instance ? std::string() : image_.password_variable;
}

std::string ProbePods::password_file(const ProbeLocation& location) const {
    return location.kind == LocationKind::instance ? copy_folder() + "/password" : std::string();
}

std::string ProbePods::address(const ProbeLocation& location) const {
    const auto found = addresses_.find(location.pod);
    return location.kind == LocationKind::pod && found != addresses_.end() ? found->second : std::string();
}

void ProbePods::remove_copies(const kube::Kubectl& kubectl, const std::vector<ProbeLocation>& locations) const {
    for (const auto& location : locations) {
        if (location.kind != LocationKind::instance) continue;
        // The pod may have gone: then its copy has, too.
        (void)kubectl.exec({location.ns, location.pod}, "postgres", {"rm", "-rf", copy_folder()});
    }
}

}  // namespace pgreach::backend
