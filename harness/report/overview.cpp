#include "report/overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/findings.hpp"
#include "report/paint.hpp"

namespace pgreach::report {
namespace {

using verdict::ScenarioVerdict;

constexpr size_t headline_width = 13;

// What became of each policy, step by step; a policy that is always accepted has one entry.
std::map<std::string, std::vector<std::string>> results_of(const ScenarioVerdict& scenario) {
    std::map<std::string, std::vector<std::string>> results;
    const auto policies = scenario.record == nullptr ? std::vector<PolicyId>() : policies_of(*scenario.record);
    for (const auto& item : scenario.items) {
        const auto* admission = item.admission();
        if (admission == nullptr) continue;
        auto& seen = results[printable_line(distinct_name(admission->policy, policies))];
        const std::string result(to_string(admission->observed.result));
        if (seen.empty() || seen.back() != result) seen.push_back(result);
    }
    return results;
}

// The operator's status and that of kubectl cnpg are one.
std::string shown_subject(const HealthCheck& check) {
    const auto subject = subject_of(check);
    return subject.find("status") == std::string::npos ? subject : "status";
}

}  // namespace

std::string policies_text(const ScenarioVerdict& scenario) {
    const auto results = results_of(scenario);
    if (results.empty()) return "no policy";
    if (results.size() == 1) return "policy " + join(results.begin()->second, ", then ");
    std::vector<std::string> parts;
    size_t accepted = 0;
    for (const auto& [policy, seen] : results) {
        const bool always = seen.size() == 1 && seen.front() == to_string(AdmissionResult::accepted);
        accepted += always ? 1 : 0;
        if (!always) parts.push_back(policy + " " + join(seen, ", then "));
    }
    if (accepted > 0) parts.push_back(fmt::format("{} {} accepted", accepted, accepted == 1 ? "policy" : "policies"));
    return join(parts, ", ");
}

std::string database_text(const ScenarioVerdict& scenario) {
    struct Counts {
        std::set<std::string> steps = {};
        std::set<std::string> broken = {};
        std::set<std::string> unclear = {};
    };
    std::map<std::string, Counts> subjects;
    for (const auto& item : scenario.items) {
        const auto* health = item.health();
        if (health == nullptr) continue;
        auto& counts = subjects[shown_subject(health->record->check)];
        counts.steps.insert(item.step);
        if (health->state == HealthState::broken) counts.broken.insert(item.step);
        if (health->state == HealthState::unclear) counts.unclear.insert(item.step);
    }
    std::vector<std::string> parts;
    for (const auto& [subject, counts] : subjects) {
        const auto& bad = counts.broken.empty() ? counts.unclear : counts.broken;
        const char* state = !counts.broken.empty() ? "broken" : !counts.unclear.empty() ? "unclear" : "works";
        parts.push_back(printable_line(subject) + " " + state);
        if (!bad.empty() && bad.size() < counts.steps.size()) {
            parts.back() += fmt::format(" in {} of {} steps", bad.size(), counts.steps.size());
        }
    }
    return join(parts, ", ");
}

std::string headline_text(const ScenarioVerdict& scenario) {
    return scenario.headline ? std::string(to_string(*scenario.headline)) : "not judged";
}

std::string overview(const verdict::RunVerdict& verdict) {
    size_t width = 0;
    for (const auto& scenario : verdict.scenarios) width = std::max(width, printable_line(scenario.name).size());
    std::string text;
    for (const auto& scenario : verdict.scenarios) {
        const auto headline = headline_text(scenario);
        std::vector<std::string> parts = {policies_text(scenario), database_text(scenario)};
        if (scenario.record == nullptr || scenario.items.empty()) parts.clear();
        std::erase(parts, "");
        const auto colour = scenario.headline ? colour_of(*scenario.headline) : mark::unsure;
        std::string line = fmt::format(
            "{:<{}}  {}{}  {}", printable_line(scenario.name), width, marked(colour, headline),
            std::string(headline_width - std::min(headline_width, headline.size()), ' '), join(parts, "; "));
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

}  // namespace pgreach::report
