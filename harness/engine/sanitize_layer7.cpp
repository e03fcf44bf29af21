#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "engine/go_regexp.hpp"
#include "engine/go_text.hpp"
#include "engine/sanitize_parts.hpp"
#include "manifest/pattern.hpp"

namespace pgreach::engine {
namespace {

// Of Kafka's protocol, as the agent knows them (cilium/proxy, pkg/policy/api/kafka/kafka.go).
constexpr std::array kafka_keys = {"produce",
                                   "fetch",
                                   "offsets",
                                   "metadata",
                                   "leaderandisr",
                                   "stopreplica",
                                   "updatemetadata",
                                   "controlledshutdown",
                                   "offsetcommit",
                                   "offsetfetch",
                                   "findcoordinator",
                                   "joingroup",
                                   "heartbeat",
                                   "leavegroup",
                                   "syncgroup",
                                   "describegroups",
                                   "listgroups",
                                   "saslhandshake",
                                   "apiversions",
                                   "createtopics",
                                   "deletetopics",
                                   "deleterecords",
                                   "initproducerid",
                                   "offsetforleaderepoch",
                                   "addpartitionstotxn",
                                   "addoffsetstotxn",
                                   "endtxn",
                                   "writetxnmarkers",
                                   "txnoffsetcommit",
                                   "describeacls",
                                   "createacls",
                                   "deleteacls",
                                   "describeconfigs",
                                   "alterconfigs"};

std::string field(const yaml::Node& node, std::string_view name) {
    const yaml::Node* value = node.find(name);
    return value == nullptr ? std::string() : value->text;
}

Fault sanitize_header(const yaml::Node& match, const std::string& path) {
    if (field(match, "name").empty()) return AgentFault{"Header name missing", path, match.mark};
    const yaml::Node* secret = match.find("secret");
    if (secret != nullptr && field(*secret, "name").empty()) {
        return AgentFault{"Secret name missing", path, secret->mark};
    }
    return std::nullopt;
}

Fault sanitize_http(const yaml::Node& rule, const std::string& path) {
    for (const char* name : {"path", "method"}) {
        if (const auto error = go_regexp_error(field(rule, name))) {
            return AgentFault{*error, path + "." + name, rule.find(name)->mark};
        }
    }
    return first_fault(rule.find("headerMatches"), path + ".headerMatches", sanitize_header);
}

bool is_api_version(const std::string& text) {
    const size_t sign = text.starts_with('+') ? 1 : 0;
    if (text.size() == sign || text.size() > 6 || text.find_first_not_of("0123456789", sign) != std::string::npos) {
        return false;
    }
    return std::stoi(text) <= 0x7FFF;
}

Fault sanitize_kafka(const yaml::Node& rule, const std::string& path) {
    static const manifest::Pattern topic_pattern(R"(^[a-zA-Z0-9\._\-]+$)");
    const auto fault = [&](const std::string& text) { return AgentFault{text, path, rule.mark}; };
    const std::string key = field(rule, "apiKey");
    const std::string role = field(rule, "role");
    const std::string version = field(rule, "apiVersion");
    const std::string topic = field(rule, "topic");
    if (!key.empty() && !role.empty()) {
        return fault("cannot set both Role " + go_quote(role) + " and APIKey " + go_quote(key) + " together");
    }
    if (!key.empty() && std::find(kafka_keys.begin(), kafka_keys.end(), lower_case(key)) == kafka_keys.end()) {
        return fault("invalid Kafka APIKey " + go_quote(key));
    }
    if (!version.empty() && !is_api_version(version)) return fault("invalid Kafka APIVersion " + go_quote(version));
    if (!topic.empty() && !topic_pattern.matches(topic)) return fault("invalid Kafka Topic name " + go_quote(topic));
    return std::nullopt;
}

Fault sanitize_pairs(const yaml::Node& pairs, const std::string& path) {
    const bool nameless = std::any_of(pairs.entries.begin(), pairs.entries.end(),
                                      [](const yaml::Entry& entry) { return entry.key.empty(); });
    return nameless ? Fault(AgentFault{"Empty key not allowed", path, pairs.mark}) : std::nullopt;
}

bool has_layer7(const yaml::Node* ports) {
    return ports != nullptr && std::any_of(ports->items.begin(), ports->items.end(),
                                           [](const yaml::Node& rule) { return layer7_rules(rule) != nullptr; });
}

// The first rule of toPorts with items of that kind; null where there is none.
const yaml::Node* first_with(const yaml::Node* ports, std::string_view kind) {
    for (size_t i = 0; ports != nullptr && i < ports->items.size(); ++i) {
        const yaml::Node* rules = layer7_rules(ports->items[i]);
        if (rules != nullptr && has_items(rules->find(kind))) return rules;
    }
    return nullptr;
}

// Go walks its map of kinds in any order.
Fault unsupported(const yaml::Node* ports, const std::string& path, const std::string& where,
                  std::initializer_list<std::pair<const char*, const char*>> kinds) {
    Fault fault;
    for (const auto& [kind, name] : kinds) {
        const yaml::Node* rules = first_with(ports, kind);
        if (rules == nullptr) continue;
        const std::string text = std::string("L7 protocol ") + name + " is not supported on " + where + " yet";
        if (!fault) fault = AgentFault{text, path, rules->mark};
        fault->alternatives.push_back(text);
    }
    return fault;
}

}  // namespace

const yaml::Node* layer7_rules(const yaml::Node& port_rule) {
    const yaml::Node* rules = port_rule.find("rules");
    if (rules == nullptr) return nullptr;
    for (const char* kind : {"http", "dns", "kafka", "l7"}) {
        if (has_items(rules->find(kind))) return rules;
    }
    return nullptr;
}

Fault sanitize_layer7_of_nodes(const yaml::Node& item, const std::string& path) {
    const yaml::Node* ports = item.find("toPorts");
    if (!has_layer7(ports)) return std::nullopt;
    return AgentFault{"host policies do not support L7 rules yet", path + ".toPorts", ports->mark};
}

Fault sanitize_layer7_support(const yaml::Node& item, const std::string& path, const ItemContext& context) {
    const yaml::Node* ports = item.find("toPorts");
    if (!has_layer7(ports)) return std::nullopt;
    const std::string where = path + ".toPorts";
    const bool ingress = context.section.direction == Direction::ingress;
    if (ingress && context.for_nodes) {
        return AgentFault{"L7 policy is not supported on host ingress yet", where, ports->mark};
    }
    if (!context.cilium.config.layer7_proxy) {
        return AgentFault{"L7 policy is not supported since L7 proxy is not enabled", where, ports->mark};
    }
    if (ingress) return unsupported(ports, where, "ingress", {{"dns", "DNS"}});
    if (!context.for_nodes) return std::nullopt;
    return unsupported(ports, where, "host egress", {{"http", "HTTP"}, {"kafka", "Kafka"}});
}

Fault sanitize_layer7(const yaml::Node& rules, const std::string& path, const yaml::Node* ports) {
    const yaml::Node* dns = rules.find("dns");
    const bool has_protocol = !field(rules, "l7proto").empty();
    const auto fault = [&](const char* text) { return Fault(AgentFault{text, path, rules.mark}); };
    const auto name = [](const yaml::Node& rule, const std::string& where) { return sanitize_name(rule, where, true); };
    return first_of([&] { return first_fault(rules.find("http"), path + ".http", sanitize_http); },
                    [&] { return first_fault(rules.find("kafka"), path + ".kafka", sanitize_kafka); },
                    [&] {
                        if (dns != nullptr && !has_items(ports))
                            return fault("port 53 must be specified for DNS rules");
                        return first_fault(dns, path + ".dns", name);
                    },
                    [&] {
                        if (rules.find("l7") == nullptr || has_protocol) return Fault();
                        return fault("'l7' may only be specified when a 'l7proto' is also specified");
                    },
                    [&] { return first_fault(rules.find("l7"), path + ".l7", sanitize_pairs); },
                    [&] {
                        const int kinds = (rules.find("http") != nullptr) + (rules.find("kafka") != nullptr) +
                                          (dns != nullptr) + (has_protocol ? 1 : 0);
                        if (kinds < 2) return Fault();
                        return fault("multiple L7 protocol rule types specified in single rule");
                    });
}

// What else may be wrong with a name, the schema has refused.
Fault sanitize_name(const yaml::Node& name, const std::string& path, bool of_dns_rule) {
    if (of_dns_rule || field(name, "matchName").empty() || field(name, "matchPattern").empty()) return std::nullopt;
    return AgentFault{"only one of MatchName or MatchPattern is allowed in an FQDNSelector", path, name.mark};
}

}  // namespace pgreach::engine
