#include "verdict/agreement.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

// What was seen of an item; empty where it could not be told, or nothing is seen of such an item.
std::string seen_of(const Item& item) {
    if (const auto* flow = item.flow()) {
        return flow->conclusion.observed == Observed::unclear ? "" : std::string(to_string(flow->conclusion.observed));
    }
    if (const auto* health = item.health()) {
        return health->state == HealthState::unclear ? "" : std::string(to_string(health->state));
    }
    if (const auto* admission = item.admission()) return std::string(to_string(admission->observed.result));
    return {};
}

using Cell = std::tuple<std::string, std::string, std::string>;  // scenario, step, name

// "open in 2, closed in 1 of 3 runs"
std::string counts_text(const std::map<std::string, int>& counts) {
    std::vector<std::string> parts;
    int runs = 0;
    for (const auto& [seen, count] : counts) {
        parts.push_back(fmt::format("{} in {}", seen, count));
        runs += count;
    }
    return fmt::format("unstable: {} of {} runs", join(parts, ", "), runs);
}

}  // namespace

std::vector<Item> judge_agreement(const std::vector<ScenarioVerdict>& scenarios) {
    std::set<std::string> repeated;
    for (const auto& scenario : scenarios) {
        if (scenario.record != nullptr) repeated.insert(scenario.record->repeats);
    }
    repeated.erase("");
    if (repeated.empty()) return {};
    std::map<Cell, std::map<std::string, int>> cells;
    for (const auto& scenario : scenarios) {
        if (scenario.record == nullptr) continue;
        const auto& name = scenario.record->repeats.empty() ? scenario.name : scenario.record->repeats;
        for (const auto& item : scenario.items) {
            if (const auto seen = seen_of(item); !seen.empty()) ++cells[{name, item.step, item.name}][seen];
        }
    }
    std::vector<Item> items;
    for (const auto& [cell, counts] : cells) {
        if (counts.size() < 2) continue;
        const auto& [scenario, step, name] = cell;
        items.push_back({.kind = ItemKind::agreement,
                         .name = fmt::format("{}, {}: {}", scenario, step, name),
                         .judgement = Judgement::inconclusive,
                         .text = counts_text(counts)});
    }
    if (items.empty()) {
        items.push_back({.kind = ItemKind::agreement,
                         .name = "every run saw the same",
                         .judgement = Judgement::conforms,
                         .text = fmt::format("{} flows, policies and checks, of repeated scenarios", cells.size())});
    }
    return items;
}

}  // namespace pgreach::verdict
