#include "docs/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "docs/digest.hpp"
#include "docs/line_diff.hpp"
#include "lint/lint.hpp"
#include "model/cnpg_needs.hpp"

namespace pgreach::docs {
namespace {

constexpr std::string_view closed = "-closed";

// The need of CloudNativePG that a warning of lint's is about; null where it is about something else.
const cnpg::Need* need_of(const Diagnostic& finding) {
    if (!finding.code.ends_with(closed)) return nullptr;
    return cnpg::find_need(finding.code.substr(0, finding.code.size() - closed.size()));
}

class ExampleChecker {
  public:
    ExampleChecker(const Example& example, const CheckOptions& options, Diagnostics& findings)
        : options_(options), checked_{.example = example}, findings_(findings) {}

    CheckedExample check() {
        const auto& text = checked_.example.block.source->text;
        checked_.sha256 = sha256(text);
        checked_.claims = judge_claims(checked_.example, options_.cilium);
        if (const auto* known = checked_.example.known; known != nullptr)
            checked_.diff = unified_hunks(known->text, text);
        add_faults();
        add_claims();
        return std::move(checked_);
    }

  private:
    Mark first_mark() const {
        const auto& policies = checked_.example.policies;
        return policies.empty() ? Mark{checked_.example.block.source->first_line, 1} : policies[0].document.mark;
    }
    void say(Severity severity, const char* code, std::string text, std::string remedy = {}) {
        findings_.push_back(
            {severity, checked_.example.block.source, first_mark(), std::move(text), std::move(remedy), code});
    }

    // What closes something for CloudNativePG is no fault of an example, but its reader should know: once for all.
    void add_faults() {
        manifest::File file(checked_.example.block.source);
        file.of_page = true;
        auto report = lint::lint({file}, {options_.cilium, {}, options_.operator_namespace});
        std::vector<std::string> breaks;
        Mark mark;
        for (auto& finding : report.findings) {
            const auto* need = need_of(finding);
            if (need == nullptr) {
                faulty_ = faulty_ || finding.severity == Severity::error;
                findings_.push_back(std::move(finding));
                continue;
            }
            if (breaks.empty()) mark = finding.mark;
            breaks.push_back(cnpg::consequence(*need));
        }
        if (breaks.empty()) return;
        findings_.push_back({Severity::note, checked_.example.block.source, mark,
                             "applied alone, it breaks the database:" + bulleted(breaks),
                             "apply it with policies that let this pass; pgreach lint names the rules", "consequence"});
    }

    // What an example promises that is not even taken is told with why it is not.
    void add_claims() {
        for (const auto& step : checked_.claims) {
            for (const auto& defect : step.stale) {
                say(Severity::note, "stale-defect",
                    fmt::format("known defect {} of scenario {} is gone: all that is promised holds", defect,
                                step.scenario),
                    "take it out of the scenario");
            }
        }
        const auto broken = std::find_if(checked_.claims.begin(), checked_.claims.end(),
                                         [](const StepClaims& step) { return !step.kept(); });
        if (broken == checked_.claims.end()) return;
        const auto text = broken_text(*broken);
        if (!faulty_)
            return say(Severity::error, "claim-not-kept", "the page's promise does not hold: " + text, broken->remedy);
        const auto fault = std::find_if(findings_.rbegin(), findings_.rend(), [&](const Diagnostic& finding) {
            return finding.severity == Severity::error && finding.source == checked_.example.block.source;
        });
        if (fault != findings_.rend()) fault->text += "; " + text;
    }

    static std::string broken_text(const StepClaims& step) {
        if (step.otherwise.empty()) return describe(step.refused.front());
        const auto reason = step.reason.empty() ? std::string() : " (" + step.reason + ")";
        return fmt::format("{} of {} flows are not as the page promises, {} among them{}", step.otherwise.size(),
                           step.flows, describe(step.otherwise.front()), reason);
    }

    const CheckOptions& options_;
    CheckedExample checked_;
    Diagnostics& findings_;
    bool faulty_ = false;
};

}  // namespace

size_t CheckResult::count(Severity severity) const {
    return static_cast<size_t>(std::count_if(findings.begin(), findings.end(), [severity](const Diagnostic& finding) {
        return finding.severity == severity;
    }));
}

size_t CheckResult::count(ExampleState state) const {
    size_t sum = 0;
    for (const auto& page : pages) {
        sum += static_cast<size_t>(
            std::count_if(page.examples.begin(), page.examples.end(),
                          [state](const CheckedExample& one) { return one.example.state == state; }));
    }
    return sum;
}

size_t CheckResult::examples() const {
    size_t sum = 0;
    for (const auto& page : pages) sum += page.examples.size();
    return sum;
}

bool CheckResult::incomplete() const {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Diagnostic& finding) { return finding.code == "not-included"; });
}

void check_page(const SourcePtr& source, const page::Include& include, const CheckOptions& options,
                CheckResult& result) {
    CheckedPage checked{.source = source};
    auto read = page::read_page(source, include);
    Diagnostics findings = std::move(read.diagnostics);
    for (const auto& example : examples_of(read, options.known, checked.gone)) {
        checked.examples.push_back(ExampleChecker(example, options, findings).check());
    }
    const auto flags = judge_flags(agent_flags_in(read.prose), options.flags, options.cilium.version);
    findings.insert(findings.end(), flags.begin(), flags.end());
    if (checked.examples.empty() && findings.empty()) {
        ++result.others;
        return;
    }
    result.pages.push_back(std::move(checked));
    result.findings.insert(result.findings.end(), findings.begin(), findings.end());
    std::stable_sort(result.findings.begin(), result.findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.source->name, a.mark.line, a.mark.column) <
               std::tie(b.source->name, b.mark.line, b.mark.column);
    });
    // What several pages include is one text.
    const auto same = [](const Diagnostic& a, const Diagnostic& b) {
        return a.source->name == b.source->name && a.mark == b.mark && a.code == b.code && a.text == b.text;
    };
    result.findings.erase(std::unique(result.findings.begin(), result.findings.end(), same), result.findings.end());
}

}  // namespace pgreach::docs
