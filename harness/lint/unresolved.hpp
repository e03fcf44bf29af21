#pragma once

#include <string>
#include <vector>

#include "engine/rule.hpp"
#include "lint/cnpg_world.hpp"
#include "lint/policy.hpp"
#include "model/cnpg_needs.hpp"

namespace pgreach::lint {

// What a rule names beside pods, entities and blocks (Services, DNS names, groups, nodes) has no pods or addresses that
// anybody could tell from the policies. Whether this may be that participant: "false" is certain.
bool may_mean(const PlacedRule& placed, cnpg::Party party, const Participant& participant);

// Items of such lists as peers of their own, each of which only its equal covers: the same words, whatever they stand
// for.
std::vector<engine::Peer> unresolved_peers(const PlacedRule& placed);

// A DNS name as toFQDNs has it, matchName or matchPattern, is that of the address, or may be.
bool may_name(const yaml::Node& fqdn, const Address& address);

// The rule names peers by DNS names.
bool has_names(const PlacedRule& placed);
// The rule has the agent look at DNS answers, which is how it learns what names stand for.
bool learns_names(const PlacedRule& placed);

}  // namespace pgreach::lint
