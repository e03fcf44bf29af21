#include "reach/classes.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "manifest/cidr.hpp"

namespace pgreach::reach {
namespace {

using engine::CidrPeer;
using engine::Operator;
using engine::Requirement;
using engine::Rule;
using engine::Selector;

// A namespace that nobody has: what a rule says of none in particular.
constexpr const char* nowhere = "";
const std::string namespace_labels = std::string(engine::namespace_labels_prefix) + ".";
constexpr std::string_view name_label = "kubernetes.io/metadata.name";
// A deny rule with so many others makes as many classes at most.
constexpr size_t most_combinations = 4096;

// "203.0.113.0/24", without host bits.
std::string to_string(const manifest::Cidr& block) {
    const manifest::Cidr masked = block.masked();
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(masked.v6 ? AF_INET6 : AF_INET, masked.address.data(), text.data(), text.size());
    return std::string(text.data()) + "/" + std::to_string(masked.bits);
}

bool includes(const Labels& all, const Labels& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::string list(const Labels& labels) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : labels) parts.push_back(value.empty() ? key : key + "=" + value);
    return join(parts, ", ");
}

std::string text_of(const PeerClass& peers) {
    const auto& pod = peers.endpoint;
    std::string text = pod.labels.empty() && peers.without.empty() ? "every pod" : "any pod";
    if (!pod.labels.empty()) text += " with " + list(pod.labels);
    if (!peers.without.empty())
        text += std::string(pod.labels.empty() ? " " : " and ") + "without " + join(peers.without, ", ");
    if (pod.service_account != "default") text += " of service account " + pod.service_account;
    if (!peers.any_namespace) return text + " in namespace " + pod.ns;
    if (!peers.namespace_labels.empty()) return text + " in namespaces with " + list(peers.namespace_labels);
    return text + (pod.labels.empty() ? " in the cluster" : " in any namespace");
}

// Puts one requirement on a pod; false where that says something else than what its labels and namespace are, or
// what a pod cannot be.
bool put(const Requirement& requirement, const std::string& value, PeerClass& peers) {
    const auto& [source, key] = requirement.key;
    if (key == engine::cluster_key) return true;  // ours, where no other is named
    if (source != "k8s" && source != "any") return false;
    const bool of_namespace = key.starts_with(namespace_labels);
    const std::string field = of_namespace ? key.substr(namespace_labels.size()) : key;
    const bool is_name = key == engine::namespace_key || (of_namespace && field == name_label);
    if (requirement.op == Operator::not_in || requirement.op == Operator::does_not_exist) {
        peers.without.push_back(value.empty() ? field : field + "=" + value);
        return true;
    }
    if (is_name && requirement.op == Operator::exists) return true;
    if (is_name) {
        if (!peers.any_namespace && peers.endpoint.ns != value) return false;
        peers.any_namespace = false;
        peers.endpoint.ns = value;
        return true;
    }
    if (key == engine::service_account_key) {
        peers.endpoint.service_account = value;
        return true;
    }
    Labels& labels = of_namespace ? peers.namespace_labels : peers.endpoint.labels;
    std::string& known = labels.try_emplace(field, value).first->second;
    if (known.empty()) known = value;  // any value will do so far
    return known == value || requirement.op == Operator::exists;
}

// A class for each value that the requirement allows; all that it forbids are of one class.
std::vector<PeerClass> split_by(const Requirement& requirement, const std::vector<PeerClass>& before) {
    const bool negative = requirement.op == Operator::not_in || requirement.op == Operator::does_not_exist;
    const auto values = requirement.values.empty() ? std::vector<std::string>{""} : requirement.values;
    std::vector<PeerClass> after;
    for (const auto& peers : before) {
        PeerClass all = peers;
        bool possible = negative;
        for (const auto& value : values) {
            PeerClass one = peers;
            if (negative) {
                possible = put(requirement, value, all) && possible;
            } else if (put(requirement, value, one)) {
                after.push_back(std::move(one));
            }
        }
        if (possible) after.push_back(std::move(all));
    }
    return after;
}

std::vector<PeerClass> classes_of(const Selector& selector) {
    std::vector<PeerClass> found(1);
    found[0].endpoint.ns = nowhere;
    for (const auto& requirement : selector.requirements) found = split_by(requirement, found);
    return found;
}

class Finder {
  public:
    explicit Finder(const World& world) { add_others(world); }

    void add(const Rule& rule);
    std::vector<PeerClass> take();

  private:
    void add_others(const World& world);
    void add_pods(std::vector<PeerClass> found, bool denied);
    void add_block(const std::string& name, const std::string& block);
    void add(PeerClass peers) { classes_.try_emplace(peers.text, std::move(peers)); }

