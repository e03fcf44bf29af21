#include "diff/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "verdict/judge.hpp"

namespace pgreach::diff {
namespace {

constexpr const char* unclear = "unclear";

std::string policy_name(const PolicyId& policy, bool kinds) {
    return kinds ? describe(policy) : policy.name;
}

// "default/some-policy" of "default/some-policy ingress[0]".
std::string policy_of(const std::string& rule) {
    return rule.substr(0, rule.find(' '));
}

void sort_once(std::vector<std::string>& names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

Cell cell_of(const verdict::FlowFacts& facts) {
    const auto& flow = *facts.record;
    Cell cell{.seen = std::string(to_string(facts.conclusion.observed)), .why = facts.conclusion.reason()};
    cell.claim = to_string(flow.claim);
    cell.prediction = to_string(flow.prediction);
    for (const auto& policy : flow.allowed_by) cell.decided_by.push_back(qualified_name(policy));
    if (flow.allowed_by.empty() && !flow.by.empty()) {
        cell.decided_by = {policy_of(flow.by)};
        cell.all_deciders = flow.prediction == Verdict::deny;
    }
    return cell;
}

Cell cell_of(const AdmissionRecord& admission) {
    Cell cell{.seen = std::string(to_string(admission.observed.result)), .why = describe(admission.observed)};
    cell.prediction = to_string(admission.predicted.result);
    cell.decided_by = admission.observed.unknown_fields;
    return cell;
}

Cell cell_of(const verdict::HealthFacts& facts) {
    const auto& health = *facts.record;
    Cell cell{.seen = std::string(to_string(facts.state)), .why = health.check.detail};
    for (const auto& doubt : health.check.doubts) cell.why += (cell.why.empty() ? "" : "; ") + doubt.text;
    if (health.prediction) cell.prediction = to_string(*health.prediction);
    cell.by_chance = health.check.by_chance;
    return cell;
}

struct Found {
    CellKind kind = CellKind::flow;
    std::string name;
    Cell cell;
};

std::optional<Found> find_cell(const verdict::Item& item, bool kinds) {
    if (const auto* flow = item.flow()) return Found{CellKind::flow, describe(flow->record->flow), cell_of(*flow)};
    if (const auto* admission = item.admission()) {
        return Found{CellKind::policy, policy_name(admission->policy, kinds), cell_of(*admission)};
    }
    if (const auto* health = item.health())
        return Found{CellKind::health, health->record->check.name, cell_of(*health)};
    return {};
}

// What of the repetitions is not the same is told by none of them alone.
void add_repetition(Cell& cell, const Cell& next) {
    if (cell.claim != next.claim) cell.claim.clear();
    if (cell.prediction != next.prediction) cell.prediction.clear();
    if (cell.judgement != next.judgement) cell.judgement.clear();
    cell.decided_by.insert(cell.decided_by.end(), next.decided_by.begin(), next.decided_by.end());
    cell.all_deciders = cell.all_deciders && next.all_deciders;
    cell.by_chance = cell.by_chance || next.by_chance;
    for (const auto& [seen, count] : next.counts) cell.counts[seen] += count;
    if (next.counts.contains(unclear)) cell.why = next.why;
}

void conclude(Cell& cell) {
    sort_once(cell.decided_by);
    if (cell.counts.size() == 1 && !cell.counts.contains(unclear)) {
        cell.seen = cell.counts.begin()->first;
        return;
    }
    cell.seen.clear();
    if (cell.unstable()) {
        std::vector<std::string> parts;
        for (const auto& [seen, count] : cell.counts) parts.push_back(fmt::format("{} in {}", seen, count));
        cell.why = fmt::format("unstable: {} of {} repetitions", join(parts, ", "), cell.times());
    } else if (cell.times() > 1) {
        cell.why = fmt::format("in {} of {} repetitions: {}", cell.counts[unclear], cell.times(), cell.why);
    }
}

}  // namespace

const char* to_string(CellKind kind) {
    switch (kind) {
        case CellKind::policy:
            return "policy";
        case CellKind::flow:
            return "flow";
        case CellKind::health:
            return "health check";
    }
    return "";
}

int Cell::times() const {
    return std::accumulate(counts.begin(), counts.end(), 0, [](int sum, const auto& one) { return sum + one.second; });
}

bool Cell::unstable() const {
    return counts.size() - counts.count(unclear) > 1;
}

Cells cells_of(const Record& record, bool kinds) {
    return cells_of(verdict::judge(record), kinds);
}

Cells cells_of(const verdict::RunVerdict& verdict, bool kinds) {
    Cells cells;
    for (const auto& scenario : verdict.scenarios) {
        if (scenario.record == nullptr) continue;
        const auto& repeats = scenario.record->repeats;
        for (const auto& item : scenario.items) {
            auto found = find_cell(item, kinds);
            if (!found) continue;
            if (item.judgement) found->cell.judgement = to_string(*item.judgement);
            found->cell.counts = {{found->cell.seen, 1}};
            const CellKey key{repeats.empty() ? scenario.name : repeats, item.step, found->kind, found->name};
            const auto [place, is_new] = cells.emplace(key, found->cell);
            if (!is_new) add_repetition(place->second, found->cell);
        }
    }
    for (auto& [key, cell] : cells) conclude(cell);
    return cells;
}

bool knows_kinds(const Record& record) {
    for (const auto& scenario : record.scenarios) {
        for (const auto& policy : policies_of(scenario)) {
            if (policy.kind.empty()) return false;
        }
    }
    return true;
}

}  // namespace pgreach::diff
