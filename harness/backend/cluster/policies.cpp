#include "backend/cluster/policies.hpp"

#include <algorithm>
#include <cctype>
#include <future>
#include <optional>

#include "backend/cluster/policy_words.hpp"
#include "backend/cluster/run_id.hpp"
#include "backend/cluster/waiting.hpp"
#include "kube/json.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::backend {
namespace {

using yaml::Node;

constexpr Duration verdict_limit = std::chrono::seconds(20);

bool has_verdict(const manifest::Manifest& manifest) {
    const auto* kind = manifest::find_policy_kind(manifest.kind);
    return kind != nullptr && kind->of_cilium;
}

const Node* item_named(const Node& list, const std::string& name) {
    const auto& items = kube::items_at(list, {"items"});
    const auto found = std::find_if(items.begin(), items.end(), [&](const Node& item) {
        return kube::text_at(item, {"metadata", "name"}) == name;
    });
    return found != items.end() ? &*found : nullptr;
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

bool have_names_of_their_own(const std::vector<manifest::Manifest>& manifests) {
    std::set<std::string> names;
    return std::all_of(manifests.begin(), manifests.end(),
                       [&](const auto& manifest) { return names.insert(manifest.name).second; });
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

Result<std::vector<Admission>> Policies::change(const Change& change) {
    auto all = send(change);
    if (!all) return std::move(all).error();
    // What this run did not store is somebody else's, if it is there at all.
    std::vector<manifest::Manifest> ours;
    std::copy_if(change.remove.begin(), change.remove.end(), std::back_inserter(ours),
                 [&](const auto& manifest) { return stored_.contains(manifest.id()); });
    // While the agents make up their minds.
    auto removal = std::async(std::launch::async, [&] { return remove(ours); });
    auto known = await_verdicts(*all);
    auto removed = removal.get();
    for (const auto& manifest : ours) forget(manifest);
    if (!removed) return std::move(removed).error();
    if (!known) return std::move(known).error();
    std::vector<Admission> admissions;
    for (const auto& sent : *all) admissions.push_back(admit(sent));
    return admissions;
}

Result<std::vector<Policies::Sent>> Policies::send(const Change& change) {
    std::vector<Sent> all;
    for (const auto& manifest : change.apply) {
        if (foreign_.contains(manifest.id())) {
            return environment_error(describe(manifest) + " exists already and does not belong to this run",
                                     "remove it or rename the policy: pgreach never replaces what it did not create");
        }
        all.push_back({&manifest, sent_manifest(manifest, owner_)});
    }
    // A warning does not tell which object it is about.
    if (change.validation == FieldValidation::strict && all.size() > 1 && have_names_of_their_own(change.apply)) {
        if (auto sent = send_together(all); !sent) return std::move(sent).error();
    }
    for (auto& sent : all) {
        if (sent.answer) continue;
        auto answer = kubectl_.apply(yaml::to_json(sent.object), change.validation);
        if (!answer) return std::move(answer).error().in("applying " + describe(*sent.manifest));
        sent.answer = *std::move(answer);
    }
    const bool replaced = std::any_of(all.begin(), all.end(), [](const Sent& one) {
        return one.answer->state == kube::ApplyAnswer::State::configured;
    });
    if (replaced) outdated_ = revisions_;
    return all;
}

Result<void> Policies::send_together(std::vector<Sent>& all) const {
    std::vector<std::string> names;
    std::vector<std::string> objects;
    for (const auto& sent : all) {
        names.push_back(sent.manifest->name);
        objects.push_back(yaml::to_json(sent.object));
    }
    auto answers = kubectl_.apply_all(names, objects);
    if (!answers) return std::move(answers).error();
    for (size_t i = 0; i < all.size(); ++i) all[i].answer = std::move((*answers)[i]);
    return {};
}

Result<void> Policies::await_verdicts(std::vector<Sent>& all) const {
    std::map<std::pair<std::string, std::string>, std::vector<Sent*>> alike;  // by resource and namespace
    for (auto& sent : all) {
        if (sent.answer->state == kube::ApplyAnswer::State::refused) continue;
        alike[{resource_of(*sent.manifest), sent.manifest->ns}].push_back(&sent);
    }
    for (const auto& [kind, some] : alike) {
        const auto waited = wait_until(tools_, "the agents' verdict on policies", verdict_limit,
                                       [&some = some, this] { return look_for_verdicts(some); });
        const bool all_seen =
            std::all_of(some.begin(), some.end(), [](const Sent* one) { return one->stored.has_value(); });
        // Agents before 1.17 set no condition: the policy is theirs if they took it, which known_to() looks at.
        if (!waited && (!all_seen || waited.error().kind == ErrorKind::interrupted)) return waited;
    }
    return {};
}

Result<std::string> Policies::look_for_verdicts(const std::vector<Sent*>& alike) const {
    std::vector<std::string> arguments = {resource_of(*alike.front()->manifest)};
    for (const Sent* sent : alike) arguments.push_back(sent->manifest->name);
    const std::string& ns = alike.front()->manifest->ns;
    if (!ns.empty()) arguments.insert(arguments.end(), {"-n", ns});
    auto found = kubectl_.get(std::move(arguments));
    if (!found) return std::move(found).error();
    if (!found->has_value()) return environment_error("a policy that was applied is gone");
    std::string pending;
    for (Sent* sent : alike) {
        const Node* stored = alike.size() == 1 ? &**found : item_named(**found, sent->manifest->name);
        if (stored == nullptr) return environment_error(describe(*sent->manifest) + " has gone");
        sent->stored = *stored;
        sent->verdict = kube::agent_verdict(*stored);
        if (!has_verdict(*sent->manifest) || sent->verdict.state != kube::AgentVerdict::State::pending) continue;
        pending = "no condition Valid in the status of " + sent->manifest->name;
    }
    return pending;
}

Admission Policies::admit(const Sent& sent) {
    if (!sent.stored) return admission_of(*sent.answer, {}, {});
    auto admission = admission_of(*sent.answer, pruned_fields(sent.object, *sent.stored), sent.verdict);
    stored_[sent.manifest->id()] = {kube::text_at(*sent.stored, {"metadata", "uid"}), admission.in_force(),
                                    sent.object};
    return admission;
}

// One call for each namespace: starting kubectl takes longer than what it does. Nothing waits here; known_to() looks
// whether the agents have forgotten them.
Result<void> Policies::remove(const std::vector<manifest::Manifest>& manifests) const {
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
    return {};
}

void Policies::forget(const manifest::Manifest& manifest) {
    const auto stored = stored_.find(manifest.id());
    if (stored == stored_.end()) return;
    removed_.insert(stored->second.uid);
    stored_.erase(stored);
}

bool Policies::known_to(const std::vector<kube::AgentPolicies>& agents) {
    bool all = true;
    outdated_.resize(agents.size());
    revisions_.resize(agents.size());
    for (size_t i = 0; i < agents.size(); ++i) {
        const auto& known = agents[i];
        if (restarted(revisions_[i], known.revision)) outdated_[i] = 0;
        revisions_[i] = known.revision;
        all = all && known.revision > outdated_[i];
        for (const auto& [id, stored] : stored_) all = all && (!stored.expected || known.uids.count(stored.uid) != 0);
        for (const auto& uid : removed_) all = all && known.uids.count(uid) == 0;
    }
    return all;
}

void Policies::take_for_granted(const std::vector<manifest::Manifest>& manifests) {
    for (const auto& manifest : manifests) granted_.insert(manifest.id());
}

size_t Policies::stored() const {
    return static_cast<size_t>(std::count_if(stored_.begin(), stored_.end(),
                                             [this](const auto& entry) { return !granted_.contains(entry.first); }));
}

bool Policies::any_enforced() const {
    return std::any_of(stored_.begin(), stored_.end(), [](const auto& entry) { return entry.second.expected; });
}

bool Policies::mentions_label(const std::string& key) const {
    return std::any_of(stored_.begin(), stored_.end(), [&](const auto& entry) {
        const Node& sent = entry.second.sent;
        return std::any_of(sent.entries.begin(), sent.entries.end(), [&](const auto& part) {
            return part.key.starts_with("spec") && chooses_by(part.value, key);
        });
    });
}

std::string Policies::lacking(const kube::AgentPolicies& known) const {
    for (const auto& [id, stored] : stored_) {
        if (stored.expected && !known.uids.contains(stored.uid)) return "does not know " + describe(id);
    }
    const bool has_removed =
        std::any_of(removed_.begin(), removed_.end(), [&](const std::string& uid) { return known.uids.contains(uid); });
    return has_removed ? "still has a policy that was removed" : std::string();
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
