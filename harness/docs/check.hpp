#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "docs/claims.hpp"
#include "docs/example.hpp"
#include "docs/flags.hpp"
#include "engine/cilium.hpp"
#include "model/cnpg.hpp"

namespace pgreach::docs {

// What a page is checked against. `known` and `flags` outlive what is found.
struct CheckOptions {
    engine::Cilium cilium = {};
    const std::vector<KnownExample>& known;
    const AgentFlags& flags;
    std::string operator_namespace = cnpg::operator_namespace;
};

struct CheckedExample {
    Example example;
    std::string sha256;  // of the text of its listing
    std::string diff;    // hunks from the known text to this one; empty unless it has changed
    std::vector<StepClaims> claims = {};
};

struct CheckedPage {
    SourcePtr source;
    std::vector<CheckedExample> examples = {};
    std::vector<const KnownExample*> gone = {};
};

// The codes of findings are lint's (docs/lint.md) and these (docs/documentation.md): "claim-not-kept", "unknown-flag",
// "not-included", and as notes "consequence" and "stale-defect". What is changed, new or gone is no finding.
struct CheckResult {
    std::vector<CheckedPage> pages = {};  // those with examples or findings
    size_t others = 0;                    // pages without
    Diagnostics findings = {};            // in order of file and line

    size_t count(Severity severity) const;
    size_t count(ExampleState state) const;
    size_t examples() const;
    // A part of a page could not be read, so that not all of it was checked.
    bool incomplete() const;
};

// Adds what is found on one page. Each example is looked at by itself: a page has alternatives, and who follows it
// applies one.
void check_page(const SourcePtr& source, const page::Include& include, const CheckOptions& options,
                CheckResult& result);

}  // namespace pgreach::docs
