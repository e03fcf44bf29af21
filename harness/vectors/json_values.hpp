#pragma once

#include "manifest/manifest.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"
#include "vectors/json_reader.hpp"

namespace pgreach::vectors {

// Values of a case; what is none makes the reader fail.
int read_port(JsonReader& json);
Protocol read_protocol(JsonReader& json);
Labels read_labels(JsonReader& json);
manifest::Manifest read_manifest(JsonReader& json);

}  // namespace pgreach::vectors
