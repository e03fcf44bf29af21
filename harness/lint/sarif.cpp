#include "lint/sarif.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/uri.hpp"
#include "lint/render.hpp"

namespace pgreach::lint {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* schema_url = "https://json.schemastore.org/sarif-2.1.0.json";

Json rules(const SarifTool& tool) {
    Json rules = Json::array();
    for (const auto& code : tool.codes) {
        rules.push_back({{"id", code.id},
                         {"shortDescription", {{"text", std::string(code.summary) + "."}}},
                         {"help", {{"text", "See " + tool.help + ", " + std::string(code.id) + "."}}},
                         {"defaultConfiguration", {{"level", to_string(code.severity)}}}});
    }
    return rules;
}

size_t rule_index(const std::vector<Code>& codes, const std::string& id) {
    const auto found = std::find_if(codes.begin(), codes.end(), [&id](const Code& code) { return code.id == id; });
    return static_cast<size_t>(found - codes.begin());
}

// Ours count bytes, SARIF's count characters.
int column_of(const Diagnostic& finding) {
    std::string_view text = finding.source->text;
    for (int line = finding.source->first_line; line < finding.mark.line; ++line) {
        text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
    }
    const auto before = text.substr(0, static_cast<size_t>(std::max(finding.mark.column - 1, 0)));
    const auto continued = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) == 0x80; });
    return std::max(finding.mark.column - static_cast<int>(continued), 1);
}

Json location(const Diagnostic& finding) {
    Json physical = {{"artifactLocation", {{"uri", to_uri(finding.source->name)}}}};
    if (finding.mark.line > 0) {
        physical["region"] = {{"startLine", finding.mark.line}, {"startColumn", column_of(finding)}};
    }
    return {{"physicalLocation", physical}};
}

Json result(const SarifTool& tool, const Diagnostic& finding) {
    const std::string remedy = finding.remedy.empty() ? "" : "\nRemedy: " + finding.remedy;
    return {{"ruleId", finding.code},
            {"ruleIndex", rule_index(tool.codes, finding.code)},
            {"level", to_string(finding.severity)},
            {"message", {{"text", finding.text + remedy}}},
            {"locations", Json::array({location(finding)})}};
}

}  // namespace

std::string to_sarif(const SarifTool& tool, const Diagnostics& findings) {
    Json results = Json::array();
    for (const auto& finding : findings) results.push_back(result(tool, finding));
    const Json driver = {{"driver", {{"name", tool.name}, {"rules", rules(tool)}}}};
    const Json run = {{"tool", driver}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
    const Json sarif = {{"$schema", schema_url}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
    return sarif.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_sarif(const LintResult& report) {
    return to_sarif({"pgreach lint", "docs/lint.md", all_codes()}, report.findings);
}

}  // namespace pgreach::lint
