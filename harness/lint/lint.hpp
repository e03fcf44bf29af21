#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/policy_set.hpp"
#include "model/cnpg.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

struct Options {
    engine::Cilium cilium = {};  // the release in question and its settings
    // Where the policies are meant for. Without one, nothing is said of selectors that match nothing.
    std::optional<World> world = {};
    std::string operator_namespace = cnpg::operator_namespace;
};

struct Report {
    Diagnostics findings;  // in order of file and line
    size_t files = 0;
    size_t policies = 0;
    size_t skipped = 0;  // objects that are no policies

    size_t errors() const;
    size_t warnings() const;
};

// What is wrong with the policies of these files. All of them are taken to be in force together, as policies add up.
// A file whose name ends in .md or .markdown is a page: its YAML blocks that have a `kind:` are read.
Report lint(const std::vector<SourcePtr>& files, const Options& options);

}  // namespace pgreach::lint
