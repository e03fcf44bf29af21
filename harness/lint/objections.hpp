#pragma once

#include <vector>

#include "base/diagnostic.hpp"
#include "engine/examine.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::lint {

// What API server and agent object to, in their words, with what to write instead; and the fields that the API server
// drops without a word. `written` is the object as it was written, the examination may be of one with variables filled
// in.
Diagnostics objections(const manifest::Manifest& written, const engine::Examination& examination,
                       const engine::Cilium& cilium);

}  // namespace pgreach::lint
