#include "backend/cluster/policies.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "backend/cluster/run_id.hpp"
#include "backend/cluster/waiting.hpp"
#include "kube/json.hpp"

namespace pgreach::backend {
namespace {

using yaml::Node;

constexpr Duration verdict_limit = std::chrono::seconds(20);

// Only Cilium's own kinds are judged by the agents; a NetworkPolicy has no such status.
bool has_verdict(const manifest::Manifest& manifest) {
    return manifest.api_version.rfind("cilium.io/", 0) == 0;
}

std::vector<std::string> named(const manifest::Manifest& manifest) {
    std::vector<std::string> arguments = {resource_of(manifest), manifest.name};
    if (!manifest.ns.empty()) arguments.insert(arguments.end(), {"-n", manifest.ns});
    return arguments;
}

// Addresses stand under keys like fromCIDR, toCIDRSet and ipBlock.
bool speaks_of_addresses(const Node& node) {
    return std::any_of(node.entries.begin(), node.entries.end(),
                       [](const auto& entry) {
                           return entry.key.find("CIDR") != std::string::npos || entry.key == "ipBlock" ||
                                  speaks_of_addresses(entry.value);
                       }) ||
           std::any_of(node.items.begin(), node.items.end(), speaks_of_addresses);
}

bool speaks_of(const Node& node, const std::set<std::string>& values) {
    return values.count(node.text) != 0 ||
           std::any_of(node.entries.begin(), node.entries.end(),
                       [&](const auto& entry) { return speaks_of(entry.value, values); }) ||
           std::any_of(node.items.begin(), node.items.end(), [&](const Node& item) { return speaks_of(item, values); });
}

// What the comparison of sent and stored is about: a status or what the server keeps in metadata is not.
std::vector<std::string> pruned_fields(const Node& sent, const Node& stored) {
    std::vector<std::string> fields;
    for (const auto& [key, mark, value] : sent.entries) {
        if (key == "metadata" || key == "status") continue;
        const Node* kept = stored.find(key);
        const auto missing = kept == nullptr ? std::vector<std::string>{""} : kube::missing_fields(value, *kept);
        for (const auto& path : missing) {
            const bool dotted = !path.empty() && path.front() != '[';
            fields.push_back(key);
            fields.back().append(dotted ? "." : "").append(path);
        }
    }
    return fields;
}

bool restarted(std::int64_t last, std::int64_t now) {
    return now < last;  // an agent counts from 1 again, and reads every policy anew
}

}  // namespace

std::string resource_of(const manifest::Manifest& manifest) {
    std::string resource;
    for (const char letter : manifest.kind) {
        resource += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    const size_t slash = manifest.api_version.find('/');
    if (slash == std::string::npos) return resource;
    return resource + "." + manifest.api_version.substr(slash + 1) + "." + manifest.api_version.substr(0, slash);
}

Node sent_manifest(const manifest::Manifest& manifest, const Ownership& owner) {
    Node sent = manifest.document;
    Node& metadata = kube::child(sent, "metadata");
    if (!manifest.ns.empty()) kube::set(metadata, "namespace", kube::text(manifest.ns));
    Node& labels = kube::child(metadata, "labels");
    kube::set(labels, run_label, kube::text(owner.run));
    kube::set(labels, host_label, kube::text(owner.host));
    return sent;
}

Result<Admission> Policies::apply(const manifest::Manifest& manifest, FieldValidation validation) {
    if (foreign_.count(describe(manifest)) != 0) {
        return environment_error(describe(manifest) + " is there already, and not of this run",
                                 "remove it or rename the policy: pgreach replaces nothing that it did not make");
    }
    const Node sent = sent_manifest(manifest, owner_);
    const auto answer = kubectl_.apply(yaml::to_json(sent), validation);
    if (!answer) return Error(answer.error());
    if (answer->state == kube::ApplyAnswer::State::refused) return admission_of(*answer, {}, {});
    if (answer->state == kube::ApplyAnswer::State::configured) outdated_ = revisions_;
    return admit(manifest, *answer, sent);
}

Result<Admission> Policies::admit(const manifest::Manifest& manifest, const kube::ApplyAnswer& answer,
                                  const Node& sent) {
    std::optional<Node> stored;
    kube::AgentVerdict verdict;
    const auto look = [&]() -> Result<std::string> {
        auto arguments = named(manifest);
        auto found = kubectl_.get(std::move(arguments));
        if (!found) return std::move(found).error();
        if (!found->has_value()) return environment_error(describe(manifest) + " has gone");
        stored = **std::move(found);
        verdict = kube::agent_verdict(*stored);
        const bool known = !has_verdict(manifest) || verdict.state != kube::AgentVerdict::State::pending;
        return std::string(known ? "" : "no condition Valid in its status yet");
    };
    auto waited = wait_until(tools_, "the agents' verdict on " + describe(manifest), verdict_limit, look);
    // Agents before 1.17 set no condition: the policy is theirs if they took it, which in_force() looks at.
    if (!waited && (!stored || waited.error().kind == ErrorKind::interrupted)) return std::move(waited).error();
    auto admission = admission_of(answer, pruned_fields(sent, *stored), verdict);
    stored_[describe(manifest)] = {kube::text_at(*stored, {"metadata", "uid"}), admission.in_force(), sent};
    return admission;
}

// One call for each namespace: starting kubectl takes longer than what it does. Nothing waits here; in_force() looks
// whether the agents have forgotten them.
Result<void> Policies::remove(const std::vector<manifest::Manifest>& manifests) {
    std::map<std::string, std::vector<std::string>> by_namespace;
    for (const auto& manifest : manifests) {
        by_namespace[manifest.ns].push_back(resource_of(manifest) + "/" + manifest.name);
    }
    for (const auto& [ns, names] : by_namespace) {
        std::vector<std::string> arguments = {"delete", "--ignore-not-found", "--wait=false"};
        arguments.insert(arguments.end(), names.begin(), names.end());
        if (!ns.empty()) arguments.insert(arguments.end(), {"-n", ns});
        auto removed = kubectl_.output(std::move(arguments));
        if (!removed) return std::move(removed).error();
    }
    for (const auto& manifest : manifests) {
        const auto stored = stored_.find(describe(manifest));
        if (stored == stored_.end()) continue;
        removed_.insert(stored->second.uid);
        stored_.erase(stored);
    }
    return {};
}

bool Policies::in_force(const std::vector<kube::AgentState>& states) {
    bool all = true;
    outdated_.resize(states.size());
    revisions_.resize(states.size());
    for (size_t i = 0; i < states.size(); ++i) {
        const auto& known = states[i].policies;
        if (restarted(revisions_[i], known.revision)) outdated_[i] = 0;
        revisions_[i] = known.revision;
        all = all && known.revision > outdated_[i] && all_realised(states[i]);
        for (const auto& [name, stored] : stored_) all = all && (!stored.expected || known.uids.count(stored.uid) != 0);
        for (const auto& uid : removed_) all = all && known.uids.count(uid) == 0;
    }
    return all;
}

bool Policies::mentions_addresses() const {
    return std::any_of(stored_.begin(), stored_.end(),
                       [](const auto& entry) { return speaks_of_addresses(entry.second.sent); });
}

bool Policies::mentions(const std::set<std::string>& values) const {
    return std::any_of(stored_.begin(), stored_.end(),
                       [&](const auto& entry) { return speaks_of(entry.second.sent, values); });
}

}  // namespace pgreach::backend
