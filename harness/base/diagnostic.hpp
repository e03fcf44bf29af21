#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pgreach {

// A text that messages point into: its name as the user knows it, and its content. `first_line` is where the text
// begins in that file (a YAML block inside a page begins in the middle of it).
struct Source {
    std::string name;
    std::string text;
    int first_line = 1;
};
using SourcePtr = std::shared_ptr<const Source>;

// A place in a source, from one; line 0 means "the source as a whole". Columns count bytes.
struct Mark {
    int line = 0;
    int column = 0;
    bool operator==(const Mark&) const = default;
};

// A note is worth knowing and no fault.
enum class Severity { error, warning, note };
// "error", "warning", "note"
std::string_view to_string(Severity severity);

// One finding about a text, worded like a compiler's.
struct Diagnostic {
    Severity severity = Severity::error;
    SourcePtr source;  // never null
    Mark mark;
    std::string text;
    std::string remedy = {};  // what to write instead; may be empty
    std::string code = {};    // a stable short name, as in "[refused-field]"; may be empty
};
using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

// "file:line:column: error: text [code]", the line, a caret, and "  remedy: …" below. No trailing newline.
std::string render(const Diagnostic& diagnostic);
// All of them, in order of file and line, separated by newlines.
std::string render(Diagnostics diagnostics);

}  // namespace pgreach
