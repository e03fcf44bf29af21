#include "lint/render.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "lint/codes.hpp"
#include "unit/lint/support.hpp"

namespace pgreach::lint {
namespace {

using nlohmann::json;

LintResult small_report() {
    const auto file = source("a: 1\nb: \"\xc3\xa4\" # x\n", "dir/p q.yaml");
    LintResult report;
    report.files = 1;
    report.policies = 2;
    report.findings = {{Severity::error, file, {2, 9}, "bad", "write good", "schema"},
                       {Severity::warning, file, {}, "odd", "", "no-effect"}};
    return report;
}

TEST(Render, TheSummaryCountsWhatWasSeen) {
    LintResult report = small_report();
    EXPECT_EQ(summary(report), "1 file, 2 policies: 1 error, 1 warning");
    report.skipped = 1;
    EXPECT_EQ(summary(report), "1 file, 2 policies, 1 other object skipped: 1 error, 1 warning");
}

TEST(Render, TextEndsInTheSummary) {
    EXPECT_EQ(to_text({.files = 2}), "2 files, 0 policies: 0 errors, 0 warnings\n");
    EXPECT_EQ(to_text(small_report()),
              "dir/p q.yaml: warning: odd [no-effect]\n"
              "dir/p q.yaml:2:9: error: bad [schema]\n"
              "    b: \"\xc3\xa4\" # x\n"
              "            ^\n"
              "    remedy: write good\n"
              "1 file, 2 policies: 1 error, 1 warning\n");
}

TEST(Render, JsonHasEveryFindingAndTheSummary) {
    const auto parsed = json::parse(to_json(small_report()));
    EXPECT_EQ(parsed["schema"], "pgreach.lint/v1");
    EXPECT_EQ(parsed["findings"][0],
              json::parse(R"({"file": "dir/p q.yaml", "line": 2, "column": 9, "severity": "error", "code": "schema",
                              "text": "bad", "remedy": "write good"})"));
    EXPECT_FALSE(parsed["findings"][1].contains("line")) << "it is about the file as a whole";
    EXPECT_EQ(
        parsed["summary"],
        json::parse(R"({"files": 1, "policies": 2, "skipped": 0, "without_objects": 0, "templates": 0, "ignored": 0,
                                "in_baseline": 0, "gone_from_baseline": 0, "errors": 1, "warnings": 1})"));
}

TEST(Render, SarifPointsAtTheCharacterInTheFile) {
    const auto parsed = json::parse(to_sarif(small_report()));
    EXPECT_EQ(parsed["version"], "2.1.0");
    const auto& run = parsed["runs"][0];
    const auto& result = run["results"][0];
    EXPECT_EQ(result["level"], "error");
    EXPECT_EQ(result["message"]["text"], "bad\nRemedy: write good");
    EXPECT_EQ(result["locations"][0]["physicalLocation"], json::parse(R"({"artifactLocation": {"uri": "dir/p%20q.yaml"},
                              "region": {"startLine": 2, "startColumn": 8}})"))
        << "columns count characters, and one before it has two bytes";
    EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
    EXPECT_FALSE(run["results"][1]["locations"][0]["physicalLocation"].contains("region"));
}

TEST(Render, EveryCodeIsExplainedInTheDocumentation) {
    const auto text = read_file(PGREACH_SOURCE_DIR "/docs/lint.md");
    ASSERT_TRUE(text);
    for (const auto& code : all_codes()) {
        EXPECT_NE(text->find("| `" + std::string(code.id) + "` |"), std::string::npos) << code.id;
    }
}

}  // namespace
}  // namespace pgreach::lint
