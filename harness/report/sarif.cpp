#include "report/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/uri.hpp"
#include "model/names.hpp"
#include "report/findings.hpp"
#include "report/places.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;
using Sarif = nlohmann::ordered_json;

constexpr size_t most_flows = 20;  // named in one message

struct JudgementRule {
    Judgement judgement;
    const char* level;
    const char* meaning;
};

constexpr std::array<JudgementRule, 5> judgement_rules = {{
    {Judgement::docs_defect, "error", "The page promises what Cilium does not do."},
    {Judgement::stale_defect, "error", "It is listed as a known defect, yet it is as claimed."},
    {Judgement::deviation, "error", "What was seen is not what Cilium's semantics say."},
    {Judgement::inconclusive, "warning", "It could not be told."},
    {Judgement::known_defect, "note", "A difference from the claim that the scenario lists."},
}};

size_t index_of(Judgement judgement) {
    const auto found = std::find_if(judgement_rules.begin(), judgement_rules.end(),
                                    [&](const JudgementRule& one) { return one.judgement == judgement; });
    return static_cast<size_t>(found - judgement_rules.begin());
}

Sarif write_rules() {
    Sarif list = Sarif::array();
    for (const auto& rule : judgement_rules) {
        list.push_back({{"id", to_string(rule.judgement)},
                        {"shortDescription", {{"text", rule.meaning}}},
                        {"help", {{"text", "See docs/verdicts.md."}}},
                        {"defaultConfiguration", {{"level", rule.level}}}});
    }
    return list;
}

bool is_told(const Item& item) {
    return item.judgement && *item.judgement != Judgement::conforms;
}

std::string message_of(const Record& run, const std::vector<const Item*>& items, const ScenarioRecord& scenario) {
    const Item& first = *items.front();
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(items.size(), most_flows); ++i) names.push_back(items[i]->name);
    std::string text = scenario.name + (first.step.empty() ? "" : ", " + first.step) + ": " + join(names, ", ");
    if (items.size() > most_flows) text += fmt::format(", … ({} of them)", items.size());
    if (!first.text.empty()) text += ": " + first.text;
    const auto* facts = first.flow();
    if (facts == nullptr) return printable(text);
    if (!facts->record->reason.empty()) text += "\nEngine: " + facts->record->reason;
    return printable(text + "\nRepeat: " + repeat_command(run, scenario, facts->record->flow));
}

Sarif write_result(const Record& run, const std::vector<const Item*>& items, const ScenarioRecord& scenario) {
    const Item& first = *items.front();
    const auto rule = index_of(*first.judgement);
    Sarif json = {{"ruleId", to_string(*first.judgement)},
                  {"ruleIndex", rule},
                  {"level", judgement_rules.at(rule).level},
                  {"message", {{"text", message_of(run, items, scenario)}}}};
    Sarif locations = Sarif::array();
    const auto place = place_of(first, scenario);
    if (!place.file.empty()) {
        Sarif physical = {{"artifactLocation", {{"uri", to_uri(place.file)}}}};
        if (place.line > 0) physical["region"] = {{"startLine", place.line}};
        Sarif location = Sarif::object();
        location["physicalLocation"] = std::move(physical);
        locations.push_back(std::move(location));
    }
    json["locations"] = std::move(locations);
    // The same finding of another night is the same one, whatever line it stands in by then.
    json["partialFingerprints"] = {
        {"scenarioStepItem/v1", printable_line(scenario.name + "/" + first.step + "/" + first.name)}};
    return json;
}

// Flows of one reason that different rules decide have different places.
std::vector<std::vector<const Item*>> by_place(const std::vector<const Item*>& items, const ScenarioRecord& scenario) {
    std::vector<std::vector<const Item*>> parts;
    for (const auto* item : items) {
        const auto place = place_of(*item, scenario);
        const auto same = std::find_if(parts.begin(), parts.end(), [&](const auto& part) {
            const auto other = place_of(*part.front(), scenario);
            return other.file == place.file && other.line == place.line;
        });
        if (same == parts.end()) {
            parts.push_back({item});
        } else {
            same->push_back(item);
        }
    }
    return parts;
}

Sarif write_invocation(const Record& record, const verdict::RunVerdict& verdict) {
    Sarif notifications = Sarif::array();
    for (const auto& item : verdict.run) {
        if (!is_notable(item)) continue;
        Sarif message = Sarif::object();
        message["text"] = printable(item.name + ": " + item.text);
        notifications.push_back(
            {{"level", verdict::is_finding(*item.judgement) ? "error" : "warning"}, {"message", std::move(message)}});
    }
    return {{"commandLine", printable(record.command)},
            {"executionSuccessful", record.complete && record.failure.empty() && !record.interrupted},
            {"exitCode", verdict.exit},
            {"toolExecutionNotifications", std::move(notifications)}};
}

}  // namespace

std::string to_sarif(const Record& record, const verdict::RunVerdict& verdict) {
    Sarif results = Sarif::array();
    for (const auto& scenario : verdict.scenarios) {
        const ScenarioRecord absent{.name = scenario.name};
        const auto& told = scenario.record == nullptr ? absent : *scenario.record;
        for (const auto& items : group(scenario.items, is_told)) {
            for (const auto& part : by_place(items, told)) results.push_back(write_result(record, part, told));
        }
    }
    Sarif run = {{"tool", {{"driver", {{"name", "pgreach"}, {"rules", write_rules()}}}}}};
    run["invocations"] = Sarif::array({write_invocation(record, verdict)});
    run["columnKind"] = "unicodeCodePoints";
    run["results"] = std::move(results);
    const Sarif sarif = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", Sarif::array({std::move(run)})}};
    return sarif.dump(2, ' ', false, Sarif::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::report
