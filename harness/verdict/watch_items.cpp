#include "verdict/watch_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

std::string flows_were(size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "flow was" : "flows were");
}

bool belongs(const WatchWindow& window, const WindowGroup& group) {
    const WatchWindow& first = group.windows.front();
    if (window.kind != first.kind || window.predicted != first.predicted) return false;
    return std::any_of(group.windows.begin(), group.windows.end(), [&](const WatchWindow& other) {
        return window.after_us <= other.before_us && other.after_us <= window.before_us;
    });
}

// "58 flows were open for 5.1 to 15.4 ms though it is denied: frontend → primary:5432, … (new connections, 3.21 s
// after the start)"
std::string describe(const WatchRecord& watch, const WindowGroup& group) {
    const WatchWindow& first = group.windows.front();
    const auto flows = group.flows(watch);
    return fmt::format("{} {} for {} though policies {}: {} ({} connections, {:.3f} s after the start, after \"{}\")",
                       flows_were(flows.size()), first.leak() ? "open" : "closed",
                       span_text(group.shortest_us, group.longest_us), first.leak() ? "deny it" : "allow it",
                       name_some(flows), to_string(first.kind), static_cast<double>(group.from_us) / 1e6,
                       watch.changes[first.change].name);
}

Item item(const std::string& name, std::optional<Judgement> judgement, const std::string& text = {}) {
    return {.kind = ItemKind::watch, .name = name, .judgement = judgement, .text = text};
}

std::vector<Flow> over_budget(const WatchRecord& watch, const WatchVerdict& verdict) {
    std::vector<Flow> flows;
    for (size_t flow = 0; flow < watch.flows.size(); ++flow) {
        if (verdict.outage_us[flow] > watch.outage_budget_us) flows.push_back(watch.flows[flow].flow);
    }
    return flows;
}

// Why nothing certain is known of a flow.
std::string doubt_about(const WatchedFlow& flow) {
    if (!flow.missing.empty()) return flow.missing;
    for (const auto& run : flow.runs) {
        if (run.outcome != SampleOutcome::refused && run.outcome != SampleOutcome::failed) continue;
        return run.outcome == SampleOutcome::refused ? "connections were refused"
                                                     : "it could not be tried: " + run.error;
    }
    const auto any = [&](ConnectionKind kind, bool answered) {
        return std::any_of(flow.runs.begin(), flow.runs.end(), [&](const WatchRun& run) {
            return run.kind == kind && (!answered || run.outcome == SampleOutcome::answered);
        });
    };
    if (any(ConnectionKind::fresh, true) && any(ConnectionKind::established, false) &&
        !any(ConnectionKind::established, true)) {
        return "its established connection was never made, or never answered";
    }
    return "it was not seen open with nothing applied, or not tried at all while something was in force";
}

}  // namespace

std::vector<Flow> WindowGroup::flows(const WatchRecord& watch) const {
    std::set<size_t> places;
    for (const auto& window : windows) places.insert(window.flow);
    std::vector<Flow> all;
    for (const size_t place : places) all.push_back(watch.flows[place].flow);
    return all;
}

std::vector<WindowGroup> grouped(const std::vector<WatchWindow>& windows) {
    std::vector<WindowGroup> groups;
    for (const auto& window : windows) {
        auto group = std::find_if(groups.rbegin(), groups.rend(),
                                  [&](const WindowGroup& candidate) { return belongs(window, candidate); });
        if (group == groups.rend()) {
            groups.push_back({{}, window.from_us});
            group = groups.rbegin();
        }
        group->windows.push_back(window);
        group->from_us = std::min(group->from_us, window.from_us);
        group->shortest_us = std::max(group->shortest_us, window.shortest_us());
        group->longest_us = std::max(group->longest_us, window.longest_us());
    }
    return groups;
}

std::string time_text(std::int64_t microseconds) {
    if (microseconds >= 1'000'000) return fmt::format("{:.2f} s", static_cast<double>(microseconds) / 1e6);
    if (microseconds >= 1'000) return fmt::format("{:.1f} ms", static_cast<double>(microseconds) / 1e3);
    return fmt::format("{} µs", microseconds);
}

std::string span_text(std::int64_t shortest_us, std::int64_t longest_us) {
    const auto shortest = time_text(shortest_us), longest = time_text(longest_us);
    return shortest == longest ? longest : shortest + " to " + longest;
}

std::vector<Item> watch_items(const WatchRecord& watch, const WatchVerdict& verdict) {
    std::vector<Item> items;
    for (const auto& group : grouped(verdict.leaks)) {
        items.push_back(item("leak", Judgement::deviation, describe(watch, group)));
    }
    if (const auto flows = over_budget(watch, verdict); !flows.empty()) {
        items.push_back(
            item("outage", Judgement::deviation,
                 fmt::format("{} closed for more than {} in all though policies allow it: {}", flows_were(flows.size()),
                             time_text(watch.outage_budget_us), name_some(flows))));
    }
    for (const auto& group : grouped(verdict.outages)) items.push_back(item("outage", {}, describe(watch, group)));
    for (const size_t flow : verdict.unsure) {
        items.push_back(
            item(describe(watch.flows[flow].flow), Judgement::inconclusive, doubt_about(watch.flows[flow])));
    }
    if (items.empty()) items.push_back(item("the watch", Judgement::conforms));
    return items;
}

}  // namespace pgreach::verdict
