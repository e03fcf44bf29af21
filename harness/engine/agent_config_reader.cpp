#include "engine/agent_config_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "engine/label_filter.hpp"
#include "yaml/reader.hpp"

namespace pgreach::engine {
namespace {

using Wrong = std::optional<std::string>;  // what a setting should be, where it is not

// "true", "1", and as YAML writes it.
std::optional<bool> flag_of(const std::string& text) {
    const std::string word = lower_case(text);
    if (word == "true" || word == "1" || word == "t") return true;
    if (word == "false" || word == "0" || word == "f" || word.empty()) return false;
    return std::nullopt;
}

template <bool AgentConfig::*member>
Wrong set_flag(AgentConfig& config, const std::string& text) {
    const auto flag = flag_of(text);
    if (!flag) return "true or false";
    config.*member = *flag;
    return std::nullopt;
}

Wrong set_local_cluster(AgentConfig& config, const std::string& text) {
    config.peers_of_local_cluster = flag_of(text);
    return config.peers_of_local_cluster ? Wrong() : "true or false";
}

Wrong set_enforcement(AgentConfig& config, const std::string& text) {
    const std::string word = lower_case(text);
    if (word == "default" || word.empty()) {
        config.enforcement = EnforcementMode::default_mode;
    } else if (word == "always") {
        config.enforcement = EnforcementMode::always;
    } else if (word == "never") {
        config.enforcement = EnforcementMode::never;
    } else {
        return "default, always or never";
    }
    return std::nullopt;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (const auto& word : split(text, ' ')) {
        if (!trim(word).empty()) words.emplace_back(trim(word));
    }
    return words;
}

Wrong set_labels(AgentConfig& config, const std::string& text) {
    config.labels = words_of(text);
    for (const auto& item : config.labels) {
        const std::string fault = LabelFilter::fault_of(item);
        if (!fault.empty()) return "a list of prefixes of labels, and of '" + item + "': " + fault;
    }
    return std::nullopt;
}

Wrong set_match_mode(AgentConfig& config, const std::string& text) {
    for (const auto& word : words_of(text)) {
        if (word != "nodes") return "nodes, or nothing";
        config.blocks_match_nodes = true;
    }
    return std::nullopt;
}

Wrong set_cluster_name(AgentConfig& config, const std::string& text) {
    if (!text.empty()) config.cluster_name = text;
    return std::nullopt;
}

Wrong set_deny_response(AgentConfig& config, const std::string& text) {
    if (text != "none" && text != "icmp" && !text.empty()) return "none or icmp";
    config.deny_response = text == "icmp" ? DenyResponse::icmp : DenyResponse::none;
    return std::nullopt;
}

// What the ConfigMap and the values of the chart call a setting. Cilium: pkg/option/config.go;
// install/kubernetes/cilium, templates/cilium-configmap.yaml.
struct Setting {
    std::string_view option;
    std::string_view value;  // of the chart; empty where only extraConfig has it
    Wrong (*set)(AgentConfig&, const std::string&);
};
constexpr std::array settings = {
    Setting{"enable-policy", "policyEnforcementMode", set_enforcement},
    Setting{"policy-audit-mode", "policyAuditMode", set_flag<&AgentConfig::audit>},
    Setting{"labels", "labels", set_labels},
    Setting{"policy-cidr-match-mode", "policyCIDRMatchMode", set_match_mode},
    Setting{"cluster-name", "cluster.name", set_cluster_name},
    Setting{"policy-default-local-cluster", "clustermesh.policyDefaultLocalCluster", set_local_cluster},
    Setting{"enable-node-selector-labels", "nodeSelectorLabels", set_flag<&AgentConfig::node_selector_labels>},
    Setting{"enable-extended-ip-protocols", "", set_flag<&AgentConfig::extended_ip_protocols>},
    Setting{"enable-host-firewall", "hostFirewall.enabled", set_flag<&AgentConfig::host_firewall>},
    Setting{"enable-k8s-networkpolicy", "k8sNetworkPolicy.enabled", set_flag<&AgentConfig::network_policies>},
    Setting{"enable-l7-proxy", "l7Proxy", set_flag<&AgentConfig::layer7_proxy>},
    Setting{"policy-deny-response", "policyDenyResponse", set_deny_response},
};

// Those that decide something of policies too, but are not followed, with what Cilium installs.
struct Other {
    std::string_view option;
    std::string_view value;
    std::string_view usual;
};
constexpr std::array others = {
    Other{"allow-localhost", "", "auto"},
    Other{"enable-cilium-network-policy", "", "true"},
    Other{"enable-cilium-clusterwide-network-policy", "", "true"},
    Other{"enable-non-default-deny-policies", "enableNonDefaultDenyPolicies", "true"},
    Other{"enable-icmp-rules", "", "true"},
    Other{"label-prefix-file", "", ""},
    Other{"node-labels", "nodeLabels", ""},
};

class ConfigReader {
  public:
    explicit ConfigReader(SourcePtr source) : source_(std::move(source)) {}
    Result<ReadAgentConfig> read();

