#include "lint/codes.hpp"

namespace pgreach::lint {

namespace {

const std::vector<Code> code_table = {
    {code::syntax, Severity::error, "The text is not YAML, or no YAML that two readers would read alike"},
    {code::not_a_manifest, Severity::error, "A document is no object of the Kubernetes API"},
    {code::wrong_kind, Severity::error, "No API server knows this kind, and a policy's kind was meant"},
    {code::wrong_api_version, Severity::error, "This kind does not exist in that version of the API"},
    {code::unknown_field, Severity::error, "The API server does not know a field: kubectl refuses the policy"},
    {code::schema, Severity::error, "A value breaks the schema: the API server refuses the policy"},
    {code::rejected, Severity::error, "The policy is stored, but Cilium's agent rejects it: it has no effect"},
    {code::too_large, Severity::error, "The object is larger than the cluster's store takes"},
    {code::no_effect, Severity::warning, "The policy, or one of its rules, changes nothing"},
    {code::duplicate_name, Severity::warning, "A later policy of the same name in the file replaces this one"},
    {code::contradictory_selector, Severity::warning, "A selector asks for labels that exclude each other"},
    {code::ignored_label, Severity::warning, "A selector asks for a label that Cilium leaves out of identities"},
    {code::empty_peer_list, Severity::warning, "An empty list of peers selects nobody"},
    {code::empty_cidr, Severity::warning, "The exceptions take out all of a block of addresses"},
    {code::reversed_port_range, Severity::warning, "A range of ports ends before it begins"},
    {code::null_opens, Severity::error, "A field that is null is dropped, and what is left lets more through"},
    {code::null_dropped, Severity::warning, "A field that is null is dropped: the policy says less than it looks"},
    {code::deny_only, Severity::warning, "Deny rules alone close everything else as well"},
    {code::negation_selects_world, Severity::warning, "A peer by labels that it lacks is also the world, or nodes"},
    {code::names_not_learned, Severity::warning, "Peers by DNS names, and the agent learns no name"},
    {code::services_beside_ports, Severity::warning, "A Service that stands for nothing opens its ports to everyone"},
    {code::unknown_port_name, Severity::warning, "No pod has a port of that name"},
    {code::end_port_ignored, Severity::warning, "That release does not read endPort of a NetworkPolicy"},
    {code::not_enforced, Severity::warning, "Cilium does not enforce objects of this kind"},
    {code::covered_peer, Severity::warning, "Another rule already allows all that this item allows"},
    {code::always_denied, Severity::warning, "A deny rule takes out all that this item allows"},
    // Each need of cnpg::needs() with "-closed".
    {"replication-closed", Severity::warning, "Replicas cannot reach their primary"},
    {"join-closed", Severity::warning, "The job that makes a new replica cannot reach the primary"},
    {"operator-closed", Severity::warning, "CloudNativePG's operator cannot reach its instances"},
    {"isolation-check-closed", Severity::warning, "Instances cannot ask each other whether they are isolated"},
    {"pooler-closed", Severity::warning, "A Pooler cannot reach the instances"},
    {"plugin-closed", Severity::warning, "CloudNativePG's operator cannot reach the backup plugin"},
    {"api-server-closed", Severity::warning, "Pods of CloudNativePG cannot reach the API server"},
    {"webhook-closed", Severity::warning, "The API server cannot reach the operator's webhook"},
    {"status-command-closed", Severity::warning, "'kubectl cnpg status' cannot reach the instances"},
    {"probes-closed", Severity::warning, "The kubelet cannot reach what it probes"},
    {"dns-closed", Severity::warning, "Pods of CloudNativePG that connect by name cannot reach DNS"},
    {"metrics-closed", Severity::warning, "Prometheus cannot reach the metrics that it is told to read"},
    {"backup-closed", Severity::warning, "Instances cannot reach their object store"},
    {"recovery-closed", Severity::warning, "The job that recovers a Cluster cannot reach the object store"},
    {"source-closed", Severity::warning, "A replica cluster cannot reach its source"},
    {"copy-closed", Severity::warning, "The job that copies a server cannot reach it"},
    {code::api_server_by_address, Severity::warning, "Only a block of addresses opens the API server"},
    {code::unknown_code, Severity::warning, "A comment has a code ignored that there is not"},
    {code::is_template, Severity::note, "A template: what depends on its expressions is not judged"},
    {code::selects_nothing, Severity::warning, "A selector matches nothing of the given world"},
};

}  // namespace

const std::vector<Code>& all_codes() {
    return code_table;
}

}  // namespace pgreach::lint
