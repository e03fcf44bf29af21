#include "lint/finding_json.hpp"

#include <nlohmann/json.hpp>

namespace pgreach::lint {

nlohmann::ordered_json to_json(const Diagnostic& finding) {
    nlohmann::ordered_json json = {{"file", finding.source->name}};
    if (finding.mark.line > 0) {
        json["line"] = finding.mark.line;
        json["column"] = finding.mark.column;
    }
    json["severity"] = to_string(finding.severity);
    json["code"] = finding.code;
    json["text"] = finding.text;
    if (!finding.remedy.empty()) json["remedy"] = finding.remedy;
    return json;
}

}  // namespace pgreach::lint
