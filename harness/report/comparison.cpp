#include "report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/printable.hpp"
#include "model/names.hpp"
#include "report/paint.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;

// Scenario, step, kind, name; and which of several that share all of these.
using Key = std::tuple<std::string, std::string, verdict::ItemKind, std::string, int>;

// All of a flow that is compared: times, addresses and ports of a connection differ in every run.
std::string text_of(const verdict::FlowFacts& facts) {
    const auto& record = *facts.record;
    std::string text = fmt::format("{}; predicted {}, claimed {}", to_string(facts.conclusion.observed),
                                   to_string(record.prediction), to_string(record.claim));
    if (!record.by.empty()) text += ", decided by " + record.by;
    return text;
}

Side side_of(const Item& item) {
    Side side{item.judgement, item.text, item.judgement == Judgement::inconclusive};
    if (const auto* facts = item.flow()) side.text = text_of(*facts);
    if (const auto* admission = item.admission()) {
        side.text = fmt::format("{}; predicted {}", to_string(admission->observed.result),
                                to_string(admission->predicted.result));
    }
    if (const auto* health = item.health()) side.text = std::string(to_string(health->state));
    if (side.text.empty()) side.text = item.judgement ? std::string(to_string(*item.judgement)) : "told";
    return side;
}

bool is_same(const Side& a, const Side& b) {
    return a.judgement == b.judgement && a.text == b.text;
}

using Sides = std::map<Key, Side>;

struct Listed {
    Sides sides;
    std::vector<Key> order;
    std::map<std::string, Side> scenarios;  // as a whole
};

void add(const std::string& scenario, const std::vector<Item>& items, Listed& listed) {
    for (const auto& item : items) {
        // How many flows a control had open is no matter of comparison; that it failed is.
        if (item.kind == verdict::ItemKind::control && item.judgement == Judgement::conforms) continue;
        Key key{scenario, item.step, item.kind, item.name, 0};
        while (listed.sides.contains(key)) ++std::get<4>(key);
        listed.sides.emplace(key, side_of(item));
        listed.order.push_back(key);
    }
}

std::string counted(size_t items) {
    return fmt::format("{} {}", items, items == 1 ? "item" : "items");
}

Listed list(const verdict::RunVerdict& verdict) {
    Listed listed;
    for (const auto& scenario : verdict.scenarios) {
        add(scenario.name, scenario.items, listed);
        listed.scenarios[scenario.name] = {scenario.headline, counted(scenario.items.size()), false};
    }
    add("", verdict.run, listed);
    return listed;
}

Difference difference(const Key& key, Side before, Side after) {
    return {std::get<0>(key), std::get<1>(key), std::get<3>(key), std::move(before), std::move(after)};
}

std::string side_text(const Side& side) {
    if (side.text.empty()) return "not there";
    return printable_line(side.judgement ? fmt::format("{}, {}", to_string(*side.judgement), side.text) : side.text);
}

}  // namespace

Comparison compare(const verdict::RunVerdict& before, const verdict::RunVerdict& after) {
    const auto old_items = list(before);
    const auto new_items = list(after);
    Comparison comparison;
    const auto missing_in = [](const Key& key, const Listed& other) {
        const auto& scenario = std::get<0>(key);
        return !scenario.empty() && !other.scenarios.contains(scenario);
    };
    for (const auto& key : old_items.order) {
        if (missing_in(key, new_items)) continue;
        const auto& side = old_items.sides.at(key);
        const auto other = new_items.sides.find(key);
        if (other != new_items.sides.end() && is_same(side, other->second)) {
            ++comparison.same;
        } else {
            comparison.differences.push_back(
                difference(key, side, other == new_items.sides.end() ? Side{} : other->second));
        }
    }
    for (const auto& key : new_items.order) {
        if (old_items.sides.contains(key) || missing_in(key, old_items)) continue;
        comparison.differences.push_back(difference(key, {}, new_items.sides.at(key)));
    }
    for (const auto& [name, side] : old_items.scenarios) {
        if (!new_items.scenarios.contains(name)) comparison.differences.push_back({name, "", "the scenario", side, {}});
    }
    for (const auto& [name, side] : new_items.scenarios) {
        if (!old_items.scenarios.contains(name)) comparison.differences.push_back({name, "", "the scenario", {}, side});
    }
    return comparison;
}

int exit_of(const Comparison& comparison) {
    const auto& all = comparison.differences;
    if (all.empty()) return verdict::exit_conforms;
    const bool untold = std::all_of(all.begin(), all.end(), [](const Difference& one) { return one.unclear(); });
    return untold ? verdict::exit_inconclusive : verdict::exit_finding;
}

std::string to_text(const Comparison& comparison) {
    std::string text;
    std::string last;
    for (const auto& one : comparison.differences) {
        const auto where =
            printable_line(one.scenario.empty() ? "the run" : one.scenario + (one.step.empty() ? "" : ", " + one.step));
        if (where != last) text += where + "\n";
        last = where;
        text += fmt::format("  {}: {} -> {}\n", printable_line(one.name), side_text(one.before), side_text(one.after));
    }
    const auto count = comparison.differences.size();
    return text + fmt::format("{} {}, {} {} the same\n", count, count == 1 ? "difference" : "differences",
                              comparison.same, comparison.same == 1 ? "is" : "are");
}

}  // namespace pgreach::report
