#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cilium.hpp"
#include "engine/label_filter.hpp"
#include "manifest/cidr.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// Names that the agent gives (Cilium, pkg/k8s/apis/cilium.io/const.go).
inline constexpr std::string_view namespace_key = "io.kubernetes.pod.namespace";
inline constexpr std::string_view namespace_labels_prefix = "io.cilium.k8s.namespace.labels";
inline constexpr std::string_view cluster_key = "io.cilium.k8s.policy.cluster";
inline constexpr std::string_view dns_source = "fqdn";  // of labels that are names, which patterns match
inline constexpr std::string_view cidr_group_key = "io.cilium.policy.cidrgroupname";  // "…/name" is the label's key
inline constexpr std::string_view service_account_key = "io.cilium.k8s.policy.serviceaccount";

// What a selector asks for: the key of a label, and where the label must come from ("k8s", "reserved", "cidr"; "any"
// for wherever).
struct LabelKey {
    std::string source;
    std::string key;
    auto operator<=>(const LabelKey&) const = default;
};
inline LabelKey k8s(std::string_view key) {
    return {"k8s", std::string(key)};
}

// "k8s:app", "reserved:host", "$host", or "app", which becomes `otherwise`:app.
LabelKey parse_label_key(std::string_view text, std::string_view otherwise);
// "app" for any:app, else with its source: how a person writes it.
std::string to_text(const LabelKey& key);

struct Label {
    std::string source;
    std::string key;
    std::string value;
    auto operator<=>(const Label&) const = default;
};

// The labels by which Cilium knows an endpoint: those that are equal make one identity.
struct IdentityLabels {
    std::vector<Label> labels;  // sorted
    bool world = false;         // outside the cluster: what CIDR rules are about
    std::optional<manifest::Cidr> cidr = {};

    // The value of the first such label; null where there is none.
    const std::string* find(const LabelKey& key) const;
    bool operator==(const IdentityLabels&) const = default;
};

// Gives the endpoints of a world their labels, with what the agent adds (namespace, its labels, cluster, service
// account) and without what it leaves out of an identity (pod-template-hash, kubernetes.io/…; label_filter.hpp). Keeps
// references to both.
class Labeller {
  public:
    Labeller(const World& world, const Cilium& cilium) : world_(world), cilium_(cilium), filter_(cilium) {}
    IdentityLabels labels_of(const Endpoint& endpoint) const;

  private:
    void add_pod_labels(const Endpoint& pod, IdentityLabels& identity) const;
    void add_node_labels(const Endpoint& node, IdentityLabels& identity) const;
    void add_address(const Endpoint& endpoint, IdentityLabels& identity) const;
    void add_address_labels(IdentityLabels& identity) const;

    const World& world_;
    const Cilium& cilium_;
    LabelFilter filter_;
};

// Of one endpoint, for those who have only one.
IdentityLabels identity_labels(const Endpoint& endpoint, const World& world, const Cilium& cilium = {});

}  // namespace pgreach::engine
