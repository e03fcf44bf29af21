#include "diff/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "diff/environment.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::diff {
namespace {

bool names_one_of(const std::vector<std::string>& some, const std::vector<std::string>& all) {
    return std::any_of(some.begin(), some.end(),
                       [&](const auto& name) { return std::binary_search(all.begin(), all.end(), name); });
}

// A record that names one policy of several differs only where the other one does not know that policy.
bool decided_otherwise(const Cell& before, const Cell& after) {
    if (before.all_deciders && after.all_deciders) return before.decided_by != after.decided_by;
    if (before.decided_by.empty() || after.decided_by.empty()) return before.decided_by != after.decided_by;
    return !names_one_of(before.decided_by, after.decided_by);
}

std::string seen_text(const Cell& cell) {
    return cell.seen.empty() ? "could not tell" : cell.seen;
}

std::string whys(const Cell& before, const Cell& after, const Difference& result) {
    std::vector<std::string> parts;
    if (before.seen.empty()) parts.push_back(result.before.name + ": " + before.why);
    if (after.seen.empty()) parts.push_back(result.after.name + ": " + after.why);
    return join(parts, "; ");
}

// Notes what is not the same of a cell that both have.
void compare_cell(const CellKey& key, const Cell& before, const Cell& after, Difference& result) {
    auto aspects = aspects_of(key.kind, before, after);
    const bool told = !before.seen.empty() && !after.seen.empty();
    if (!aspects.empty()) {
        result.changes.push_back({ChangeKind::changed, key, std::move(aspects), told ? after.why : ""});
        if (!told) result.changes.back().why = whys(before, after, result);
    } else if (!told) {
        Change change{ChangeKind::untold, key, {}, whys(before, after, result)};
        if (before.seen != after.seen) change.aspects = {{"seen", seen_text(before), seen_text(after)}};
        result.changes.push_back(std::move(change));
    } else {
        ++result.same;
    }
}

// A cell that one record alone has. Where the other one did not come to its end, it may have been next.
void note_alone(const CellKey& key, const Cell& cell, bool is_new, Difference& result) {
    if (cell.by_chance) return;
    const auto& lacking = is_new ? result.before : result.after;
    if (!lacking.incomplete.empty()) {
        result.changes.push_back({ChangeKind::untold, key, {}, lacking.name + ": not measured, " + lacking.incomplete});
        return;
    }
    Aspect seen{"seen", is_new ? "" : seen_text(cell), is_new ? seen_text(cell) : ""};
    result.changes.push_back({is_new ? ChangeKind::appeared : ChangeKind::vanished, key, {std::move(seen)}});
}

void compare_cells(const Cells& before, const Cells& after, Difference& result) {
    std::set<CellKey> keys;
    for (const auto& [key, cell] : before) keys.insert(key);
    for (const auto& [key, cell] : after) keys.insert(key);
    for (const auto& key : keys) {
        const auto first = before.find(key);
        const auto second = after.find(key);
        if (first == before.end()) {
            note_alone(key, second->second, true, result);
        } else if (second == after.end()) {
            note_alone(key, first->second, false, result);
        } else {
            compare_cell(key, first->second, second->second, result);
        }
    }
}

std::vector<std::string> scenario_names(const Cells& cells) {
    std::set<std::string> names;
    for (const auto& [key, cell] : cells) names.insert(key.scenario);
    return {names.begin(), names.end()};
}

// Why nothing can be said of two records; empty where something can.
std::string reason_against(const NamedRecord& one, const Cells& cells) {
    if (!cells.empty()) return {};
    if (one.record.audit) return one.name + " was made in audit mode: nothing of it is judged";
    if (one.record.watch) return one.name + " is of a watch: it holds no scenarios";
    return one.name + " holds nothing that was measured" +
           (incompleteness(one.record).empty() ? "" : " (" + incompleteness(one.record) + ")");
}

std::string nothing_in_common(const Difference& result, const Cells& before, const Cells& after) {
    const bool common =
        std::any_of(before.begin(), before.end(), [&](const auto& one) { return after.contains(one.first); });
    if (common) return {};
    const auto first = scenario_names(before);
    const auto second = scenario_names(after);
    if (names_one_of(first, second)) return "they have scenarios in common, but no flow, policy or check";
    return fmt::format("they have no scenario in common: {} has {}, {} has {}", result.before.name, enumerate(first),
                       result.after.name, enumerate(second));
}

Side side_of(const NamedRecord& named, const Cells& cells) {
    return {named.name,   named.record.started,        place_of(named.record), scenario_names(cells),
            cells.size(), incompleteness(named.record)};
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::changed:
            return "changed";
        case ChangeKind::appeared:
            return "appeared";
        case ChangeKind::vanished:
            return "vanished";
        case ChangeKind::untold:
            return "untold";
    }
    return {};
}

size_t Difference::count(ChangeKind kind) const {
    return static_cast<size_t>(
        std::count_if(changes.begin(), changes.end(), [&](const Change& change) { return change.kind == kind; }));
}

std::vector<std::string> Difference::alone(const Side& side) const {
    const auto& other = &side == &before ? after : before;
    std::vector<std::string> names;
    std::set_difference(side.scenarios.begin(), side.scenarios.end(), other.scenarios.begin(), other.scenarios.end(),
                        std::back_inserter(names));
    return names;
}

int Difference::exit() const {
    const bool slower = std::any_of(times.begin(), times.end(), [](const auto& time) { return time.beyond_noise; });
    if (slower || count(ChangeKind::untold) < changes.size()) return verdict::exit_finding;
    const bool whole = before.incomplete.empty() && after.incomplete.empty();
    return whole && changes.empty() ? verdict::exit_conforms : verdict::exit_inconclusive;
}

std::vector<Aspect> aspects_of(CellKind kind, const Cell& before, const Cell& after) {
    std::vector<Aspect> aspects;
    const auto add = [&](const char* name, const std::string& first, const std::string& second) {
        if (first != second && !first.empty() && !second.empty()) aspects.push_back({name, first, second});
    };
    add("seen", before.seen, after.seen);
    add("predicted", before.prediction, after.prediction);
    add("claimed", before.claim, after.claim);
    if (decided_otherwise(before, after)) {
        const auto text = [](const Cell& cell) {
            return cell.decided_by.empty() ? "nothing" : enumerate(cell.decided_by);
        };
        aspects.push_back({kind == CellKind::policy ? "unknown fields" : "decided by", text(before), text(after)});
    }
    const bool told = !before.seen.empty() && !after.seen.empty();
    if (told) add("judged", before.judgement, after.judgement);
    return aspects;
}

Result<Difference> compare(const NamedRecord& before, const NamedRecord& after, const NoiseRule& rule) {
    const bool kinds = knows_kinds(before.record) && knows_kinds(after.record);
    const auto first = cells_of(before.record, kinds);
    const auto second = cells_of(after.record, kinds);
    Difference result{side_of(before, first), side_of(after, second)};
    for (const auto& reason :
         {reason_against(before, first), reason_against(after, second), nothing_in_common(result, first, second)}) {
        if (reason.empty()) continue;
        return input_error("these records cannot be compared: " + reason,
                           "give records of runs that have scenarios in common");
    }
    result.environment = compare_environments(before.record, after.record);
    result.rule = rule;
    result.times = compare_times(before.record, after.record, rule);
    compare_cells(first, second, result);
    return result;
}

}  // namespace pgreach::diff
