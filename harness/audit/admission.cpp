#include "audit/admission.hpp"

#include <map>

#include "base/text.hpp"
#include "engine/policy_set.hpp"

namespace pgreach::audit {
namespace {

// What pgreach expects the agent to say of each.
std::map<PolicyId, Admission> expected_of(const Survey& survey) {
    std::map<PolicyId, Admission> expected;
    engine::PolicySet policies(survey.semantics.cilium);
    for (const auto& policy : survey.contents.policies) {
        expected[policy.id()] = policies.apply(policy, FieldValidation::ignore);
    }
    return expected;
}

Finding finding_of(const char* code, const PolicyId& id, const std::string& text) {
    return {Weight::finding, code, pgreach::describe(id) + " " + text};
}

}  // namespace

std::vector<Finding> find_admission_faults(const Survey& survey) {
    std::vector<Finding> findings;
    const auto expected = expected_of(survey);
    for (const auto& policy : survey.policies) {
        using State = kube::AgentVerdict::State;
        const auto known = expected.find(policy.id);
        const bool rejects = known != expected.end() && known->second.result == AdmissionResult::rejected;
        if (policy.verdict.state == State::invalid) {
            findings.push_back(
                finding_of("policy-rejected", policy.id,
                           "is rejected by the agents (Valid=False) and has no effect: " + policy.verdict.message));
        }
        if (policy.verdict.state == State::invalid && known != expected.end() && !rejects) {
            findings.push_back(finding_of("policy-differs", policy.id,
                                          "is rejected by the agents, which pgreach does not expect: predictions count "
                                          "it as in force"));
        }
        if (policy.verdict.state == State::valid && rejects) {
            findings.push_back(finding_of("policy-differs", policy.id,
                                          "is taken by the agents, which pgreach does not expect: predictions leave it "
                                          "out (" +
                                              known->second.agent_error + ")"));
        }
        if (!policy.lost.empty()) {
            findings.push_back(finding_of("policy-pruned", policy.id,
                                          "was stored without what was applied: " + enumerate(policy.lost)));
        }
    }
    return findings;
}

}  // namespace pgreach::audit
