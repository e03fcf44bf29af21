#include "lint/baseline.hpp"

#include <cctype>
#include <nlohmann/json.hpp>

namespace pgreach::lint {

std::string fingerprint(const std::string& file, const std::string& code, const std::string& text) {
    std::string key = file + '\n' + code + '\n';
    constexpr std::string_view line = "line ";
    for (size_t i = 0; i < text.size(); ++i) {  // "line 12" of another object moves as well
        key += text[i];
        if (!key.ends_with(line)) continue;
        while (i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) ++i;
    }
    return key;
}

Result<Baseline> read_baseline(const SourcePtr& source) {
    const auto fault = [&source](const std::string& what) {
        return input_error("baseline " + source->name + ": " + what,
                           "write one with: pgreach lint PATHS --format json > " + source->name);
    };
    const auto json = nlohmann::json::parse(source->text, nullptr, false);
    if (json.is_discarded()) return fault("not JSON");
    if (!json.is_object() || json.value("schema", nlohmann::json()) != "pgreach.lint/v1" ||
        !json.contains("findings")) {
        return fault("not a report of pgreach lint");
    }
    Baseline baseline;
    for (const auto& finding : json["findings"]) {
        const auto text_at = [&finding](const char* key) {
            const auto found = finding.is_object() ? finding.find(key) : finding.end();
            return found != finding.end() && found->is_string() ? found->get<std::string>() : std::string();
        };
        if (text_at("file").empty() || text_at("code").empty()) return fault("a finding without file or code");
        ++baseline[fingerprint(text_at("file"), text_at("code"), text_at("text"))];
    }
    return baseline;
}

void leave_out_known(const Baseline& baseline, LintResult& report) {
    Baseline left = baseline;
    std::erase_if(report.findings, [&](const Diagnostic& finding) {
        const auto found = left.find(fingerprint(finding.source->name, finding.code, finding.text));
        if (found == left.end() || found->second == 0) return false;
        --found->second;
        ++report.known;
        return true;
    });
    for (const auto& [key, count] : left) report.gone += count;
}

}  // namespace pgreach::lint
