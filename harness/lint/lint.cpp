#include "lint/lint.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "lint/admit.hpp"
#include "lint/baseline.hpp"
#include "lint/checks.hpp"
#include "lint/closing.hpp"
#include "lint/templates.hpp"

namespace pgreach::lint {
namespace {

constexpr std::array checks = {check_selectors,  check_rules, check_overlaps, check_surprises,
                               check_port_names, check_needs, check_world};

size_t count(const Diagnostics& findings, Severity severity) {
    return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                             [severity](const Diagnostic& d) { return d.severity == severity; }));
}

void sort(Diagnostics& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.source->name, a.mark.line, a.mark.column) <
               std::tie(b.source->name, b.mark.line, b.mark.column);
    });
}

}  // namespace

size_t LintResult::errors() const {
    return count(findings, Severity::error);
}

size_t LintResult::warnings() const {
    return count(findings, Severity::warning);
}

LintResult lint(const std::vector<File>& files, const Options& options) {
    LintResult report;
    const Given given = admit(files, options, report);
    for (const auto check : checks) check(given, report.findings);
    add_what_closing_needs(given, report.findings);
    for (auto& finding : report.findings) {
        finding.text = restore(std::move(finding.text));
        finding.remedy = restore(std::move(finding.remedy));
    }
    leave_out_ignored(report);
    leave_out_known(options.baseline, report);
    sort(report.findings);
    return report;
}

}  // namespace pgreach::lint
