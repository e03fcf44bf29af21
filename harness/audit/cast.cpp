#include "audit/cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "audit/label_selector.hpp"
#include "backend/cluster/run_id.hpp"
#include "base/text.hpp"
#include "engine/label_filter.hpp"
#include "kube/json.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {
namespace {

bool is_named(const std::string& word, const std::string& ns, std::initializer_list<std::string_view> names) {
    if (matches_glob(word, ns)) return true;
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return matches_glob(word, name); });
}

// A cluster by its whole name, so that no workload that is called alike is meant.
std::string group_of(const world::Workload& workload, const std::string& name) {
    const world::Owner& owner = workload.owner;
    return owner.kind == "Cluster" ? "cluster " + owner.ns + "/" + owner.name : name;
}

Error nobody(const char* option, const std::string& word, const std::vector<std::string>& candidates) {
    const auto meant = nearest(word, candidates);
    std::string remedy = candidates.empty() ? "" : "there are " + enumerate(candidates);
    if (candidates.size() > 20) remedy = "pgreach audit --dry-run lists them";
    return {ErrorKind::no_match, fmt::format("{} {} names nobody", option, word),
            meant ? "did you mean '" + *meant + "'?" : remedy};
}

// The pod that stands for a workload of a database; empty where none runs.
kube::Pod pod_of(const Survey& survey, size_t workload) {
    const auto& owner = survey.contents.workloads[workload].owner;
    const std::string& name = survey.contents.name(workload);
    for (const auto& pod : survey.pods) {
        const bool is_it = owner.kind == "Cluster"
                               ? pod.ns + "/" + pod.name == name
                               : pod.ns == owner.ns && pod.label(cnpg::pooler_name_label) == owner.name && pod.running;
        if (is_it && !pod.terminating) return pod;
    }
    return {};
}

// Nodes on which an instance runs, with the image that they have for it.
std::vector<std::pair<std::string, std::string>> nodes_with_image(const Survey& survey) {
    std::map<std::string, std::string> images;
    for (const auto& pod : survey.pods) {
        if (pod.running && pod.label(cnpg::pod_role_label) == cnpg::instance_pod) images.emplace(pod.node, pod.image);
    }
    return {images.begin(), images.end()};
}

// A Service that leads to pods which are not ready; empty where none would lead to a pod of these labels.
std::string unready_service(const Survey& survey, const std::string& ns, const Labels& labels) {
    for (const auto& object : survey.objects.others) {
        if (object.kind != "Service" || world::namespace_of(object) != ns) continue;
        if (!kube::boolean_at(object.document, {"spec", "publishNotReadyAddresses"})) continue;
        if (selects(labels_from(kube::at(object.document, {"spec", "selector"})), labels))
            return ns + "/" + object.name;
    }
    return {};
}

class TwinMaker {
  public:
    TwinMaker(const Survey& survey, const std::string& id)
        : survey_(survey), id_(id), nodes_(nodes_with_image(survey)), filter_(survey.semantics.cilium) {}

    Peer make(size_t workload) {
        const auto& endpoint = survey_.contents.world.endpoints[workload];
        const auto& known = survey_.contents.workloads[workload];
        Peer peer{.name = endpoint.name, .group = group_of(known, endpoint.name), .owner = describe(known.owner)};
        peer.service_account = endpoint.service_account;
        for (const auto& [key, value] : endpoint.labels) {
            if (filter_.keeps("k8s", key)) peer.labels[key] = value;
        }
        if (known.assumed) peer.refused = "it is not there";
        if (nodes_.empty()) peer.refused = "no node has an instance, whose image a twin is made from";
        const std::string service = unready_service(survey_, endpoint.ns, peer.labels);
        if (!service.empty()) {
            peer.refused = "Service " + service + " leads to pods that are not ready (publishNotReadyAddresses)";
        }
        if (!peer.refused.empty()) return peer;
        for (const auto& counting : survey_.counting) {
            if (counting.ns != endpoint.ns || !matches(counting.selector, peer.labels)) continue;
            peer.remarks.push_back(counting.name + " counts the twin as a pod that is not ready while it is there");
        }
        const auto& [node, image] = nodes_[turn_++ % nodes_.size()];
        peer.node = node;
        peer.image = image;
        const std::string short_name = endpoint.name.substr(endpoint.name.find('/') + 1);
        peer.pod = {endpoint.ns, backend::object_name(fmt::format("pgreach-{}-{}-{}", id_, turn_, short_name))};
        return peer;
    }

