#pragma once

#include <utility>

#include "engine/agent_config.hpp"
#include "engine/cilium_version.hpp"

namespace pgreach::engine {

// The Cilium in question: its release and what its agents are set to. Everything that admits or judges asks for it.
struct Cilium {
    CiliumVersion version;
    AgentConfig config;

    // A release is one that is installed as it comes.
    Cilium(CiliumVersion release = {}, AgentConfig settings = {})  // NOLINT(google-explicit-constructor)
        : version(release), config(std::move(settings)) {}
    Cilium(int major, int minor, int patch = CiliumVersion::newest_patch) : version{major, minor, patch} {}
    bool operator==(const Cilium&) const = default;
};

}  // namespace pgreach::engine
