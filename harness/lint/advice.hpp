#pragma once

#include <string>

#include "engine/examine.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// What to write instead, and where.
struct Advice {
    Mark mark;
    std::string remedy;
};
Advice advise(const manifest::Manifest& manifest, const engine::Finding& finding);

}  // namespace pgreach::lint
