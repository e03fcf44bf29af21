#include "engine/vectors.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "engine/line_reader.hpp"
#include "engine/translate.hpp"
#include "engine/vector_case.hpp"
#include "model/names.hpp"

namespace pgreach::engine {
namespace {

std::string quoted(const std::string& text) {
    return text.empty() ? "nothing" : "\"" + text + "\"";
}

std::string list(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    return parts.empty() ? "none" : join(parts, ", ");
}

class Comparison {
  public:
    Comparison(std::string where, const VectorCase& given, const std::function<void(const Mismatch&)>& report)
        : where_(std::move(where)), case_(given), report_(report), policies_(given.mode) {}

    VectorCount run();

  private:
    void differ(std::string what, std::string theirs, std::string ours, std::string reason = {});
    void compare_policy(size_t index);
    void compare_flow(const Evaluator& evaluator, size_t index);

    std::string where_;
    const VectorCase& case_;
    const std::function<void(const Mismatch&)>& report_;
    PolicySet policies_;
    VectorCount count_;
};

void Comparison::differ(std::string what, std::string theirs, std::string ours, std::string reason) {
    ++count_.mismatches;
    report_({where_, std::move(what), std::move(theirs), std::move(ours), std::move(reason)});
}

void Comparison::compare_policy(size_t index) {
    const auto& policy = case_.policies[index];
    const auto& theirs = case_.policy_answers[index];
    const Examination ours = examine(policy, FieldValidation::ignore);
    policies_.apply(ours);
    const std::string what = "policy " + policy_name(policy) + ": ";
    const auto& admission = ours.admission;
    if (list(theirs.unknown_fields) != list(admission.unknown_fields)) {
        differ(what + "unknownFields", list(theirs.unknown_fields), list(admission.unknown_fields));
    }
    if (theirs.schema_error != !admission.schema_errors.empty()) {
        differ(what + "schemaErrors", theirs.schema_error ? "some" : "none", list(admission.schema_errors));
    }
    const auto& also = ours.agent_alternatives;
    if (theirs.agent_error != admission.agent_error &&
        std::find(also.begin(), also.end(), theirs.agent_error) == also.end()) {
        differ(what + "agentError", quoted(theirs.agent_error), quoted(admission.agent_error));
    }
}

void Comparison::compare_flow(const Evaluator& evaluator, size_t index) {
    const VectorCase::Question& question = case_.flows[index];
    const Flow& flow = question.flow;
    const auto& theirs = case_.flow_answers[index];
    const Verdicts ours = evaluator.verdicts(question.from, question.to, flow.protocol, flow.port);
    if (theirs.ingress == ours.ingress && theirs.egress == ours.egress) return;
    const Decision explained = evaluator.evaluate(flow);
    const auto compare = [&](const char* direction, Verdict their_verdict, const DirectionDecision& our_decision) {
        if (their_verdict == our_decision.verdict) return;
        differ(describe(flow) + "/" + std::string(to_string(flow.protocol)) + direction,
               std::string(to_string(their_verdict)), std::string(to_string(our_decision.verdict)),
               our_decision.reason);
    };
    compare(" ingress", theirs.ingress, explained.ingress);
    compare(" egress", theirs.egress, explained.egress);
}

VectorCount Comparison::run() {
    for (size_t i = 0; i < case_.policies.size(); ++i) compare_policy(i);
    const Evaluator evaluator(case_.world, policies_);
    for (size_t i = 0; i < case_.flows.size(); ++i) compare_flow(evaluator, i);
    count_.cases = 1;
    count_.verdicts = case_.flows.size();
    return count_;
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

Result<VectorCount> run_vectors(const std::filesystem::path& file, const std::function<void(const Mismatch&)>& report) {
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
        total += Comparison(where + " " + parsed->id, *parsed, report).run();
    }
}

}  // namespace pgreach::engine
