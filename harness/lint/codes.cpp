#include "lint/codes.hpp"

namespace pgreach::lint {

const std::vector<Code>& all_codes() {
    static const std::vector<Code> codes = {
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
        {code::covered_peer, Severity::warning, "Another rule already allows all that this item allows"},
        {code::always_denied, Severity::warning, "A deny rule takes out all that this item allows"},
        {code::replication_closed, Severity::warning, "Instances of CloudNativePG cannot replicate from each other"},
        {code::operator_closed, Severity::warning, "CloudNativePG's operator cannot reach its instances"},
        {code::selects_nothing, Severity::warning, "A selector matches nothing of the given world"},
    };
    return codes;
}

}  // namespace pgreach::lint
