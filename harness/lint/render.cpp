#include "lint/render.hpp"

#include <nlohmann/json.hpp>

#include "lint/finding_json.hpp"

namespace pgreach::lint {
namespace {

using Json = nlohmann::ordered_json;

std::string counted(size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

std::string summary(const LintResult& report) {
    std::string text = counted(report.files, "file", "files") + ", " + counted(report.policies, "policy", "policies");
    if (report.skipped > 0) text += ", " + counted(report.skipped, "other object", "other objects") + " skipped";
    if (report.no_objects > 0) text += ", " + std::to_string(report.no_objects) + " without objects skipped";
    if (report.templates > 0) {
        text += ", " + counted(report.templates, "policy of a template", "policies of templates") + " not judged";
    }
    text +=
        ": " + counted(report.errors(), "error", "errors") + ", " + counted(report.warnings(), "warning", "warnings");
    if (report.ignored > 0) text += "; " + std::to_string(report.ignored) + " ignored";
    if (report.known > 0) text += "; " + std::to_string(report.known) + " in the baseline";
    if (report.gone > 0) text += "; " + std::to_string(report.gone) + " of the baseline gone";
    return text;
}

std::string to_text(const LintResult& report) {
    const std::string findings = pgreach::render(report.findings);
    return (findings.empty() ? "" : findings + "\n") + summary(report) + "\n";
}

std::string to_json(const LintResult& report) {
    Json findings = Json::array();
    for (const auto& finding : report.findings) findings.push_back(to_json(finding));
    const Json json = {
        {"schema", "pgreach.lint/v1"},
        {"findings", findings},
        {"summary",
         {{"files", report.files},
          {"policies", report.policies},
          {"skipped", report.skipped},
          {"without_objects", report.no_objects},
          {"templates", report.templates},
          {"ignored", report.ignored},
          {"in_baseline", report.known},
          {"gone_from_baseline", report.gone},
          {"errors", report.errors()},
          {"warnings", report.warnings()}}},
    };
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::lint
