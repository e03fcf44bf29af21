#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "docs/check.hpp"
#include "model/cnpg.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// What all of `pgreach docs …` are told.
struct DocsOptions {
    std::vector<std::string> pages;      // files and folders
    std::vector<std::string> scenarios;  // beside the catalogue's: files and folders
    CiliumOptions cilium;
    std::string operator_namespace = cnpg::operator_namespace;
};

void add_page_options(CLI::App& command, DocsOptions& options);
// Which Cilium is meant, and where the operator is.
void add_judge_options(CLI::App& command, DocsOptions& options);

// What pages are checked against, all that it refers to included.
class DocsSources {
  public:
    static Result<DocsSources> load(const Invocation& invocation, const DocsOptions& options);

    const std::vector<SourcePtr>& pages() const { return pages_; }
    const std::vector<docs::KnownExample>& known() const { return known_; }
    docs::CheckOptions options() const { return {cilium_, known_, flags_, operator_namespace_}; }
    docs::CheckResult check() const;

  private:
    DocsSources() = default;

    std::vector<SourcePtr> pages_;
    std::vector<scenario::Scenario> scenarios_;
    std::vector<docs::KnownExample> known_;  // refers to the scenarios
    docs::AgentFlags flags_;
    engine::Cilium cilium_;
    std::string operator_namespace_;
};

}  // namespace pgreach::cli
