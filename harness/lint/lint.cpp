#include "lint/lint.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "lint/admit.hpp"
#include "lint/checks.hpp"

namespace pgreach::lint {
namespace {

constexpr std::array checks = {check_selectors,  check_rules, check_overlaps, check_surprises,
                               check_port_names, check_needs, check_world};

size_t count(const Diagnostics& findings, Severity severity) {
    return static_cast<size_t>(std::count_if(findings.begin(), findings.end(),
                                             [severity](const Diagnostic& d) { return d.severity == severity; }));
}

}  // namespace

size_t Report::errors() const {
    return count(findings, Severity::error);
}

size_t Report::warnings() const {
    return count(findings, Severity::warning);
}

Report lint(const std::vector<SourcePtr>& files, const Options& options) {
    Report report;
    const Given given = admit(files, options, report);
    for (const auto check : checks) check(given, report.findings);
    std::stable_sort(report.findings.begin(), report.findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.source->name, a.mark.line, a.mark.column) <
               std::tie(b.source->name, b.mark.line, b.mark.column);
    });
    return report;
}

}  // namespace pgreach::lint
