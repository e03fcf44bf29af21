#pragma once

#include <string_view>

#include "yaml/builder.hpp"

namespace pgreach::yaml {

// Reads a text that is one JSON object and nothing else, as machines write it: of a document of a snapshot, or of
// `kubectl get -o json`. Passes on what the reader of YAML would, at several times its speed. False where there is
// anything else in it (comments, tabs, escapes but the plain ones, what is no ASCII): then that reader must have a
// look, and what the builder has got so far is void.
bool read_json_object(std::string_view text, int first_line, Builder& builder);

}  // namespace pgreach::yaml
