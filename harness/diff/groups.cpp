#include "diff/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::diff {
namespace {

std::string_view to_word(ChangeKind kind) {
    return kind == ChangeKind::untold ? "could not be told" : to_string(kind);
}

constexpr ChangeKind differences[] = {ChangeKind::changed, ChangeKind::appeared, ChangeKind::vanished};

// "2 flows and 1 policy changed"
std::string changes_text(const Difference& difference, ChangeKind kind) {
    std::map<CellKind, size_t> counts;
    for (const auto& change : difference.changes) {
        if (change.kind == kind) ++counts[change.cell.kind];
    }
    std::vector<std::string> parts;
    for (const auto& [cell, count] : counts) parts.push_back(count_text(cell, count));
    return parts.empty() ? "" : enumerate(parts) + " " + std::string(to_word(kind));
}

}  // namespace

std::vector<Group> grouped(const std::vector<const Change*>& changes) {
    using Likeness = std::tuple<std::string, std::string, CellKind, ChangeKind, std::vector<Aspect>, std::string>;
    std::vector<Group> groups;
    std::map<Likeness, size_t> places;
    for (const auto* change : changes) {
        const auto& cell = change->cell;
        const auto [place, is_new] = places.try_emplace(
            {cell.scenario, cell.step, cell.kind, change->kind, change->aspects, change->why}, groups.size());
        if (is_new) groups.push_back({change});
        groups[place->second].names.push_back(cell.name);
    }
    return groups;
}

std::vector<Group> grouped(const Difference& difference) {
    std::set<std::string> alone;
    for (const auto* side : {&difference.before, &difference.after}) {
        for (auto& name : difference.alone(*side)) alone.insert(std::move(name));
    }
    std::vector<const Change*> changes;
    for (const bool untold : {false, true}) {
        for (const auto& change : difference.changes) {
            if ((change.kind == ChangeKind::untold) != untold || alone.contains(change.cell.scenario)) continue;
            changes.push_back(&change);
        }
    }
    return grouped(changes);
}

std::string place_text(const CellKey& cell) {
    return cell.scenario + ", " + cell.step;
}

std::string aspects_text(const Change& change) {
    std::vector<std::string> parts;
    for (const auto& aspect : change.aspects) {
        const std::string name = aspect.name == "seen" ? "" : aspect.name + " ";
        const bool one = aspect.before.empty() || aspect.after.empty();
        parts.push_back(name + aspect.before + (one ? "" : " → ") + aspect.after);
    }
    return join(parts, "; ");
}

std::string count_text(CellKind kind, size_t count) {
    if (count == 1) return fmt::format("1 {}", to_string(kind));
    return fmt::format("{} {}", count, kind == CellKind::policy ? "policies" : std::string(to_string(kind)) + "s");
}

std::string some_of(const std::vector<std::string>& names, size_t most) {
    if (names.size() <= most) return join(names, ", ");
    const std::vector<std::string> some(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(most));
    return fmt::format("{}, … ({} in all)", join(some, ", "), names.size());
}

std::vector<std::string> alone_texts(const Difference& difference) {
    std::vector<std::string> texts;
    for (const auto* side : {&difference.before, &difference.after}) {
        const auto names = difference.alone(*side);
        if (names.empty()) continue;
        const auto& other = side == &difference.before ? difference.after : difference.before;
        if (!other.incomplete.empty()) {
            texts.push_back(fmt::format("{} holds nothing of {}: {}", other.name, enumerate(names), other.incomplete));
            continue;
        }
        texts.push_back(fmt::format("only {} has the {}: {}", side->name, names.size() == 1 ? "scenario" : "scenarios",
                                    enumerate(names)));
    }
    return texts;
}

std::string counts_text(const Difference& difference) {
    std::string text = fmt::format("{} {} the same", difference.same, difference.same == 1 ? "cell is" : "cells are");
    for (const auto kind : {ChangeKind::changed, ChangeKind::appeared, ChangeKind::vanished, ChangeKind::untold}) {
        if (const auto count = difference.count(kind); count > 0) text += fmt::format(", {} {}", count, to_word(kind));
    }
    return text;
}

std::string answer_text(const Difference& difference) {
    std::vector<std::string> parts;
    for (const auto kind : differences) {
        if (auto text = changes_text(difference, kind); !text.empty()) parts.push_back(std::move(text));
    }
    for (const auto& time : difference.times) {
        if (time.beyond_noise) parts.push_back(time_text(time));
    }
    if (!parts.empty()) return "they differ: " + join(parts, "; ");
    if (difference.exit() == verdict::exit_conforms) return fmt::format("the same: {} cells", difference.same);
    return fmt::format("could not tell whether they differ: {}",
                       difference.changes.empty() ? "a record is incomplete" : counts_text(difference));
}

std::string time_text(const TimeDifference& time) {
    const std::string ratio = time.before_ms > 0 ? fmt::format("×{:.2f}, ", time.ratio()) : "";
    return fmt::format("{} {:.0f} ms → {:.0f} ms ({}median of {} steps)", time.name, time.before_ms, time.after_ms,
                       ratio, time.steps);
}

}  // namespace pgreach::diff
