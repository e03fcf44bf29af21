#pragma once

#include <string>
#include <vector>

#include "lint/lint.hpp"

namespace pgreach::lint {

inline SourcePtr source(std::string text, std::string name = "p.yaml") {
    return std::make_shared<const Source>(Source{std::move(name), std::move(text)});
}

inline LintResult lint_text(const std::string& text, const Options& options = {}) {
    return lint({source(text)}, options);
}

// A document of its own; the spec is indented by two.
inline std::string cilium_policy(const std::string& spec, const std::string& name = "p") {
    return "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: " + name +
           ", namespace: default}\nspec:\n" + spec;
}
inline std::string network_policy(const std::string& spec, const std::string& name = "p") {
    return "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name +
           ", namespace: default}\nspec:\n" + spec;
}

// "6:3 schema", in order.
inline std::vector<std::string> places(const LintResult& report) {
    std::vector<std::string> result;
    for (const auto& finding : report.findings) {
        result.push_back(std::to_string(finding.mark.line) + ":" + std::to_string(finding.mark.column) + " " +
                         finding.code);
    }
    return result;
}

inline std::vector<std::string> codes(const LintResult& report) {
    std::vector<std::string> result;
    for (const auto& finding : report.findings) result.push_back(finding.code);
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace pgreach::lint
