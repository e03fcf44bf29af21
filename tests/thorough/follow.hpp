#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/lint.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

// Files with one object each, as JSON, and who there is.
struct Corpus {
    std::vector<SourcePtr> files;
    World world;

    LintResult lint(const Options& options = {}) const;
};

// What comes of doing what a remedy says.
struct Followed {
    Corpus after;
    // For what is added: a policy with that rule alone, which names the flows that may change. Empty where something is
    // taken out, and nothing may change.
    std::string named = {};
};
// Reads the words of the remedy, as a person would. Nothing where they do not say what to write.
std::optional<Followed> follow(const Corpus& corpus, const Diagnostic& finding);

}  // namespace pgreach::lint
