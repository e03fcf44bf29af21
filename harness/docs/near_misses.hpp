#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rule.hpp"
#include "model/participants.hpp"

namespace pgreach::docs {

struct NearMiss {
    std::string what;  // "without-role", "role-case", "role-suffix"
    Labels labels;
};
// The same labels but for one.
std::vector<NearMiss> near_misses_of(const Labels& labels);

// Whether a pod can have these labels in that namespace.
bool is_possible(const std::string& ns, const Labels& labels);

// The first address of a block that is in none of these, as a block of one ("10.0.0.0/32"): of the first few; nothing
// where there is none.
std::optional<std::string> address_in(const manifest::Cidr& block, const std::vector<manifest::Cidr>& except);

// What the instances serve: CloudNativePG's own ports, of which those that the rules do not name give way to TCP ports
// that they do.
std::vector<TargetPort> ports_of(const std::vector<engine::Rule>& rules);

}  // namespace pgreach::docs
