#pragma once

#include <string_view>

namespace pgreach::page {

// Whether what stands behind a fence, or in an attribute, names YAML: "yaml", "yml title=\"p.yaml\"",
// "{ .yaml .annotate }", "{code-block} yaml", "yaml{1,3-4}", "yaml:line-numbers".
bool names_yaml(std::string_view info);

// A listing whose language nobody says is taken for YAML where it has this: an object of Kubernetes.
bool looks_like_manifest(std::string_view text);

// The path of a line that includes a file, in the ways of MkDocs' extensions: --8<-- "p.yaml", {% include "p.yaml" %},
// {!p.yaml!}. Empty where it is none.
std::string_view snippet_path(std::string_view line);

// Follows the fences of a text in Markdown, line by line.
class Fence {
  public:
    // Whether the line belongs to a fenced listing, its fences included.
    bool takes(std::string_view line);
    void end() { length_ = 0; }

  private:
    char mark_ = 0;
    size_t length_ = 0;  // of the fence that is open; 0: none is
};

}  // namespace pgreach::page
