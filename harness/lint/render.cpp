#include "lint/render.hpp"

#include <nlohmann/json.hpp>

namespace pgreach::lint {
namespace {

using Json = nlohmann::ordered_json;

std::string counted(size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

Json to_json(const Diagnostic& finding) {
    Json json = {{"file", finding.source->name}};
    if (finding.mark.line > 0) {
        json["line"] = finding.mark.line;
        json["column"] = finding.mark.column;
    }
    json["severity"] = finding.severity == Severity::error ? "error" : "warning";
    json["code"] = finding.code;
    json["text"] = finding.text;
    if (!finding.remedy.empty()) json["remedy"] = finding.remedy;
    return json;
}

}  // namespace

std::string summary(const Report& report) {
    std::string text = counted(report.files, "file", "files") + ", " + counted(report.policies, "policy", "policies");
    if (report.skipped > 0) text += ", " + counted(report.skipped, "other object", "other objects") + " skipped";
    return text + ": " + counted(report.errors(), "error", "errors") + ", " +
           counted(report.warnings(), "warning", "warnings");
}

std::string to_text(const Report& report) {
    const std::string findings = pgreach::render(report.findings);
    return (findings.empty() ? "" : findings + "\n") + summary(report) + "\n";
}

std::string to_json(const Report& report) {
    Json findings = Json::array();
    for (const auto& finding : report.findings) findings.push_back(to_json(finding));
    const Json json = {
        {"schema", "pgreach.lint/v1"},
        {"findings", findings},
        {"summary",
         {{"files", report.files},
          {"policies", report.policies},
          {"skipped", report.skipped},
          {"errors", report.errors()},
          {"warnings", report.warnings()}}},
    };
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::lint
