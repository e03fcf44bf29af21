#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.hpp"

namespace pgreach::run {

// One of `count` parts of a run, from 1.
struct Shard {
    int index = 1;
    int count = 1;
};

// "2/3"; nothing where it is not that.
std::optional<Shard> parse_shard(std::string_view text);

// Milliseconds that scenarios took, by name.
using Times = std::map<std::string, double>;

// What each scenario costs: the time that was measured; of those that were not measured what their size lets expect,
// their steps times their flows, as long each as in the others.
std::vector<double> costs_of(const std::vector<scenario::Scenario>& scenarios, const Times& measured);

// Which items fall to a shard, in their order: the most costly first, each to the shard that has least. The same for
// every shard that is given the same costs.
std::vector<std::size_t> share_of(const std::vector<double>& costs, const Shard& shard);

// Every scenario that many times, one round of all after the other; each further run is named "NAME, run 2".
std::vector<scenario::Scenario> repeated(const std::vector<scenario::Scenario>& scenarios, int times);

}  // namespace pgreach::run
