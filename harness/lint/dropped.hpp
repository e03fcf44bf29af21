#pragma once

#include <string>

#include "engine/examine.hpp"

namespace pgreach::lint {

// What a policy means once a field of it is gone: null, or unknown where strict validation is off.
struct Meaning {
    std::string text;    // "everyone reaches 5432/TCP"; empty where nothing much changes
    bool opens = false;  // more is let through than with the field
};
// `without`: the examination of the policy as it is stored then.
Meaning meaning_without(const engine::Examination& without, const std::string& path);

}  // namespace pgreach::lint
