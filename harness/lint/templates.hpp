#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace pgreach::lint {

// A text that something is filled into before a cluster sees it.
enum class TemplateKind : std::uint8_t { none, helm, jinja, substitution, placeholders };

// Made readable as YAML: each expression ({{ .Values.x }}, ${VAR}, in pages <name>) is a word that stands for it, equal
// ones for equal ones, and lines that hold only directives are empty. Lines keep their numbers.
struct TemplateText {
    TemplateKind kind = TemplateKind::none;
    SourcePtr readable;
    std::vector<int> directives = {};  // lines that decide what else is there, or put whole blocks in
};
TemplateText read_template(const SourcePtr& source, bool page);

// A word that stands for an expression is part of it.
bool has_variable(std::string_view text);
// With the expressions that the words stand for.
std::string restore(std::string text);

// "a Helm template", and the command that fills it in.
std::string to_text(TemplateKind kind);
std::string how_to_render(TemplateKind kind);

}  // namespace pgreach::lint