    std::map<std::string, PeerClass> classes_;
    std::map<std::string, PeerClass> allowed_;
    std::map<std::string, PeerClass> denied_;
};

// Each of these is one identity, but for addresses.
std::string text_of_other(const Endpoint& endpoint) {
    switch (endpoint.kind) {
        case EndpointKind::pod:
            break;
        case EndpointKind::host:
            return "its own node";
        case EndpointKind::remote_node:
            return "other nodes";
        case EndpointKind::kube_apiserver:
            return "the API server";
        case EndpointKind::world:
            return "the internet";
        case EndpointKind::cidr:
            return endpoint.cidr;
    }
    return endpoint.name;
}

void Finder::add_others(const World& world) {
    add_pods(classes_of({}), false);
    for (const auto& endpoint : world.endpoints) {
        if (endpoint.kind != EndpointKind::pod) add({text_of_other(endpoint), endpoint});
    }
    for (const auto& group : world.cidr_groups) {
        for (const auto& block : group.blocks) add_block(block + " (CIDR group " + group.name + ")", block);
    }
}

void Finder::add_block(const std::string& name, const std::string& block) {
    add({name, Endpoint{.name = {}, .kind = EndpointKind::cidr, .cidr = block}});
}

void Finder::add_pods(std::vector<PeerClass> found, bool denied) {
    for (auto& peers : found) {
        std::sort(peers.without.begin(), peers.without.end());
        peers.text = text_of(peers);
        (denied ? denied_ : allowed_).try_emplace(peers.text, peers);
        add(std::move(peers));
    }
}

void Finder::add(const Rule& rule) {
    for (const auto& peer : rule.peers) {
        if (const auto* block = std::get_if<CidrPeer>(&peer.what)) {
            add_block(to_string(block->block), to_string(block->block));
            for (const auto& hole : block->except) add_block(to_string(hole), to_string(hole));
        } else {
            add_pods(classes_of(std::get<Selector>(peer.what)), rule.deny);
        }
    }
}

// What both are; nothing where no pod can be.
std::optional<PeerClass> common(const PeerClass& one, const PeerClass& other) {
    PeerClass both = one;
    if (!other.any_namespace) {
        if (!one.any_namespace && one.endpoint.ns != other.endpoint.ns) return std::nullopt;
        both.any_namespace = false;
        both.endpoint.ns = other.endpoint.ns;
    }
    if (other.endpoint.service_account != "default") both.endpoint.service_account = other.endpoint.service_account;
    for (const auto& [key, value] : other.endpoint.labels) {
        const auto [known, added] = both.endpoint.labels.try_emplace(key, value);
        if (!added && known->second != value) return std::nullopt;
    }
    both.namespace_labels.insert(other.namespace_labels.begin(), other.namespace_labels.end());
    both.without.insert(both.without.end(), other.without.begin(), other.without.end());
    std::sort(both.without.begin(), both.without.end());
    both.without.erase(std::unique(both.without.begin(), both.without.end()), both.without.end());
    both.text = text_of(both);
    return both;
}

std::vector<PeerClass> Finder::take() {
    size_t combinations = 0;
    for (const auto& [text, denied] : denied_) {
        for (const auto& [name, allowed] : allowed_) {
            if (++combinations > most_combinations) break;
            if (auto both = common(denied, allowed)) add(*std::move(both));
        }
    }
    std::vector<PeerClass> all;
    for (auto& [text, peers] : classes_) all.push_back(std::move(peers));
    return all;
}

}  // namespace

bool PeerClass::covers(const PeerClass& other) const {
    const auto& mine = endpoint;
    const auto& theirs = other.endpoint;
    if (theirs.kind == EndpointKind::cidr) {
        if (mine.kind == EndpointKind::world) return true;
        const auto block = manifest::parse_address_or_cidr(mine.cidr);
        const auto within = manifest::parse_address_or_cidr(theirs.cidr);
        return mine.kind == EndpointKind::cidr && block && within && block->contains(*within);
    }
    if (mine.kind != EndpointKind::pod || theirs.kind != EndpointKind::pod) return mine.kind == theirs.kind;
    if (!any_namespace && (other.any_namespace || mine.ns != theirs.ns)) return false;
    if (mine.service_account != "default" && mine.service_account != theirs.service_account) return false;
    return includes(theirs.labels, mine.labels) && includes(other.namespace_labels, namespace_labels) &&
           std::includes(other.without.begin(), other.without.end(), without.begin(), without.end());
}

std::vector<PeerClass> find_classes(const std::vector<Rule>& rules, engine::Direction direction, const World& world) {
    Finder finder(world);
    for (const auto& rule : rules) {
        if (rule.direction == direction && !rule.for_nodes) finder.add(rule);
    }
    return finder.take();
}

World with_classes(World world, const std::vector<PeerClass>& classes) {
    for (size_t i = 0; i < classes.size(); ++i) {
        Endpoint endpoint = classes[i].endpoint;
        endpoint.name = "class " + std::to_string(i);
        if (endpoint.kind == EndpointKind::pod && classes[i].any_namespace) {
            endpoint.ns = endpoint.name;  // no namespace is called so
            if (!classes[i].namespace_labels.empty()) world.namespaces[endpoint.ns] = classes[i].namespace_labels;
        }
        world.endpoints.push_back(std::move(endpoint));
    }
    return world;
}

}  // namespace pgreach::reach
