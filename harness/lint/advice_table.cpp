#include "lint/advice_table.hpp"

namespace pgreach::lint {
namespace {

using engine::AdmissionCheck;

constexpr std::string_view cilium_kinds = "Cilium*";
constexpr std::string_view built_in = "NetworkPolicy";
constexpr std::string_view anything = "*";

const std::vector<Mistake> unknown_fields = {
    {AdmissionCheck::fields, cilium_kinds, "*Endpoints[*].labelSelector", anything,
     "write matchLabels and matchExpressions directly in the item, without labelSelector around them"},
    {AdmissionCheck::fields, cilium_kinds, "*.labelSelector", anything,
     "write matchLabels and matchExpressions directly there, without labelSelector around them"},
    {AdmissionCheck::fields, cilium_kinds, "*.namespaceSelector", anything,
     "name the namespace among the labels of the peer: matchLabels: {io.kubernetes.pod.namespace: NAME}"},
    {AdmissionCheck::fields, cilium_kinds, "*[*].podSelector", anything,
     "write matchLabels and matchExpressions directly in the item, without podSelector around them"},
    {AdmissionCheck::fields, cilium_kinds, "*.podSelector", anything, "a $kind selects its pods by endpointSelector"},
    {AdmissionCheck::fields, cilium_kinds, "spec*.selector", anything, "a $kind selects its pods by endpointSelector"},
    {AdmissionCheck::fields, cilium_kinds, "*ingress*].from", anything,
     "'from' is NetworkPolicy's: write fromEndpoints: [{matchLabels: …}], fromEntities or fromCIDR"},
    {AdmissionCheck::fields, cilium_kinds, "*egress*].to", anything,
     "'to' is NetworkPolicy's: write toEndpoints: [{matchLabels: …}], toEntities or toCIDR"},
    {AdmissionCheck::fields, cilium_kinds, "*.ipBlock", anything,
     "write fromCIDRSet (or toCIDRSet): [{cidr: …, except: […]}]"},
    {AdmissionCheck::fields, cilium_kinds, "*gress*].ports", anything,
     "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {AdmissionCheck::fields, cilium_kinds, "*.toPorts[*].p*", anything,
     "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {AdmissionCheck::fields, cilium_kinds, "*.policyTypes", anything,
     "take it out: a $kind closes a direction by having a rule for it; 'ingress: [{}]' lets nobody in"},
    {AdmissionCheck::fields, cilium_kinds, "*ingress*].toEndpoints", anything,
     "peers of ingress are those it comes from: fromEndpoints"},
    {AdmissionCheck::fields, cilium_kinds, "*egress*].fromEndpoints", anything,
     "peers of egress are those it goes to: toEndpoints"},
    {AdmissionCheck::fields, built_in, "spec.endpointSelector", anything,
     "a NetworkPolicy selects its pods by podSelector"},
    {AdmissionCheck::fields, built_in, "*.fromEndpoints", anything, "write from: [{podSelector: {matchLabels: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toEndpoints", anything, "write to: [{podSelector: {matchLabels: …}}]"},
    {AdmissionCheck::fields, built_in, "*.fromCIDR*", anything, "write from: [{ipBlock: {cidr: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toCIDR*", anything, "write to: [{ipBlock: {cidr: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toPorts", anything, "write ports: [{port: 5432, protocol: TCP}]"},
    {AdmissionCheck::fields, built_in, "*gressDeny", anything,
     "a NetworkPolicy cannot deny: write a CiliumNetworkPolicy"},
    {AdmissionCheck::fields, built_in, "*[*].matchLabels", anything,
     "write podSelector: {matchLabels: …}, or namespaceSelector"},
    {AdmissionCheck::fields, anything, anything, anything, "did you mean '$meant'?"},
    {AdmissionCheck::fields, anything, "*Endpoints[*].*", anything,
     "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {AdmissionCheck::fields, anything, "*Selector.*", anything,
     "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {AdmissionCheck::fields, anything, anything, anything,
     "'$field' stands elsewhere, as $home: look at the indentation"},
    {AdmissionCheck::fields, anything, anything, anything, "take it out; what may stand there: $fields"},
};

const std::vector<Mistake> schema_faults = {
    {AdmissionCheck::schema, cilium_kinds, "*.ports[*].port", "*\"integer\"*",
     "write the port in quotes: port: \"$value\""},
    {AdmissionCheck::schema, built_in, "*.port", "*at least one letter*",
     "write the port without quotes: port: $value"},
    {AdmissionCheck::schema, anything, "*.matchLabels.*", "*must be of type string",
     "write the value in quotes: $field: \"$value\""},
    {AdmissionCheck::schema, anything, anything, "*Unsupported value*", "did you mean '$meant'?"},
    {AdmissionCheck::schema, cilium_kinds, "*CIDR*", "*must be of type cidr*",
     "write the length of the prefix: $value/32 is one address"},
    {AdmissionCheck::schema, anything, anything, "*\"null\"*", "give '$field' a value, or take it out"},
    {AdmissionCheck::schema, anything, anything, "*\"list\"*type object", "write a map: no '- ' before its keys"},
    {AdmissionCheck::schema, anything, anything, "*\"map\"*type array",
     "write a list: '- ' before the first key of each item"},
    {AdmissionCheck::schema, anything, anything, "*type array", "write a list: $field: [$value]"},
    {AdmissionCheck::schema, anything, anything, "*type object",
     "write a map there: names and values, indented below '$field:'"},
    {AdmissionCheck::schema, anything, anything, "*\"string\"*type integer",
     "write the number without quotes: $field: $value"},
    {AdmissionCheck::schema, anything, anything, "*\"string\"*type boolean", "write true or false, without quotes"},
    {AdmissionCheck::schema, anything, anything, "*\"list\"*type string", "write one value, not a list"},
    {AdmissionCheck::schema, anything, anything, "*\"map\"*type string", "write one value, not a map"},
    {AdmissionCheck::schema, anything, anything, "*type string", "write the value in quotes: \"$value\""},
    {AdmissionCheck::schema, anything, anything, "*Required value", "add '$field:'"},
    {AdmissionCheck::schema, cilium_kinds, anything, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "write '$null: {}' for every pod, or matchLabels below it: null is as good as nothing"},
    {AdmissionCheck::schema, cilium_kinds, anything, "*ingress, ingressDeny*anyOf*",
     "write '$null: [{}]' to close it: null is as good as nothing"},
    {AdmissionCheck::schema, anything, anything, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "add endpointSelector: {} is every pod of the namespace, matchLabels below it are fewer"},
    {AdmissionCheck::schema, anything, anything, "*oneOf*", "keep exactly one of them"},
    {AdmissionCheck::schema, anything, anything, "*ingress, ingressDeny*anyOf*",
     "add rules; 'ingress: [{}]' closes ingress for everyone"},
    {AdmissionCheck::schema, anything, anything, "*spec, specs (anyOf)",
     "add 'spec:' with endpointSelector and ingress or egress below it"},
    {AdmissionCheck::schema, anything, anything, "*must have at most 0 items*",
     "leave the field out: nothing may stand in it"},
    {AdmissionCheck::schema, anything, anything, "*Too many*",
     "spread them over several items, or several rules: they add up"},
    {AdmissionCheck::schema, anything, "*.port", "*should match*",
     "write a port from 1 to 65535 in quotes, or its name"},
    {AdmissionCheck::schema, anything, "*.matchLabels.*", "*should match*",
     "letters, digits, '-', '_' and '.' only, and a letter or digit first and last"},
    {AdmissionCheck::schema, anything, anything, "*65535*", "ports go from 1 to 65535"},
};

const std::vector<Mistake> agent_faults = {
    {AdmissionCheck::agent, anything, anything, "*must have at least one of Ingress*",
     "write '$section: [{}]': one empty rule lets nobody through; an empty list is no rule, so everything stays open"},
    {AdmissionCheck::agent, anything, anything, "*must have at least one of Ingress*",
     "add a rule; 'ingress: [{}]' lets nobody in"},
    {AdmissionCheck::agent, anything, anything, "*combining*not supported*",
     "write a rule of its own for each kind of peer: '- fromEndpoints: …' and '- fromCIDR: …'"},
    {AdmissionCheck::agent, anything, anything, "*must be specified when `operator`*",
     "add values: [\"…\"], or write operator: Exists"},
    {AdmissionCheck::agent, anything, anything, "*may not be specified when `operator`*",
     "take the values out, or write operator: In"},
    {AdmissionCheck::agent, anything, anything, "*port must be specified*",
     "set the agent's option enable-extended-ip-protocols, which is off: $portless has no ports"},
    {AdmissionCheck::agent, anything, anything, "*port must be specified*",
     "add port: \"5432\", or take toPorts out for every port"},
    {AdmissionCheck::agent, anything, anything, "*value out of range*", "ports go from 1 to 65535"},
    {AdmissionCheck::agent, anything, anything, "*unable to parse port*",
     "write a number from 1 to 65535, or a name of at most 15 characters"},
    {AdmissionCheck::agent, anything, anything, "*port must be empty or 0*",
     "write port: \"0\": this protocol has no ports"},
    {AdmissionCheck::agent, anything, anything, "*does not contain exclude CIDR*",
     "an exception lies inside its block: correct one of the two"},
    {AdmissionCheck::agent, anything, anything, "*ICMPs block*", "write one rule with icmps and another with toPorts"},
    {AdmissionCheck::agent, anything, anything, "*cannot have NodeSelector*",
     "write a CiliumClusterwideNetworkPolicy, or endpointSelector"},
    {AdmissionCheck::agent, anything, anything, "*enable-node-selector-labels*",
     "set that option of the agent, or write fromEntities: [remote-node]"},
    {AdmissionCheck::agent, anything, anything, "*L7 rules can only apply to TCP*",
     "write protocol: TCP beside the port"},
    {AdmissionCheck::agent, anything, anything, "*L7 rules can not be used when a port is 0*",
     "name the port that the rules are for"},
    {AdmissionCheck::agent, anything, anything, "*port 53 must be specified*",
     "add ports: [{port: \"53\", protocol: ANY}]"},
    {AdmissionCheck::agent, anything, anything, "*DNS*ingress*", "rules for DNS belong to egress"},
    {AdmissionCheck::agent, anything, anything, "*label selector*",
     "correct the label: letters, digits, '-', '_' and '.', a letter or digit first and last"},
};

}  // namespace

const std::vector<Mistake>& common_mistakes() {
    static const std::vector<Mistake> all = [] {
        std::vector<Mistake> rows = unknown_fields;
        rows.insert(rows.end(), schema_faults.begin(), schema_faults.end());
        rows.insert(rows.end(), agent_faults.begin(), agent_faults.end());
        return rows;
    }();
    return all;
}

}  // namespace pgreach::lint
