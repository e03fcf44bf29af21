#include "lint/advice_table.hpp"

namespace pgreach::lint {
namespace {

using engine::Stage;

constexpr std::string_view cilium = "Cilium*";
constexpr std::string_view built_in = "NetworkPolicy";
constexpr std::string_view any = "*";

const std::vector<Mistake> unknown_fields = {
    {Stage::fields, cilium, "*Endpoints[*].labelSelector", any,
     "write matchLabels and matchExpressions directly in the item, without labelSelector around them"},
    {Stage::fields, cilium, "*.labelSelector", any,
     "write matchLabels and matchExpressions directly there, without labelSelector around them"},
    {Stage::fields, cilium, "*.namespaceSelector", any,
     "name the namespace among the labels of the peer: matchLabels: {io.kubernetes.pod.namespace: NAME}"},
    {Stage::fields, cilium, "*[*].podSelector", any,
     "write matchLabels and matchExpressions directly in the item, without podSelector around them"},
    {Stage::fields, cilium, "*.podSelector", any, "a $kind selects its pods by endpointSelector"},
    {Stage::fields, cilium, "spec*.selector", any, "a $kind selects its pods by endpointSelector"},
    {Stage::fields, cilium, "*ingress*].from", any,
     "'from' is NetworkPolicy's: write fromEndpoints: [{matchLabels: …}], fromEntities or fromCIDR"},
    {Stage::fields, cilium, "*egress*].to", any,
     "'to' is NetworkPolicy's: write toEndpoints: [{matchLabels: …}], toEntities or toCIDR"},
    {Stage::fields, cilium, "*.ipBlock", any, "write fromCIDRSet (or toCIDRSet): [{cidr: …, except: […]}]"},
    {Stage::fields, cilium, "*gress*].ports", any, "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {Stage::fields, cilium, "*.toPorts[*].p*", any, "write toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]"},
    {Stage::fields, cilium, "*.policyTypes", any,
     "take it out: a $kind closes a direction by having a rule for it; 'ingress: [{}]' lets nobody in"},
    {Stage::fields, cilium, "*ingress*].toEndpoints", any, "peers of ingress are those it comes from: fromEndpoints"},
    {Stage::fields, cilium, "*egress*].fromEndpoints", any, "peers of egress are those it goes to: toEndpoints"},
    {Stage::fields, built_in, "spec.endpointSelector", any, "a NetworkPolicy selects its pods by podSelector"},
    {Stage::fields, built_in, "*.fromEndpoints", any, "write from: [{podSelector: {matchLabels: …}}]"},
    {Stage::fields, built_in, "*.toEndpoints", any, "write to: [{podSelector: {matchLabels: …}}]"},
    {Stage::fields, built_in, "*.fromCIDR*", any, "write from: [{ipBlock: {cidr: …}}]"},
    {Stage::fields, built_in, "*.toCIDR*", any, "write to: [{ipBlock: {cidr: …}}]"},
    {Stage::fields, built_in, "*.toPorts", any, "write ports: [{port: 5432, protocol: TCP}]"},
    {Stage::fields, built_in, "*gressDeny", any, "a NetworkPolicy cannot deny: write a CiliumNetworkPolicy"},
    {Stage::fields, built_in, "*[*].matchLabels", any, "write podSelector: {matchLabels: …}, or namespaceSelector"},
    {Stage::fields, any, any, any, "did you mean '$meant'?"},
    {Stage::fields, any, "*Endpoints[*].*", any, "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {Stage::fields, any, "*Selector.*", any, "a label stands below matchLabels: {matchLabels: {$field: $value}}"},
    {Stage::fields, any, any, any, "'$field' stands elsewhere, as $home: look at the indentation"},
    {Stage::fields, any, any, any, "take it out; what may stand there: $fields"},
};

const std::vector<Mistake> schema_faults = {
    {Stage::schema, cilium, "*.ports[*].port", "*\"integer\"*", "write the port in quotes: port: \"$value\""},
    {Stage::schema, built_in, "*.port", "*at least one letter*", "write the port without quotes: port: $value"},
    {Stage::schema, any, "*.matchLabels.*", "*must be of type string", "write the value in quotes: $field: \"$value\""},
    {Stage::schema, any, any, "*Unsupported value*", "did you mean '$meant'?"},
    {Stage::schema, cilium, "*CIDR*", "*must be of type cidr*",
     "write the length of the prefix: $value/32 is one address"},
    {Stage::schema, any, any, "*\"null\"*", "give '$field' a value, or take it out"},
    {Stage::schema, any, any, "*\"list\"*type object", "write a map: no '- ' before its keys"},
    {Stage::schema, any, any, "*\"map\"*type array", "write a list: '- ' before the first key of each item"},
    {Stage::schema, any, any, "*type array", "write a list: $field: [$value]"},
    {Stage::schema, any, any, "*type object", "write a map there: names and values, indented below '$field:'"},
    {Stage::schema, any, any, "*\"string\"*type integer", "write the number without quotes: $field: $value"},
    {Stage::schema, any, any, "*\"string\"*type boolean", "write true or false, without quotes"},
    {Stage::schema, any, any, "*\"list\"*type string", "write one value, not a list"},
    {Stage::schema, any, any, "*\"map\"*type string", "write one value, not a map"},
    {Stage::schema, any, any, "*type string", "write the value in quotes: \"$value\""},
    {Stage::schema, any, any, "*Required value", "add '$field:'"},
    {Stage::schema, cilium, any, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "write '$null: {}' for every pod, or matchLabels below it: null is as good as nothing"},
    {Stage::schema, cilium, any, "*ingress, ingressDeny*anyOf*",
     "write '$null: [{}]' to close it: null is as good as nothing"},
    {Stage::schema, any, any, "*endpointSelector, nodeSelector (oneOf), it has 0",
     "add endpointSelector: {} is every pod of the namespace, matchLabels below it are fewer"},
    {Stage::schema, any, any, "*oneOf*", "keep exactly one of them"},
    {Stage::schema, any, any, "*ingress, ingressDeny*anyOf*", "add rules; 'ingress: [{}]' closes ingress for everyone"},
    {Stage::schema, any, any, "*spec, specs (anyOf)",
     "add 'spec:' with endpointSelector and ingress or egress below it"},
    {Stage::schema, any, any, "*must have at most 0 items*", "leave the field out: nothing may stand in it"},
    {Stage::schema, any, any, "*Too many*", "spread them over several items, or several rules: they add up"},
    {Stage::schema, any, "*.port", "*should match*", "write a port from 1 to 65535 in quotes, or its name"},
    {Stage::schema, any, "*.matchLabels.*", "*should match*",
     "letters, digits, '-', '_' and '.' only, and a letter or digit first and last"},
    {Stage::schema, any, any, "*65535*", "ports go from 1 to 65535"},
};

const std::vector<Mistake> agent_faults = {
    {Stage::agent, any, any, "*must have at least one of Ingress*",
     "write '$section: [{}]': one empty rule lets nobody through; an empty list is no rule, so everything stays open"},
    {Stage::agent, any, any, "*must have at least one of Ingress*", "add a rule; 'ingress: [{}]' lets nobody in"},
    {Stage::agent, any, any, "*combining*not supported*",
     "write a rule of its own for each kind of peer: '- fromEndpoints: …' and '- fromCIDR: …'"},
    {Stage::agent, any, any, "*must be specified when `operator`*", "add values: [\"…\"], or write operator: Exists"},
    {Stage::agent, any, any, "*may not be specified when `operator`*", "take the values out, or write operator: In"},
    {Stage::agent, any, any, "*port must be specified*",
     "set the agent's option enable-extended-ip-protocols, which is off: $portless has no ports"},
    {Stage::agent, any, any, "*port must be specified*", "add port: \"5432\", or take toPorts out for every port"},
    {Stage::agent, any, any, "*value out of range*", "ports go from 1 to 65535"},
    {Stage::agent, any, any, "*unable to parse port*",
     "write a number from 1 to 65535, or a name of at most 15 characters"},
    {Stage::agent, any, any, "*port must be empty or 0*", "write port: \"0\": this protocol has no ports"},
    {Stage::agent, any, any, "*does not contain exclude CIDR*",
     "an exception lies inside its block: correct one of the two"},
    {Stage::agent, any, any, "*ICMPs block*", "write one rule with icmps and another with toPorts"},
    {Stage::agent, any, any, "*cannot have NodeSelector*",
     "write a CiliumClusterwideNetworkPolicy, or endpointSelector"},
    {Stage::agent, any, any, "*enable-node-selector-labels*",
     "set that option of the agent, or write fromEntities: [remote-node]"},
    {Stage::agent, any, any, "*L7 rules can only apply to TCP*", "write protocol: TCP beside the port"},
    {Stage::agent, any, any, "*L7 rules can not be used when a port is 0*", "name the port that the rules are for"},
    {Stage::agent, any, any, "*port 53 must be specified*", "add ports: [{port: \"53\", protocol: ANY}]"},
    {Stage::agent, any, any, "*DNS*ingress*", "rules for DNS belong to egress"},
    {Stage::agent, any, any, "*label selector*",
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
