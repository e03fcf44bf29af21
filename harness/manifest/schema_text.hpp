#pragma once

namespace pgreach::manifest {

// The tables of manifest/schema/, put into the binary while configuring.
extern const char* const cilium_schema_text;
extern const char* const kubernetes_schema_text;

}  // namespace pgreach::manifest
