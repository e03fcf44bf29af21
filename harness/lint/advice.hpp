#pragma once

#include <string>
#include <vector>

#include "engine/examine.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// What to write instead, and where.
struct Advice {
    Mark mark;
    std::string remedy;
};
// `nulls`: fields that were dropped before anybody found fault with the rest.
Advice advise(const manifest::Manifest& manifest, const engine::Violation& violation,
              const std::vector<engine::Dropped>& nulls = {});

}  // namespace pgreach::lint