  private:
    const yaml::Node* find(std::string_view option, std::string_view value) const;
    Error error(Mark mark, std::string text) const;

    SourcePtr source_;
    const yaml::Node* options_ = nullptr;  // of the agent
    const yaml::Node* values_ = nullptr;   // of the chart
};

Error ConfigReader::error(Mark mark, std::string text) const {
    return input_error(render(Diagnostics{
        {Severity::error, source_, mark, std::move(text), "Cilium's own words are those of its option", ""}}));
}

// A list is as good as its items in a row.
std::string text_of(const yaml::Node& node) {
    if (node.is_scalar()) return node.is_null() ? "" : node.text;
    std::vector<std::string> items;
    for (const auto& item : node.items) items.push_back(item.text);
    return join(items, " ");
}

const yaml::Node* ConfigReader::find(std::string_view option, std::string_view value) const {
    if (options_ != nullptr) {
        if (const yaml::Node* found = options_->find(option)) return found;
    }
    const yaml::Node* node = values_;
    for (const auto& part : split(value, '.')) {
        if (node != nullptr) node = node->find(part);
    }
    return value.empty() ? nullptr : node;
}

Result<ReadAgentConfig> ConfigReader::read() {
    auto read = yaml::read(source_);
    if (!read.diagnostics.empty()) return input_error(render(read.diagnostics));
    if (read.documents.size() != 1 || read.documents[0].kind != yaml::Kind::map) {
        return error({1, 1}, "this is neither the ConfigMap cilium-config nor values of Cilium's chart");
    }
    const yaml::Node& document = read.documents[0];
    const yaml::Node* kind = document.find("kind");
    if (kind != nullptr && kind->text == "ConfigMap") {
        options_ = document.find("data");
    } else if (kind != nullptr && document.find("apiVersion") != nullptr) {
        return error(kind->mark,
                     "a " + kind->text + " is neither the ConfigMap cilium-config nor values of Cilium's chart");
    } else {
        values_ = &document;
        options_ = document.find("extraConfig");
    }
    ReadAgentConfig result;
    for (const auto& setting : settings) {
        const yaml::Node* given = find(setting.option, setting.value);
        if (given == nullptr) continue;
        const std::string text = text_of(*given);
        if (const Wrong wrong = setting.set(result.config, text)) {
            return error(given->mark, std::string(setting.option) + " is '" + text + "'; it should be " + *wrong);
        }
    }
    for (const auto& other : others) {
        const yaml::Node* given = find(other.option, other.value);
        if (given == nullptr || text_of(*given) == other.usual) continue;
        result.not_followed.push_back(std::string(other.option) + ": " + text_of(*given));
    }
    return result;
}

}  // namespace

Result<ReadAgentConfig> read_agent_config(const SourcePtr& source) {
    return ConfigReader(source).read();
}

}  // namespace pgreach::engine
