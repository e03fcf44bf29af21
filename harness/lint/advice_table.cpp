#include "lint/advice_table.hpp"

namespace pgreach::lint {
namespace {

using engine::AdmissionCheck;

constexpr std::string_view cilium = "Cilium*";
constexpr std::string_view built_in = "NetworkPolicy";
constexpr std::string_view any = "*";

const std::vector<Mistake> unknown_fields = {
    {AdmissionCheck::fields, cilium, "*Endpoints[*].labelSelector", any,
     "write matchLabels and matchExpressions directly in the item, without labelSelector around them"},
    {AdmissionCheck::fields, cilium, "*.labelSelector", any,
     "write matchLabels and matchExpressions directly there, without labelSelector around them"},
    {AdmissionCheck::fields, cilium, "*.namespaceSelector", any,
     "name the namespace among the labels of the peer: matchLabels: {io.kubernetes.pod.namespace: NAME}"},
    {AdmissionCheck::fields, cilium, "*[*].podSelector", any,
     "write matchLabels and matchExpressions directly in the item, without podSelector around them"},
    {AdmissionCheck::fields, cilium, "*.podSelector", any, "a $kind selects its pods by endpointSelector"},
    {AdmissionCheck::fields, cilium, "spec*.selector", any, "a $kind selects its pods by endpointSelector"},
    {AdmissionCheck::fields, cilium, "*ingress*].from", any,
     "'from' is NetworkPolicy's: write fromEndpoints: [{matchLabels: …}], fromEntities or fromCIDR"},
    {AdmissionCheck::fields, cilium, "*egress*].to", any,
     "'to' is NetworkPolicy's: write toEndpoints: [{matchLabels: …}], toEntities or toCIDR"},
    {AdmissionCheck::fields, cilium, "*.ipBlock", any, "write fromCIDRSet (or toCIDRSet): [{cidr: …, except: […]}]"},
    {AdmissionCheck::fields, cilium, "*gress*].ports", any,
     "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {AdmissionCheck::fields, cilium, "*.toPorts[*].p*", any,
     "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {AdmissionCheck::fields, cilium, "*.policyTypes", any,
     "take it out: a $kind closes a direction by having a rule for it; 'ingress: [{}]' lets nobody in"},
    {AdmissionCheck::fields, cilium, "*ingress*].toEndpoints", any,
     "peers of ingress are those it comes from: fromEndpoints"},
    {AdmissionCheck::fields, cilium, "*egress*].fromEndpoints", any,
     "peers of egress are those it goes to: toEndpoints"},
    {AdmissionCheck::fields, built_in, "spec.endpointSelector", any, "a NetworkPolicy selects its pods by podSelector"},
    {AdmissionCheck::fields, built_in, "*.fromEndpoints", any, "write from: [{podSelector: {matchLabels: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toEndpoints", any, "write to: [{podSelector: {matchLabels: …}}]"},
    {AdmissionCheck::fields, built_in, "*.fromCIDR*", any, "write from: [{ipBlock: {cidr: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toCIDR*", any, "write to: [{ipBlock: {cidr: …}}]"},
    {AdmissionCheck::fields, built_in, "*.toPorts", any, "write ports: [{port: 5432, protocol: TCP}]"},
    {AdmissionCheck::fields, built_in, "*gressDeny", any, "a NetworkPolicy cannot deny: write a CiliumNetworkPolicy"},
    {AdmissionCheck::fields, built_in, "*[*].matchLabels", any,
     "write podSelector: {matchLabels: …}, or namespaceSelector"},
    {AdmissionCheck::fields, any, any, any, "did you mean '$meant'?"},
    {AdmissionCheck::fields, any, "*Endpoints[*].*", any,
     "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {AdmissionCheck::fields, any, "*Selector.*", any,
     "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {AdmissionCheck::fields, any, any, any, "'$field' stands elsewhere, as $home: look at the indentation"},
    {AdmissionCheck::fields, any, any, any, "take it out; what may stand there: $fields"},
};

const std::vector<Mistake> schema_faults = {
    {AdmissionCheck::schema, cilium, "*.ports[*].port", "*\"integer\"*", "write the port in quotes: port: \"$value\""},
    {AdmissionCheck::schema, built_in, "*.port", "*at least one letter*",
     "write the port without quotes: port: $value"},
    {AdmissionCheck::schema, any, "*.matchLabels.*", "*must be of type string",
     "write the value in quotes: $field: \"$value\""},
    {AdmissionCheck::schema, any, any, "*Unsupported value*", "did you mean '$meant'?"},
    {AdmissionCheck::schema, cilium, "*CIDR*", "*must be of type cidr*",
     "write the length of the prefix: $value/32 is one address"},
    {AdmissionCheck::schema, any, any, "*\"null\"*", "give '$field' a value, or take it out"},
    {AdmissionCheck::schema, any, any, "*\"list\"*type object", "write a map: no '- ' before its keys"},
    {AdmissionCheck::schema, any, any, "*\"map\"*type array", "write a list: '- ' before the first key of each item"},
    {AdmissionCheck::schema, any, any, "*type array", "write a list: $field: [$value]"},
    {AdmissionCheck::schema, any, any, "*type object", "write a map there: names and values, indented below '$field:'"},
    {AdmissionCheck::schema, any, any, "*\"string\"*type integer", "write the number without quotes: $field: $value"},
    {AdmissionCheck::schema, any, any, "*\"string\"*type boolean", "write true or false, without quotes"},
    {AdmissionCheck::schema, any, any, "*\"list\"*type string", "write one value, not a list"},
    {AdmissionCheck::schema, any, any, "*\"map\"*type string", "write one value, not a map"},
    {AdmissionCheck::schema, any, any, "*type string", "write the value in quotes: \"$value\""},
    {AdmissionCheck::schema, any, any, "*Required value", "add '$field:'"},
    {AdmissionCheck::schema, cilium, any, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "write '$null: {}' for every pod, or matchLabels below it: null is as good as nothing"},
    {AdmissionCheck::schema, cilium, any, "*ingress, ingressDeny*anyOf*",
     "write '$null: [{}]' to close it: null is as good as nothing"},
    {AdmissionCheck::schema, any, any, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "add endpointSelector: {} is every pod of the namespace, matchLabels below it are fewer"},
    {AdmissionCheck::schema, any, any, "*oneOf*", "keep exactly one of them"},
    {AdmissionCheck::schema, any, any, "*ingress, ingressDeny*anyOf*",
     "add rules; 'ingress: [{}]' closes ingress for everyone"},
    {AdmissionCheck::schema, any, any, "*spec, specs (anyOf)",
     "add 'spec:' with endpointSelector and ingress or egress below it"},
    {AdmissionCheck::schema, any, any, "*must have at most 0 items*", "leave the field out: nothing may stand in it"},
    {AdmissionCheck::schema, any, any, "*Too many*", "spread them over several items, or several rules: they add up"},
    {AdmissionCheck::schema, any, "*.port", "*should match*", "write a port from 1 to 65535 in quotes, or its name"},
    {AdmissionCheck::schema, any, "*.matchLabels.*", "*should match*",
     "letters, digits, '-', '_' and '.' only, and a letter or digit first and last"},
    {AdmissionCheck::schema, any, any, "*65535*", "ports go from 1 to 65535"},
};

const std::vector<Mistake> agent_faults = {
    {AdmissionCheck::agent, any, any, "*must have at least one of Ingress*",
     "write '$section: [{}]': one empty rule lets nobody through; an empty list is no rule, so everything stays open"},
    {AdmissionCheck::agent, any, any, "*must have at least one of Ingress*",
     "add a rule; 'ingress: [{}]' lets nobody in"},
    {AdmissionCheck::agent, any, any, "*combining*not supported*",
     "write a rule of its own for each kind of peer: '- fromEndpoints: …' and '- fromCIDR: …'"},
    {AdmissionCheck::agent, any, any, "*must be specified when `operator`*",
     "add values: [\"…\"], or write operator: Exists"},
    {AdmissionCheck::agent, any, any, "*may not be specified when `operator`*",
     "take the values out, or write operator: In"},
    {AdmissionCheck::agent, any, any, "*port must be specified*",
     "set the agent's option enable-extended-ip-protocols, which is off: $portless has no ports"},
    {AdmissionCheck::agent, any, any, "*port must be specified*",
     "add port: \"5432\", or take toPorts out for every port"},
    {AdmissionCheck::agent, any, any, "*value out of range*", "ports go from 1 to 65535"},
    {AdmissionCheck::agent, any, any, "*unable to parse port*",
     "write a number from 1 to 65535, or a name of at most 15 characters"},
    {AdmissionCheck::agent, any, any, "*port must be empty or 0*", "write port: \"0\": this protocol has no ports"},
    {AdmissionCheck::agent, any, any, "*does not contain exclude CIDR*",
     "an exception lies inside its block: correct one of the two"},
    {AdmissionCheck::agent, any, any, "*ICMPs block*", "write one rule with icmps and another with toPorts"},
    {AdmissionCheck::agent, any, any, "*cannot have NodeSelector*",
     "write a CiliumClusterwideNetworkPolicy, or endpointSelector"},
    {AdmissionCheck::agent, any, any, "*enable-node-selector-labels*",
     "set that option of the agent, or write fromEntities: [remote-node]"},
    {AdmissionCheck::agent, any, any, "*L7 rules can only apply to TCP*", "write protocol: TCP beside the port"},
    {AdmissionCheck::agent, any, any, "*L7 rules can not be used when a port is 0*",
     "name the port that the rules are for"},
    {AdmissionCheck::agent, any, any, "*port 53 must be specified*", "add ports: [{port: \"53\", protocol: ANY}]"},
    {AdmissionCheck::agent, any, any, "*DNS*ingress*", "rules for DNS belong to egress"},
    {AdmissionCheck::agent, any, any, "*label selector*",
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
