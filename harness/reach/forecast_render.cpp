#include <fmt/format.h>

#include "base/text.hpp"
#include "reach/compare_render.hpp"
#include "reach/forecast.hpp"
#include "reach/json_parts.hpp"
#include "reach/markdown.hpp"
#include "reach/sarif.hpp"

namespace pgreach::reach {
namespace {

std::string name_of(const UpgradeStep& step) {
    return fmt::format("Cilium {} → {}", engine::to_string(step.from), engine::to_string(step.to));
}

std::string concerned(const UpgradeReason& reason) {
    return reason.policies.empty() ? "these policies" : join(reason.policies, ", ");
}

std::string indented(const std::string& text) {
    std::string out;
    for (const auto& line : split(text, '\n')) {
        if (!line.empty()) out += "  " + line + "\n";
    }
    return out;
}

std::string step_text(const UpgradeStep& step) {
    if (step.comparison.empty()) return name_of(step) + ": nothing changes\n";
    std::string out = name_of(step) + "\n" + indented(changes_text(step.comparison));
    if (!step.reasons.empty()) out += "  why\n";
    for (const auto& reason : step.reasons) {
        out += fmt::format("    {}: {}\n      source: {}\n      write instead: {}\n", concerned(reason), reason.text,
                           reason.source, reason.advice);
    }
    if (step.reasons.empty()) out += "  why: the schemas of the two releases differ (docs/engine.md)\n";
    return out;
}

std::string closing_line(const Forecast& forecast) {
    size_t changing = 0;
    for (const auto& step : forecast.steps) changing += step.comparison.empty() ? 0 : 1;
    std::string line =
        fmt::format("{} {}, {} {}, {} with changes", forecast.policies, forecast.policies == 1 ? "policy" : "policies",
                    forecast.steps.size(), forecast.steps.size() == 1 ? "step" : "steps", changing);
    if (forecast.subjects == 0) line += "; admission alone: there are no pods to forecast flows for (--world, --all)";
    return line + "\n";
}

}  // namespace

std::string to_text(const Forecast& forecast) {
    std::string out;
    for (const auto& step : forecast.steps) out += step_text(step);
    return out + closing_line(forecast);
}

std::string to_markdown(const Forecast& forecast) {
    std::string out;
    for (const auto& step : forecast.steps) {
        out += "### " + name_of(step) + "\n\n";
        out += step.comparison.empty() ? "Nothing changes.\n\n" : changes_markdown(step.comparison);
        for (const auto& reason : step.reasons) {
            out += fmt::format("* **{}**: {} ({}). Write instead: {}.\n", markdown(concerned(reason)),
                               markdown(reason.text), markdown(reason.source), markdown(reason.advice));
        }
        if (!step.reasons.empty()) out += "\n";
    }
    return out + markdown(closing_line(forecast)) + "\n";
}

std::string to_json(const Forecast& forecast) {
    Json steps = Json::array();
    for (const auto& step : forecast.steps) {
        Json reasons = Json::array();
        for (const auto& reason : step.reasons) {
            reasons.push_back({{"text", reason.text},
                               {"source", reason.source},
                               {"advice", reason.advice},
                               {"policies", reason.policies}});
        }
        Json json = {{"from", engine::to_string(step.from)}, {"to", engine::to_string(step.to)}};
        json.update(json_of(step.comparison));
        json["reasons"] = std::move(reasons);
        steps.push_back(std::move(json));
    }
    return dump({{"schema", "pgreach.forecast/v1"},
                 {"policies", forecast.policies},
                 {"workloads", forecast.subjects},
                 {"steps", std::move(steps)}});
}

std::string to_sarif(const Forecast& forecast) {
    Sarif sarif("pgreach forecast");
    for (const auto& step : forecast.steps) {
        std::string prefix = name_of(step) + ": ";
        for (const auto& reason : step.reasons) prefix += reason.text + " (write instead: " + reason.advice + "): ";
        sarif.add(step.comparison, prefix);
    }
    return sarif.finish();
}

}  // namespace pgreach::reach
