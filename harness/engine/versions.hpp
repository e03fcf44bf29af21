#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cilium.hpp"

namespace pgreach::engine {

// Behaviours that not all supported releases of Cilium have.
enum class Behaviour : std::uint8_t {
    empty_list_selects_nobody,     // fromEndpoints: [] beside toPorts
    namespace_labels_lift_it,      // peers chosen by labels of their namespace are not held to the policy's own
    network_policy_port_ranges,    // endPort of a NetworkPolicy
    nodes_alone_are_nodes,         // fromNodes never matches a pod that has the node's labels
    rejects_empty_rule,            // a spec without any rule is an error, not inert
    checks_deny_rules,             // deny rules are checked as the others are
    checks_peers_first,            // peers are checked before ports
    services_beside_ports,         // toServices and toPorts in one rule
    ranges_beside_layer7,          // endPort in a port with layer 7 rules other than DNS
    range_from_zero,               // port 0 with an endPort is a range, not every port
    unknown_groups_select_nobody,  // toGroups of which nothing is known
    no_requirements,               // fromRequires and toRequires are gone
    exceptions_leave_nobody,       // a block whose exceptions are all of it
    groups_are_labels,             // CIDR groups are labels of addresses
    specs_without_nodes,           // a namespaced policy may not select nodes in `specs` either
    network_policies_as_they_are,  // a NetworkPolicy is not checked as a rule of Cilium's
    peers_of_local_cluster,        // peers that name no cluster are sought in the local one
    keys_as_written,               // keys of selectors are checked without their source
    exceptions_may_not_be_larger,  // an exception must be a part of its block
    topology_makes_no_identity,    // labels below topology.kubernetes.io are left out
    own_node_needs_a_rule,         // under enforcement `always`, a pod that no rule selects is closed to its node
};

// One row of the table of differences: the releases that have it, and where that is written.
struct Difference {
    Behaviour behaviour;
    // The first release of the newest line that has it, and of each older line to which it was brought back.
    std::vector<CiliumVersion> since;
    std::optional<CiliumVersion> before = {};  // the release that gave it up
    std::string_view text;
    std::string_view source;
};
const std::vector<Difference>& differences();

bool has(CiliumVersion version, Behaviour behaviour);
// The same release, but for this behaviour: without it where it has it, and with it where it has not.
CiliumVersion with_otherwise(CiliumVersion version, Behaviour behaviour);

// Peers that name no cluster are sought in the local one: as configured, else as the release does by itself.
bool seeks_in_local_cluster(const Cilium& cilium);

// What the agent of the newest release says, in the words of that one.
std::string in_words_of(CiliumVersion version, std::string text);

inline constexpr CiliumVersion oldest_version{1, 15};
inline constexpr CiliumVersion newest_version{1, 20};

// "1.17" or "v1.17.3"; one that is newer than the table as well (is_newer_than_known). Nothing where it is older, or no
// release at all.
std::optional<CiliumVersion> parse_version(std::string_view text);
// Nothing is known of it: it is taken to behave as the newest one that is, and whoever judges by it should say so.
bool is_newer_than_known(CiliumVersion version);
// "1.17", or "1.17.3" where the patch release was said.
std::string to_string(CiliumVersion version);

}  // namespace pgreach::engine
