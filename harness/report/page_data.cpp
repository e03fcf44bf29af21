#include "report/page_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/findings.hpp"
#include "report/overview.hpp"
#include "report/page_json.hpp"
#include "report/places.hpp"
#include "report/summary.hpp"

namespace pgreach::report {
namespace {

using verdict::ScenarioVerdict;
using Data = nlohmann::ordered_json;

constexpr size_t most_marks = 200;  // of a scenario on the timeline; more cannot be told apart

std::string headline_name(const ScenarioVerdict& scenario) {
    return scenario.headline ? std::string(to_string(*scenario.headline)) : "not-judged";
}

std::string describe_member(const Participant& member) {
    const auto& endpoint = member.endpoint;
    std::vector<std::string> parts;
    if (endpoint.kind != EndpointKind::pod) parts.emplace_back(to_string(endpoint.kind));
    if (!endpoint.ns.empty()) parts.push_back(endpoint.ns);
    if (!endpoint.cidr.empty()) parts.push_back(endpoint.cidr);
    if (member.is_instance()) {  // the labels of an instance are CNPG's, and many
        parts.push_back("instance of the database");
    } else {
        for (const auto& [key, value] : endpoint.labels) parts.push_back(key + "=" + value);
    }
    return printable_line(join(parts, " "));
}

std::string words_of(const Participant& member) {
    std::string words = member.endpoint.name + " " + describe_member(member);
    for (const auto& [key, value] : member.endpoint.labels) words += " " + key + "=" + value;
    return printable_line(words);
}

// Who is called what; of older records only the names.
Data people_of(const Record& record) {
    Data people = Data::object();
    for (const auto& participants : record.participants) {
        Data members = Data::array();
        for (const auto& member : participants.members) {
            members.push_back({printable_line(member.endpoint.name), describe_member(member), words_of(member)});
        }
        people[printable_line(participants.name)] = std::move(members);
    }
    for (const auto& scenario : record.scenarios) {
        const auto name = printable_line(scenario.participants);
        if (people.contains(name) || scenario.steps.empty()) continue;
        Data members = Data::array();
        std::string last;
        for (const auto& flow : scenario.steps.front().flows) {
            const auto from = printable_line(flow.flow.from);
            if (from != last) members.push_back({from, "", from});
            last = from;
        }
        people[name] = std::move(members);
    }
    return people;
}

Data counts_of(const ScenarioVerdict& scenario) {
    std::map<int, int> counts;
    for (const auto& item : scenario.items) ++counts[number_of(item.judgement)];
    Data list = Data::array();
    static const std::map<int, std::string> names = {{-1, "not-judged"}, {0, "conforms"},     {1, "known-defect"},
                                                     {2, "docs-defect"}, {3, "stale-defect"}, {4, "deviation"},
                                                     {5, "inconclusive"}};
    for (const auto& [number, count] : counts) list.push_back({names.at(number), count});
    return list;
}

Data steps_of(const ScenarioRecord& scenario) {
    Data steps = Data::array();
    for (const auto& step : scenario.steps) {
        steps.push_back({printable_line(step.name), step.began_us, step.change_ms, step.in_force_ms, step.observe_ms,
                         step.health_ms});
    }
    return steps;
}

// Moments of what is remarkable: findings when they were seen, a broken database when its step ended.
Data marks_of(const ScenarioVerdict& scenario) {
    Data marks = Data::array();
    for (const auto& item : scenario.items) {
        if (marks.size() == most_marks) break;
        const auto* flow = item.flow();
        if (flow != nullptr && is_notable(item) && !flow->record->observation.attempts.empty()) {
            marks.push_back({flow->record->observation.attempts.front().began_us, "finding",
                             printable_line(item.name + ", " + std::string(to_string(*item.judgement)))});
        }
        const auto* health = item.health();
        if (health == nullptr || health->state != HealthState::broken) continue;
        for (const auto& step : scenario.record->steps) {
            if (step.name != item.step || step.began_us < 0) continue;
            const auto end = step.change_ms + step.in_force_ms + step.observe_ms + step.health_ms;
            marks.push_back({step.began_us + 1000 * end, "broken", printable_line(item.name + " broken")});
        }
    }
    return marks;
}

std::string words_of(const ScenarioVerdict& scenario) {
    std::string words = scenario.name;
    if (scenario.record == nullptr) return lower_case(printable_line(words));
    const auto& record = *scenario.record;
    words += " " + record.title + " " + record.page + " " + shown_path(record.file);
    for (const auto& policy : policies_of(record)) words += " " + describe(policy);
    for (const auto& defect : record.defects) words += " " + defect.id;
    return lower_case(printable_line(words));
}

Data summary_of(const ScenarioVerdict& scenario) {
    Data data = {{"name", printable_line(scenario.name)},
                 {"headline", headline_name(scenario)},
                 {"recorded", scenario.record != nullptr},
                 {"counts", counts_of(scenario)},
                 {"words", words_of(scenario)}};
    const bool told = scenario.record != nullptr && !scenario.items.empty();
    data["policies"] = told ? policies_text(scenario) : std::string();
    data["database"] = told ? database_text(scenario) : std::string();
    const ScenarioRecord none;
    const auto& record = scenario.record == nullptr ? none : *scenario.record;
    data["title"] = scenario.record == nullptr ? "nothing of it was recorded" : printable_line(record.title);
    data["file"] = printable_line(shown_path(record.file));
    data["page"] = printable_line(record.page);
    data["argument"] = printable_line(shown_path(record.argument.empty() ? record.name : record.argument));
    data["participants"] = printable_line(record.participants);
    data["steps"] = steps_of(record);
    data["marks"] = marks_of(scenario);
    return data;
}

}  // namespace

std::string run_data(const Record& record, const verdict::RunVerdict& verdict) {
    Data attention = Data::array();
    for (const auto& item : verdict.run) {
        if (!is_notable(item)) continue;
        const auto name = item.kind == verdict::ItemKind::end ? "the run ended early" : printable_line(item.name);
        attention.push_back({number_of(item.judgement), name, printable(item.text)});
    }
    Data phases = Data::array();
    for (const auto& phase : record.phases) {
        phases.push_back({printable_line(phase.name), phase.microseconds, phase.began_us});
    }
    Data scenarios = Data::array();
    for (const auto& scenario : verdict.scenarios) scenarios.push_back(summary_of(scenario));
    const auto file = record.file.empty() ? std::string("RECORD") : shown_path(record.file);
    return script_text({{"file", printable_line(file)},
                        {"options", printable_line(repeat_options(record))},
                        {"attention", std::move(attention)},
                        {"phases", std::move(phases)},
                        {"people", people_of(record)},
                        {"scenarios", std::move(scenarios)}});
}

}  // namespace pgreach::report
