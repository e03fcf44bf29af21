#include "vectors/vectors.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/collisions.hpp"
#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "engine/translate.hpp"
#include "model/names.hpp"
#include "vectors/line_reader.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::vectors {
namespace {

std::string quoted(const std::string& text) {
    return text.empty() ? "nothing" : "\"" + text + "\"";
}

// All but the one that we take to be the agent's.
std::vector<yaml::Node> other_readings(const manifest::Manifest& policy) {
    auto all = engine::readings(policy.document);
    all.erase(all.begin());
    return all;
}

std::string list(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    return parts.empty() ? "none" : join(parts, ", ");
}

using engine::CiliumVersion;
using engine::DirectionDecision;
using engine::Evaluator;
using engine::Examination;
using engine::PolicySet;
using engine::Verdicts;
using Mismatches = std::vector<Mismatch>;
using Manifests = std::vector<manifest::Manifest>;

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

engine::Cilium cilium_of(const VectorCase& given, CiliumVersion otherwise) {
    engine::Cilium cilium(answered_by(given.cilium.value_or(otherwise)));
    cilium.config.enforcement = given.mode;
    return cilium;
}

class Comparison {
  public:
    Comparison(std::string where, const VectorCase& given, CiliumVersion otherwise)
        : where_(std::move(where)), case_(given), cilium_(cilium_of(given, otherwise)) {}

    Mismatches policies() const;
    Mismatches flows() const;

  private:
    Mismatch mismatch(std::string what, std::string theirs, std::string ours, std::string reason = {}) const {
        return {where_, std::move(what), std::move(theirs), std::move(ours), std::move(reason)};
    }
    void compare_policy(size_t index, Mismatches& found) const;
    void compare_flow(const Evaluator& evaluator, size_t index, Mismatches& found) const;
    Mismatches flows_under(const Manifests& policies) const;

    std::string where_;
    const VectorCase& case_;
    engine::Cilium cilium_;
};

void Comparison::compare_policy(size_t index, Mismatches& found) const {
    const auto& policy = case_.policies[index];
    const auto& theirs = case_.policy_answers[index];
    const Examination ours = engine::examine(policy, FieldValidation::ignore, cilium_);
    const std::string what = "policy " + engine::policy_name(policy) + ": ";
    const auto& admission = ours.admission;
    if (list(theirs.unknown_fields) != list(admission.unknown_fields)) {
        found.push_back(mismatch(what + "unknownFields", list(theirs.unknown_fields), list(admission.unknown_fields)));
    }
    if (theirs.schema_error != !admission.schema_errors.empty()) {
        found.push_back(
            mismatch(what + "schemaErrors", theirs.schema_error ? "some" : "none", list(admission.schema_errors)));
    }
    const auto& also = ours.agent_alternatives;
    if (theirs.agent_error != admission.agent_error &&
        std::find(also.begin(), also.end(), theirs.agent_error) == also.end()) {
        found.push_back(mismatch(what + "agentError", quoted(theirs.agent_error), quoted(admission.agent_error)));
    }
}

Mismatches Comparison::policies() const {
    Mismatches found;
    for (size_t i = 0; i < case_.policies.size(); ++i) compare_policy(i, found);
    return found;
}

void Comparison::compare_flow(const Evaluator& evaluator, size_t index, Mismatches& found) const {
    const VectorCase::Question& question = case_.flows[index];
    const Flow& flow = question.flow;
    const auto& theirs = case_.flow_answers[index];
    const Verdicts ours = evaluator.verdicts(question.from, question.to, flow.protocol, flow.port);
    if (theirs.ingress == ours.ingress && theirs.egress == ours.egress) return;
    const engine::Decision explained = evaluator.evaluate(flow);
    const auto compare = [&](const char* direction, Verdict their_verdict, const DirectionDecision& decision) {
        if (their_verdict == decision.verdict) return;
        found.push_back(mismatch(describe(flow) + "/" + std::string(to_string(flow.protocol)) + direction,
                                 std::string(to_string(their_verdict)), std::string(to_string(decision.verdict)),
                                 decision.reason));
    };
    compare(" ingress", theirs.ingress, explained.ingress);
    compare(" egress", theirs.egress, explained.egress);
}

Mismatches Comparison::flows_under(const Manifests& policies) const {
    PolicySet in_force(cilium_);
    for (const auto& policy : policies) in_force.apply(policy, FieldValidation::ignore);
    const Evaluator evaluator(case_.world, in_force);
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
            Manifests policies = case_.policies;
            policies[i].document = std::move(document);
            if (flows_under(policies).empty()) return {};
        }
    }
    return found;
}

}  // namespace

std::string render(const Mismatch& mismatch) {
    const std::string reason = mismatch.reason.empty() ? "" : " (" + mismatch.reason + ")";
    return mismatch.where + ": " + mismatch.what + ": Cilium says " + mismatch.theirs + ", we say " + mismatch.ours +
           reason;
}

std::string render(const VectorCount& count) {
    return std::to_string(count.cases) + " cases, " + std::to_string(count.verdicts) + " verdicts, " +
           std::to_string(count.mismatches) + " mismatches";
}

VectorCount& VectorCount::operator+=(const VectorCount& other) {
    cases += other.cases;
    verdicts += other.verdicts;
    mismatches += other.mismatches;
    return *this;
}

Result<VectorCount> run_vectors(const std::filesystem::path& file, engine::CiliumVersion otherwise,
                                const std::function<void(const Mismatch&)>& report) {
    auto reader = LineReader::open(file);
    if (!reader) return std::move(reader).error();
    VectorCount total;
    std::string line;
    for (;;) {
        auto more = reader->next(line);
        if (!more) return std::move(more).error();
        if (!*more) return total;
        if (trim(line).empty()) continue;
        const std::string where = file.filename().string() + ":" + std::to_string(reader->number());
        const auto parsed = parse_vector_case(line);
        if (!parsed) return Error(parsed.error()).in(file.string() + ":" + std::to_string(reader->number()));
        const Comparison comparison(where + " " + parsed->id, *parsed, otherwise);
        const auto policies = comparison.policies();
        const auto flows = comparison.flows();
        for (const auto& mismatch : policies) report(mismatch);
        for (const auto& mismatch : flows) report(mismatch);
        total += {1, parsed->flows.size(), policies.size() + flows.size()};
    }
}

}  // namespace pgreach::vectors
