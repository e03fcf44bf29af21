#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"

namespace pgreach::backend {

// Which Cilium decides in a place, for whoever predicts what it does.
struct Semantics {
    engine::Cilium cilium = {};  // the newest of the releases that run there, and the agents' settings
    // By node, where nodes differ in their release (a roll-out is under way) or in their settings.
    std::map<std::string, engine::Cilium> nodes = {};
    // What could not be found out, or is not known here, and what it is taken for: any prediction may be wrong by it.
    std::vector<std::string> assumptions = {};
    std::vector<std::string> not_followed = {};  // settings that decide something, and that no prediction knows
    // Endpoints in audit mode, which let pass what policies deny: "every endpoint" or their names.
    std::vector<std::string> audited = {};
    // Policies of ours that are in force as long as the place stands …
    std::vector<manifest::Manifest> baseline = {};
    // … and those that go when others are applied: with them all that will be probed is open.
    std::vector<manifest::Manifest> control = {};
};

// The releases of the nodes by node; empty where all have the same.
std::map<std::string, engine::CiliumVersion> releases_of(const Semantics& semantics);

// What is assumed of a release that nothing is known of; empty of others.
std::string assumption_about(engine::CiliumVersion release);

// What a reader of the record must know of it.
std::vector<std::string> notes_of(const Semantics& semantics);

}  // namespace pgreach::backend
