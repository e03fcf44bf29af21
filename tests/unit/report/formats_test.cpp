// Every format of one record that holds every judgement, and texts that would be markup where they are not escaped.
#include <gmock/gmock.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>

#include "base/file.hpp"
#include "report/html.hpp"
#include "report/markdown.hpp"
#include "report/page_data.hpp"
#include "report/report.hpp"
#include "report/sarif.hpp"
#include "support/records.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::report {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Record judgements() {
    const auto text = read_file(std::string(PGREACH_SOURCE_DIR) + "/fixtures/records/judgements.json");
    return *verdict::parse_record(text.value());
}

std::string rendered(const std::string& format, const Record& record) {
    return *render(format, record, verdict::judge(record));
}

TEST(Formats, TheMadeRecordHoldsEveryJudgement) {
    std::set<Judgement> seen;
    const auto verdict = verdict::judge(judgements());
    for (const auto* item : verdict::all_items(verdict)) {
        if (item->judgement) seen.insert(*item->judgement);
    }
    EXPECT_EQ(seen.size(), 6U);
}

// What elements and attributes JUnit has in the schema of Jenkins (junit-10.xsd of its xUnit plugin), which GitLab
// reads as well.
TEST(Formats, JunitHoldsNothingThatTheSchemaOfJenkinsLacks) {
    const std::map<std::string, std::set<std::string>> attributes = {
        {"testsuites", {"name", "time", "tests", "failures", "errors"}},
        {"testsuite", {"name", "tests", "failures", "errors", "time", "skipped"}},
        {"testcase", {"name", "time", "classname"}},
        {"failure", {"type", "message"}},
        {"error", {"type", "message"}},
        {"skipped", {"type", "message"}},
        {"system-out", {}}};
    struct Walker : pugi::xml_tree_walker {
        explicit Walker(const std::map<std::string, std::set<std::string>>& all) : known(all) {}
        bool for_each(pugi::xml_node& node) override {
            if (node.type() != pugi::node_element) return true;
            EXPECT_TRUE(known.contains(node.name())) << node.name();
            for (const auto& one : node.attributes()) {
                EXPECT_TRUE(known.at(node.name()).contains(one.name())) << node.name() << " " << one.name();
            }
            const std::string time = node.attribute("time").value();
            if (std::string(node.name()).starts_with("testsuite")) {  // three digits, no more
                EXPECT_EQ(time.size() - time.find('.'), 4U) << time;
            }
            return true;
        }
        const std::map<std::string, std::set<std::string>>& known;
    };
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(rendered("junit", judgements()).c_str()));
    Walker walker(attributes);
    document.traverse(walker);
    const auto failure = document.child("testsuites")
                             .child("testsuite")
                             .find_child_by_attribute("testcase", "name", "applied: frontend → primary:8000");
    EXPECT_THAT(failure.child("failure").text().get(), HasSubstr("at: docs/page.md:40\nrepeat: pgreach run"));
}

TEST(Formats, SarifHasAPlaceForEveryFindingAndNoMoreRulesThanItNames) {
    const auto sarif = nlohmann::json::parse(rendered("sarif", judgements()));
    EXPECT_EQ(sarif.at("version"), "2.1.0");
    const auto& run = sarif.at("runs").at(0);
    const auto& rules = run.at("tool").at("driver").at("rules");
    std::map<std::string, int> levels;
    for (const auto& result : run.at("results")) {
        EXPECT_EQ(rules.at(result.at("ruleIndex").get<size_t>()).at("id"), result.at("ruleId"));
        ++levels[result.at("level").get<std::string>()];
        EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
    }
    EXPECT_EQ(levels, (std::map<std::string, int>{{"error", 3}, {"warning", 2}, {"note", 2}}));
    const auto& docs = run.at("results").at(1);
    EXPECT_EQ(docs.at("ruleId"), "docs-defect");
    const auto& place = docs.at("locations").at(0).at("physicalLocation");
    EXPECT_EQ(place.at("artifactLocation").at("uri"), "docs/page.md");
    EXPECT_EQ(place.at("region").at("startLine"), 40);
    EXPECT_EQ(run.at("invocations").at(0).at("exitCode"), 1);
}

