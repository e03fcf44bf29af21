#include "vectors/comparison.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "engine/collisions.hpp"
#include "engine/examine.hpp"
#include "engine/translate.hpp"
#include "model/names.hpp"
#include "vectors/deviations.hpp"

namespace pgreach::vectors {
namespace {

using engine::CiliumVersion;

std::string quoted(const std::string& text) {
    return text.empty() ? "nothing" : "\"" + text + "\"";
}

std::string list(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    return parts.empty() ? "none" : join(parts, ", ");
}

// All but the one that we take to be the agent's.
std::vector<yaml::Node> other_readings(const manifest::Manifest& policy) {
    auto all = engine::readings(policy.document);
    all.erase(all.begin());
    return all;
}

// The patch releases that answered the files of fixtures/vectors, which name the minor version alone.
CiliumVersion answered_by(CiliumVersion version) {
    static constexpr std::array answered = {CiliumVersion{1, 15, 19}, CiliumVersion{1, 16, 5}, CiliumVersion{1, 17, 6},
                                            CiliumVersion{1, 18, 8},  CiliumVersion{1, 19, 5}, CiliumVersion{1, 20, 2}};
    if (version.patch != CiliumVersion::newest_patch) return version;
    const auto found = std::find_if(answered.begin(), answered.end(), [version](const CiliumVersion& release) {
        return release.major == version.major && release.minor == version.minor;
    });
    return found == answered.end() ? version : *found;
}

bool is_pod(const VectorCase& given, size_t endpoint) {
    return given.world.endpoints[endpoint].kind == EndpointKind::pod;
}

bool agrees(Answer theirs, Verdict ours) {
    return theirs == Answer::any || (theirs == Answer::allowed) == (ours == Verdict::allow);
}

std::string_view to_text(Answer answer) {
    return to_string(answer == Answer::allowed ? Verdict::allow : Verdict::deny);
}

}  // namespace

// A flow passes if each side that is a pod lets it; the others have no policy of their own.
bool agree(const VectorCase& given, size_t flow, const engine::Verdicts& ours) {
    const auto& question = given.flows[flow];
    const auto& theirs = given.flow_answers[flow];
    const bool denied = (is_pod(given, question.to) && ours.ingress == Verdict::deny) ||
                        (is_pod(given, question.from) && ours.egress == Verdict::deny);
    return agrees(theirs.ingress, ours.ingress) && agrees(theirs.egress, ours.egress) &&
           agrees(theirs.both, denied ? Verdict::deny : Verdict::allow);
}

Comparison::Comparison(std::string where, const VectorCase& given, const engine::Cilium& otherwise)
    : where_(std::move(where)), case_(given), cilium_(otherwise) {
    cilium_.version = answered_by(given.cilium.value_or(otherwise.version));
    if (given.mode) cilium_.config.enforcement = *given.mode;
}

void Comparison::compare_policy(size_t index, Mismatches& found) const {
    const auto& policy = case_.policies[index];
    const auto& theirs = case_.policy_answers[index];
    const engine::Examination ours = engine::examine(policy, FieldValidation::ignore, cilium_);
    const std::string what = "policy " + engine::policy_name(policy) + ": ";
    const auto& admission = ours.admission;
    const size_t before = found.size();
    if (theirs.unknown_fields && list(*theirs.unknown_fields) != list(admission.unknown_fields)) {
        found.push_back(mismatch(what + "unknownFields", list(*theirs.unknown_fields), list(admission.unknown_fields)));
    }
    if (theirs.schema_error != !admission.schema_errors.empty()) {
        found.push_back(
            mismatch(what + "schemaErrors", theirs.schema_error ? "some" : "none", list(admission.schema_errors)));
    }
    const auto& also = ours.agent_alternatives;
    if (theirs.agent_error && *theirs.agent_error != admission.agent_error &&
        std::find(also.begin(), also.end(), *theirs.agent_error) == also.end()) {
        found.push_back(mismatch(what + "agentError", quoted(*theirs.agent_error), quoted(admission.agent_error)));
    }
    if (found.size() == before) return;
    const std::string_view known = explain_policy(case_, cilium_, index);
    for (size_t i = before; i < found.size(); ++i) found[i].explained_by = known;
}

Mismatches Comparison::policies() const {
    Mismatches found;
    for (size_t i = 0; i < case_.policies.size(); ++i) compare_policy(i, found);
    return found;
}

void Comparison::compare_flow(const engine::Evaluator& evaluator, size_t index, Mismatches& found) const {
    const VectorCase::Question& question = case_.flows[index];
    const auto& theirs = case_.flow_answers[index];
    const engine::Verdicts ours = evaluator.verdicts(question.from, question.to, question.protocol, question.port);
    if (agree(case_, index, ours)) return;
    const Flow flow = case_.flow(question);
    const engine::Decision explained = evaluator.evaluate(flow);
    const std::string_view known = explain_flow(case_, cilium_, index);
    const auto compare = [&](const char* side, Answer their_verdict, Verdict verdict, const std::string& reason) {
        if (agrees(their_verdict, verdict)) return;
        found.push_back(mismatch(describe(flow) + "/" + std::string(to_string(flow.protocol)) + side,
                                 std::string(to_text(their_verdict)), std::string(to_string(verdict)), reason));
        found.back().explained_by = known;
    };
    compare(" ingress", theirs.ingress, explained.ingress.verdict, explained.ingress.reason);
    compare(" egress", theirs.egress, explained.egress.verdict, explained.egress.reason);
    compare("", theirs.both, explained.verdict(), explained.deciding().reason);
}

Mismatches Comparison::flows_under(const std::vector<manifest::Manifest>& policies) const {
    engine::PolicySet in_force(cilium_);
    for (const auto& policy : policies) in_force.apply(policy, FieldValidation::ignore);
    const engine::Evaluator evaluator(case_.world, in_force);
    Mismatches found;
    for (size_t i = 0; i < case_.flows.size(); ++i) compare_flow(evaluator, i, found);
    return found;
}

// Where Cilium's own answer is up to chance (engine/collisions.hpp), the answer is right if some way to read the
// policies gives all of it.
Mismatches Comparison::flows() const {
    Mismatches found = flows_under(case_.policies);
    for (size_t i = 0; i < case_.policies.size() && !found.empty(); ++i) {
        for (auto& document : other_readings(case_.policies[i])) {
            std::vector<manifest::Manifest> policies = case_.policies;
            policies[i].document = std::move(document);
            if (flows_under(policies).empty()) return {};
        }
    }
    return found;
}

}  // namespace pgreach::vectors
