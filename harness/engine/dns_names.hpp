#pragma once

#include <string>

namespace pgreach::engine {

// Whether a name is meant by matchName or matchPattern of toFQDNs: "*" stands for characters within one label, "*"
// alone for every name, and "**." at the beginning for one or more labels. Case and a last dot do not matter. Cilium:
// pkg/fqdn/matchpattern of v1.19.0.
bool is_name_of(const std::string& pattern, const std::string& name);

}  // namespace pgreach::engine