TEST(Formats, MarkdownTakesNothingForMarkup) {
    const auto text = rendered("markdown", judgements());
    EXPECT_THAT(text, HasSubstr("&lt;/script\\>&lt;script\\>alert(1)"));
    EXPECT_THAT(text, HasSubstr("\\| \\`code\\` \\*strong\\*"));
    EXPECT_EQ(text.find("## ❌ pgreach: failed\n"), 0U);
    EXPECT_LT(text.find("### What needs attention"), text.find("| scenario | judgement |"));
}

TEST(Formats, MarkdownThatIsTooLongSaysWhatIsLeftOut) {
    const auto record = judgements();
    const auto text = to_markdown(record, verdict::judge(record), 2500);
    EXPECT_LT(text.size(), 2700U);
    EXPECT_THAT(text, HasSubstr("parts are left out, since a job summary holds no more than 1 MiB"));
    EXPECT_THAT(to_markdown(record, verdict::judge(record)), Not(HasSubstr("left out")));
}

TEST(Formats, NoTextOfARecordEndsABlockOfMarkdown) {
    auto record = test::record_of_one_closed_flow();
    record.scenarios[0].steps[0].flows[0].observation = test::answered();
    record.scenarios[0].steps[0].flows[0].reason = "x\n~~~~~~\n# I am a heading";
    EXPECT_THAT(rendered("markdown", record), HasSubstr("\n-~~~~~\n# I am a heading"));
}

// One flow let pass in two steps, of which the second applies another text of the one policy.
Record replaced_policy() {
    auto record = test::record_of_one_closed_flow();
    auto& scenario = record.scenarios[0];
    const PolicyId policy = scenario.steps[0].admissions[0].policy;
    scenario.policies = {{policy, "kind: a\n", "one.yaml", 1}, {policy, "kind: b\n", "two.yaml", 1, 1}};
    scenario.steps[0].flows[0].observation = test::answered();
    scenario.steps[0].flows[0].rule = RulePlace{policy, "ingress[0]", 3, true};
    scenario.steps.push_back(scenario.steps[0]);
    scenario.steps[1].name = "replaced";
    return record;
}

TEST(Formats, OfAPolicyThatIsReplacedEachStepHasItsOwnText) {
    auto record = replaced_policy();
    EXPECT_THAT(rendered("junit", record), AllOf(HasSubstr("at: one.yaml:3\n"), HasSubstr("at: two.yaml:3\n")));
    const auto page = rendered("html", record);
    EXPECT_THAT(page, HasSubstr(R"("rules":[[0,3,true,"ingress[0]"],[1,3,true,"ingress[0]"]])"));
    EXPECT_THAT(page, AllOf(HasSubstr(R"("admissions":[[0,)"), HasSubstr(R"("admissions":[[1,)")));
    for (auto& step : record.scenarios[0].steps) step.flows[0].rule.reset();
    EXPECT_THAT(rendered("junit", record), AllOf(HasSubstr("at: one.yaml:1\n"), HasSubstr("at: two.yaml:1\n")));
    record.scenarios[0].steps[1].removes = {record.scenarios[0].policies[0].policy};
    EXPECT_THAT(rendered("html", record), HasSubstr(R"("removes":[0])")) << "what stood before it applied its own";
}

TEST(Formats, TheCommandsOfThePageNameTheRunAndTheRecord) {
    auto record = judgements();
    EXPECT_THAT(rendered("html", record), HasSubstr(R"({"file":"RECORD","options":"",)"));
    record.file = "runs/kind.json";
    record.backend = "kind";
    record.cilium.release = "1.19.5";
    EXPECT_THAT(rendered("html", record),
                HasSubstr(R"({"file":"runs/kind.json","options":" --backend kind --cilium 1.19.5",)"));
}