  private:
    const Survey& survey_;
    const std::string& id_;
    std::vector<std::pair<std::string, std::string>> nodes_;
    engine::LabelFilter filter_;
    size_t turn_ = 0;
};

Peer instance_peer(const Survey& survey, size_t workload) {
    const auto& known = survey.contents.workloads[workload];
    const std::string& name = survey.contents.name(workload);
    const kube::Pod pod = pod_of(survey, workload);
    Peer peer{.name = name, .group = group_of(known, name), .owner = describe(known.owner), .twin = false};
    peer.pod = {pod.ns, pod.name};
    peer.node = pod.node;
    if (!pod.running || pod.ip.empty()) peer.refused = "its pod does not run";
    return peer;
}

}  // namespace

Wanted parse_wanted(const std::string& word) {
    Wanted wanted{word};
    const size_t colon = word.rfind(':');
    if (colon == std::string::npos) return wanted;
    const char* end = word.data() + word.size();
    const auto [rest, failed] = std::from_chars(word.data() + colon + 1, end, wanted.port);
    if (failed == std::errc() && rest == end) wanted.word.resize(colon);
    return wanted;
}

Result<std::vector<Target>> find_targets(const Survey& survey, const Options& options) {
    std::vector<Target> targets;
    std::set<std::string> used;
    std::vector<std::string> candidates;
    for (const auto& database : survey.contents.databases) {
        const std::string name = database.ns + "/" + database.name;
        candidates.push_back(name);
        auto members = database.instances;
        members.insert(members.end(), database.poolers.begin(), database.poolers.end());
        for (const size_t workload : members) {
            const auto& member = survey.contents.name(workload);
            bool wanted = options.to.empty();
            for (const auto& word : options.to) {
                if (!is_named(parse_wanted(word).word, database.ns, {name, member})) continue;
                wanted = true;
                used.insert(word);
            }
            if (!wanted) continue;
            const auto& known = survey.contents.workloads[workload];
            targets.push_back(
                {member, group_of(known, member), name, known.owner.kind != "Cluster", pod_of(survey, workload)});
        }
    }
    for (const auto& word : options.to) {
        if (used.count(word) == 0) return nobody("--to", word, candidates);
    }
    return targets;
}

Result<std::vector<Peer>> find_peers(const Survey& survey, const Options& options, const std::string& id) {
    std::vector<Peer> peers;
    std::set<std::string> used;
    std::vector<std::string> candidates;
    TwinMaker twins(survey, id);
    for (size_t i = 0; i < survey.contents.workloads.size(); ++i) {
        const auto& endpoint = survey.contents.world.endpoints[i];
        const auto& owner = survey.contents.workloads[i].owner;
        if (survey.contents.workloads[i].temporary) continue;  // a job that makes an instance, while it runs
        candidates.push_back(endpoint.name);
        bool wanted = options.from.empty();
        for (const auto& word : options.from) {
            if (!is_named(word, endpoint.ns, {endpoint.name, owner.ns + "/" + owner.name})) continue;
            wanted = true;
            used.insert(word);
        }
        if (wanted) peers.push_back(owner.kind == "Cluster" ? instance_peer(survey, i) : twins.make(i));
    }
    for (const auto& word : options.from) {
        if (used.count(word) == 0) return nobody("--from", word, candidates);
    }
    return peers;
}

}  // namespace pgreach::audit
