#pragma once

#include "manifest/manifest.hpp"

namespace pgreach::manifest {

// The document that a manifest stands in, as its author wrote it: without the others of its file, and without the lines
// that part them. Of an item of a list it is the whole list.
Source excerpt(const Manifest& manifest);

}  // namespace pgreach::manifest
