#pragma once

#include <string>
#include <vector>

namespace pgreach::manifest {

// What is wrong with the name or the value of a label, in Kubernetes' words (apimachinery, IsLabelKey and
// IsLabelValue), each broken rule a message of its own. Empty if nothing is.
std::vector<std::string> label_key_faults(const std::string& key);
std::vector<std::string> label_value_faults(const std::string& value);
// Of a namespace's name (IsDNS1123Label).
std::vector<std::string> namespace_faults(const std::string& name);
// Of an object's name (IsDNS1123Subdomain).
std::vector<std::string> name_faults(const std::string& name);

}  // namespace pgreach::manifest
