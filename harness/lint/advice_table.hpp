#pragma once

#include <string_view>
#include <vector>

#include "engine/examine.hpp"

namespace pgreach::lint {

// A common mistake and what to write instead. Patterns are shell patterns. The first row that fits is taken, of those
// whose every $word has a value:
//   $field   the field the finding is about      $value   what was written there
//   $meant   the known name nearest to it        $home    where this kind of object has such a field
//   $null    a field of that object that is null, and therefore dropped
//   $portless the protocol of a port, where that has no ports
//   $fields  the fields known at that place      $section the list of rules that is given and empty
struct Mistake {
    engine::AdmissionCheck check;
    std::string_view kind;
    std::string_view path;
    std::string_view text;  // of the finding
    std::string_view remedy;
};
const std::vector<Mistake>& common_mistakes();

}  // namespace pgreach::lint
