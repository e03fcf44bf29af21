#pragma once

#include <map>
#include <string>

#include "engine/cilium.hpp"

namespace pgreach::engine {

// The settings in which these agents differ from what their release installs, in the agent's words: "enable-policy" →
// "always".
std::map<std::string, std::string> settings_of(const Cilium& cilium);
// The same as a text: "enable-policy=always and labels=k8s:app"; empty where there are none.
std::string describe_settings(const Cilium& cilium);

}  // namespace pgreach::engine
