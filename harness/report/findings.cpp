#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/paint.hpp"
#include "report/places.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;
using verdict::ScenarioVerdict;

constexpr size_t most_named = 6;

// What the engine says of a flow, where that may help.
std::string engine_reason(const Item& item) {
    const auto* facts = item.flow();
    return facts == nullptr || item.judgement == Judgement::inconclusive ? std::string() : facts->record->reason;
}

bool alike(const Item& a, const Item& b) {
    return a.kind == b.kind && a.step == b.step && a.judgement == b.judgement && a.text == b.text &&
           engine_reason(a) == engine_reason(b);
}

std::string names_of(const std::vector<const Item*>& items) {
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(items.size(), most_named); ++i) names.push_back(printable_line(items[i]->name));
    const auto list = join(names, ", ");
    return items.size() > most_named ? fmt::format("{}, … ({} of them)", list, items.size()) : list;
}

std::string heading(const Item& item) {
    std::string text = marked(colour_of(*item.judgement), to_string(*item.judgement));
    if (!item.step.empty()) text += " (" + printable_line(item.step) + ")";
    return text + ": ";
}

void describe_flows(const Record& run, const ScenarioVerdict& scenario, const std::vector<const Item*>& flows,
                    std::vector<std::string>& lines) {
    const Item& first = *flows.front();
    lines.push_back(heading(first) + names_of(flows));
    lines.push_back("  " + printable(first.text));
    const auto reason = engine_reason(first);
    if (!reason.empty()) lines.push_back("  engine: " + printable(reason));
    lines.push_back("  repeat: " + printable_line(repeat_command(run, *scenario.record, first.flow()->record->flow)));
}

void describe_others(const std::vector<const Item*>& items, std::vector<std::string>& lines) {
    const Item& first = *items.front();
    const bool named_in_text = first.kind == verdict::ItemKind::policy || first.kind == verdict::ItemKind::health ||
                               first.kind == verdict::ItemKind::audit;
    // The item is named for what should be: "the run reached its end".
    const auto name = first.kind == verdict::ItemKind::end ? "the run ended early" : names_of(items);
    lines.push_back(heading(first) + (named_in_text ? "" : name + ": ") + printable(first.text));
}

size_t count_of(const ScenarioVerdict& scenario, const std::string& defect, verdict::ItemKind kind) {
    return static_cast<size_t>(std::count_if(scenario.items.begin(), scenario.items.end(), [&](const Item& item) {
        if (item.kind != kind || item.judgement != Judgement::known_defect) return false;
        return item.flow() != nullptr ? item.flow()->record->defect == defect : item.admission()->defect == defect;
    }));
}

std::string plural(size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

bool is_notable(const Item& item) {
    return item.judgement && *item.judgement != Judgement::conforms && *item.judgement != Judgement::known_defect;
}

Groups group(const std::vector<Item>& items, bool (*wanted)(const Item&)) {
    Groups groups;
    for (const auto& item : items) {
        if (!wanted(item)) continue;
        const auto same = std::find_if(groups.begin(), groups.end(),
                                       [&](const auto& members) { return alike(*members.front(), item); });
        if (same == groups.end()) {
            groups.push_back({&item});
        } else {
            same->push_back(&item);
        }
    }
    return groups;
}

std::string_view colour_of(Judgement judgement) {
    switch (judgement) {
        case Judgement::conforms:
            return mark::good;
        case Judgement::known_defect:
            return mark::known;
        case Judgement::inconclusive:
            return mark::unsure;
        case Judgement::docs_defect:
        case Judgement::stale_defect:
        case Judgement::deviation:
            return mark::bad;
    }
    return mark::end;
}

std::vector<std::string> describe_findings(const Record& run, const ScenarioVerdict& scenario) {
    std::vector<std::string> lines;
    for (const auto& items : group(scenario.items, is_notable)) {
        if (items.front()->kind == verdict::ItemKind::flow) {
            describe_flows(run, scenario, items, lines);
        } else {
            describe_others(items, lines);
        }
    }
    return lines;
}

std::vector<std::string> describe_defects(const ScenarioVerdict& scenario, bool in_full) {
    std::vector<std::string> lines;
    if (scenario.record == nullptr) return lines;
    for (const auto& defect : scenario.record->defects) {
        const auto flows = count_of(scenario, defect.id, verdict::ItemKind::flow);
        const auto policies = count_of(scenario, defect.id, verdict::ItemKind::policy);
        if (flows == 0 && policies == 0) continue;
        lines.push_back(fmt::format("{} {}: {} and {} differ from the claims", marked(mark::known, "known defect"),
                                    printable_line(defect.id), plural(flows, "flow", "flows"),
                                    plural(policies, "policy", "policies")));
        if (in_full) lines.push_back("  promised: " + printable(defect.promises));
        lines.push_back("  happens:  " + printable(defect.happens));
        lines.push_back("  remedy:   " + printable(defect.remedy));
        if (in_full) lines.push_back("  see:      " + printable(defect.link));
    }
    return lines;
}

std::vector<std::string> describe_run(const std::vector<Item>& items) {
    std::vector<std::string> lines;
    for (const auto& alike_items : group(items, is_notable)) describe_others(alike_items, lines);
    return lines;
}

}  // namespace pgreach::report
