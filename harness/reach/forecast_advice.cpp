#include <algorithm>
#include <array>
#include <utility>

#include "reach/forecast.hpp"

namespace pgreach::reach {
namespace {

using engine::Behaviour;

constexpr std::array<std::pair<Behaviour, std::string_view>, 21> advice = {{
    {Behaviour::empty_list_selects_nobody,
     "take the rule out, or name the peers that are meant in place of the empty list"},
    {Behaviour::namespace_labels_lift_it,
     "add io.kubernetes.pod.namespace with operator Exists, or the namespace's name, to the selector"},
    {Behaviour::network_policy_port_ranges, "list the ports one by one, or write a CiliumNetworkPolicy"},
    {Behaviour::nodes_alone_are_nodes, "do not give pods the labels of nodes that fromNodes and toNodes ask for"},
    {Behaviour::rejects_empty_rule,
     "write one empty rule, `ingress: [{}]`, where pods are to be closed; else remove the policy, which "
     "did "
     "nothing"},
    {Behaviour::checks_deny_rules, "write the deny rule so that it is valid, or remove it"},
    {Behaviour::checks_peers_first, "mend each fault that the policy has; only which of them is told differs"},
    {Behaviour::services_beside_ports,
     "write toServices without toPorts, or the pods behind the Service with toEndpoints and toPorts"},
    {Behaviour::ranges_beside_layer7, "list the ports of layer 7 rules one by one"},
    {Behaviour::range_from_zero, "begin the range at port 1"},
    {Behaviour::unknown_groups_select_nobody, "write the addresses with toCIDRSet in place of toGroups"},
    {Behaviour::no_requirements,
     "write what fromRequires and toRequires ask for into the selectors of fromEndpoints and toEndpoints"},
    {Behaviour::exceptions_leave_nobody, "remove the block whose exceptions are all of it"},
    {Behaviour::groups_are_labels, "write the blocks of the group with fromCIDRSet or toCIDRSet"},
    {Behaviour::specs_without_nodes, "write a CiliumClusterwideNetworkPolicy for nodes"},
    {Behaviour::network_policies_as_they_are, "use label keys of 59 characters at most"},
    {Behaviour::peers_of_local_cluster,
     "name the cluster in the selector with k8s:io.cilium.k8s.policy.cluster, or set "
     "policy-default-local-cluster in both releases alike"},
    {Behaviour::keys_as_written, "use label keys of 59 characters at most"},
    {Behaviour::exceptions_may_not_be_larger, "write an exception that lies in its block"},
    {Behaviour::topology_makes_no_identity, "select by another label than those below topology.kubernetes.io"},
    {Behaviour::own_node_needs_a_rule, "allow the pod's own node with fromEntities: [host]"},
}};

}  // namespace

std::string_view advice_for(Behaviour behaviour) {
    const auto* found =
        std::find_if(advice.begin(), advice.end(), [behaviour](const auto& entry) { return entry.first == behaviour; });
    return found == advice.end() ? std::string_view() : found->second;
}

}  // namespace pgreach::reach
