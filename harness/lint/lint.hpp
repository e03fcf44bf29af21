#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/policy_set.hpp"
#include "manifest/files.hpp"
#include "model/cnpg.hpp"
#include "model/world.hpp"

namespace pgreach::lint {

using manifest::File;

// Findings that are known already, each as often as it is, by file, code and text (baseline.hpp).
using Baseline = std::map<std::string, size_t>;

struct Options {
    engine::Cilium cilium = {};  // the release in question and its settings
    // Where the policies are meant for. Without one, nothing is said of selectors that match nothing.
    std::optional<World> world = {};
    std::string operator_namespace = cnpg::operator_namespace;
    Baseline baseline = {};
};

struct LintResult {
    Diagnostics findings;                 // in order of file and line
    std::vector<SourcePtr> sources = {};  // the texts that were read, a page's block by block
    size_t files = 0;
    size_t policies = 0;
    size_t skipped = 0;     // objects that are no policies
    size_t no_objects = 0;  // files of folders, or documents in them, that are no objects of Kubernetes
    size_t templates = 0;   // policies that cannot be judged before somebody fills them in
    size_t ignored = 0;     // findings beside whose line stands that they are to be ignored
    size_t known = 0;       // findings that the baseline has
    size_t gone = 0;        // … and of the baseline, those that are no more

    size_t errors() const;
    size_t warnings() const;
};

// What is wrong with the policies of these files. All of them are taken to be in force together, as policies add up.
// A file whose name is a page's (page::is_page) is read as one: its YAML blocks that have a `kind:` are read.
LintResult lint(const std::vector<File>& files, const Options& options);

}  // namespace pgreach::lint