// To the letter but for style and scripts, which are the files of reports/html; PGREACH_APPROVE=1 writes it anew.
TEST(Formats, HtmlIsTheTemplateFilledIn) {
    auto page = rendered("html", judgements());
    for (const auto& [begin, end] : {std::pair("<style>", "</style>"), std::pair("<script>", "</script>")}) {
        const auto from = page.rfind(begin) + std::string(begin).size();
        page.erase(from, page.find(end, from) - from);
    }
    const auto file = std::string(PGREACH_SOURCE_DIR) + "/fixtures/records/judgements.html";
    if (std::getenv("PGREACH_APPROVE") != nullptr) {
        ASSERT_TRUE(write_file(file, page));
    }
    EXPECT_EQ(page, read_file(file).value());
}

TEST(Formats, OfTheTextsOfARecordNothingIsMarkupInHtml) {
    const auto page = rendered("html", judgements());
    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(page, Not(HasSubstr("near <miss>")));
    EXPECT_THAT(page, HasSubstr(R"(near \u003cmiss>)"));
    auto record = judgements();
    record.command = R"("><img src=x onerror=alert(1)>)";
    record.faults = {"</title><script>"};
    const auto other = rendered("html", record);
    EXPECT_THAT(other, HasSubstr("<dd>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</dd>"));
    EXPECT_THAT(other, HasSubstr("PGREACH_FAULT=&lt;/title&gt;&lt;script&gt;"));
}

TEST(Formats, HtmlNamesNoOtherPlaceToLoadFrom) {
    const auto page = rendered("html", judgements());
    for (const char* part : {"src=", "@import", "url(", "fetch(", "XMLHttpRequest", "import("}) {
        EXPECT_THAT(page, Not(HasSubstr(part))) << part;
    }
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Formats, TheDataOfAPageHoldsEveryFlowWithItsThreeAnswersAndItsRule) {
    const auto record = judgements();
    const auto verdict = verdict::judge(record);
    const auto data = nlohmann::json::parse(scenario_data(verdict.scenarios[0]));
    const auto& cells = data.at("steps").at(0).at("cells");
    ASSERT_EQ(cells.size(), 12U);
    const auto& texts = data.at("texts");
    const auto& cell = cells.at(3);  // frontend → primary:8000
    EXPECT_EQ(texts.at(cell.at(0).get<size_t>()), "frontend");
    EXPECT_EQ(cell.at(2), 8000);
    EXPECT_EQ(nlohmann::json::array({cell.at(3), cell.at(4), cell.at(5), cell.at(6)}),
              nlohmann::json::parse("[0, 1, 1, 2]"));
    EXPECT_EQ(data.at("rules").at(cell.at(11).get<size_t>()), nlohmann::json::parse(R"([0, 40, true, "ingress[1]"])"));
    EXPECT_EQ(data.at("policies").at(1).at(2), "policies/refused.yaml");
}

TEST(Formats, WhatAKilledRunLeftIsMarkedIncompleteInEachOfThem) {
    auto record = judgements();
    record.complete = false;
    record.controls.pop_back();
    record.scenarios.pop_back();
    for (const auto& [format, mark] :
         std::map<std::string, std::string>{{"html", "Incomplete: the run did not reach its end"},
                                            {"markdown", "**Incomplete**: the run did not reach its end"},
                                            {"text", "the record is incomplete: the run did not reach its end"},
                                            {"json", "\"complete\": false"},
                                            {"junit", "the record is incomplete: the run did not reach its end"},
                                            {"sarif", "\"executionSuccessful\": false"}}) {
        EXPECT_THAT(rendered(format, record), HasSubstr(mark)) << format;
        EXPECT_THAT(rendered(format, record), HasSubstr("frontend")) << format;
    }
}

}  // namespace
}  // namespace pgreach::report
