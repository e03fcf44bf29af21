#include "run/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace pgreach::run {
namespace {

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || value < 1) return {};
    return value;
}

double size_of(const scenario::Scenario& scenario) {
    return static_cast<double>(scenario.steps.size() * scenario::plan(scenario.participants).size());
}

}  // namespace

std::optional<Shard> parse_shard(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    const auto index = number(text.substr(0, slash));
    const auto count = number(text.substr(slash + 1));
    if (!index || !count || *index > *count || *count > 1000) return {};
    return Shard{*index, *count};
}

std::vector<double> costs_of(const std::vector<scenario::Scenario>& scenarios, const Times& measured) {
    double time = 0;
    double size = 0;
    for (const auto& scenario : scenarios) {
        const auto found = measured.find(scenario.name);
        if (found == measured.end()) continue;
        time += found->second;
        size += size_of(scenario);
    }
    const double each = time > 0 && size > 0 ? time / size : 1;
    std::vector<double> costs;
    for (const auto& scenario : scenarios) {
        const auto found = measured.find(scenario.name);
        costs.push_back(found == measured.end() ? each * size_of(scenario) : found->second);
    }
    return costs;
}

std::vector<std::size_t> share_of(const std::vector<double>& costs, const Shard& shard) {
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto one, auto other) { return costs[one] > costs[other]; });
    std::vector<double> loads(static_cast<std::size_t>(shard.count), 0);
    std::vector<std::size_t> share;
    for (const auto item : order) {
        const auto least = std::min_element(loads.begin(), loads.end());
        *least += costs[item];
        if (least - loads.begin() == shard.index - 1) share.push_back(item);
    }
    std::sort(share.begin(), share.end());
    return share;
}

std::vector<scenario::Scenario> repeated(const std::vector<scenario::Scenario>& scenarios, int times) {
    std::vector<scenario::Scenario> all = scenarios;
    for (int round = 2; round <= times; ++round) {
        for (auto scenario : scenarios) {
            scenario.repeats = scenario.name;
            scenario.name = fmt::format("{}, run {}", scenario.repeats, round);
            all.push_back(std::move(scenario));
        }
    }
    return all;
}

}  // namespace pgreach::run
