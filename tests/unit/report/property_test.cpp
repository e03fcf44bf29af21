// On random records: exit code, headlines and JUnit say the same, whatever the record holds.
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <random>

#include "report/report.hpp"
#include "support/records.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::report {
namespace {

constexpr unsigned records = 1000;

// Makes records of a run: mostly orderly, with anything that can be wrong thrown in.
class RandomRecord {
  public:
    explicit RandomRecord(unsigned seed) : random_(seed) {}

    Record make() {
        record_.backend = "embedded";
        record_.drop_evidence = !one_in(4);
        record_.complete = !one_in(10);
        record_.interrupted = one_in(12);
        if (one_in(10)) record_.failure = text();
        std::vector<Flow> flows;
        const int count = below(4);
        for (int i = 0; i < count; ++i) flows.push_back({text(), "primary", Protocol::tcp, 5432 + below(2)});
        record_.plan = RunPlan{{{"documented", flows}}, {}};
        for (const char* when : {"before", "after"}) {
            if (!one_in(8)) record_.controls.push_back(control(when, flows));
        }
        const int scenarios = below(3);
        for (int i = 0; i < scenarios; ++i) add_scenario("scenario-" + std::to_string(i), flows);
        return std::move(record_);
    }

  private:
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
    bool one_in(int count) { return below(count) == 0; }
    template <typename Enum>
    Enum any(int count) {
        return static_cast<Enum>(below(count));
    }
    std::string text() {
        std::string text;
        const int length = 1 + below(6);
        for (int i = 0; i < length; ++i) text += static_cast<char>(one_in(5) ? below(256) : 'a' + below(3));
        return text;
    }
    Observation observation() {
        Observation seen = one_in(2) ? test::answered() : test::dropped();
        if (one_in(8)) seen.attempts[0].end = any<AttemptEnd>(5);
        if (one_in(10)) seen.attempts.clear();
        if (one_in(10)) seen.doubts.push_back({any<DoubtCause>(6), text()});
        if (one_in(10))
            seen.evidence.push_back({any<EvidenceKind>(2), text(), text(), text(), test::policies({text()})});
        return seen;
    }
    ControlRecord control(const char* when, const std::vector<Flow>& flows) {
        ControlRecord control{when, "documented", {}, {}};
        for (const auto& flow : flows) {
            if (!one_in(12)) control.flows.emplace_back(flow, one_in(8) ? observation() : test::answered());
        }
        return control;
    }
    FlowRecord flow(const Flow& flow) {
        FlowRecord record{.flow = flow, .claim = any<Verdict>(2), .prediction = any<Verdict>(2)};
        record.observation = observation();
        if (!one_in(4)) {  // as predicted
            record.observation = record.prediction == Verdict::allow ? test::answered() : test::dropped();
            record.claim = one_in(8) ? record.claim : record.prediction;
        }
        if (one_in(6)) record.defect = one_in(4) ? text() : "d";
        return record;
    }
    void add_scenario(const std::string& name, const std::vector<Flow>& flows) {
        ScenarioRecord scenario{.name = name, .title = text(), .participants = "documented", .defects = {{"d"}}};
        PlannedScenario planned{name, "documented", {}};
        const int steps = below(3);
        for (int i = 0; i < steps; ++i) {
            StepRecord step{.name = text() + std::to_string(i)};
            for (const auto& one : flows) {
                if (!one_in(20)) step.flows.push_back(flow(one));
            }
            if (one_in(3)) {
                step.admissions.push_back({.policy = text(),
                                           .observed = {.result = any<AdmissionResult>(4), .agent_error = text()},
                                           .predicted = {.result = any<AdmissionResult>(4)},
                                           .listed = any<AdmissionResult>(4)});
            }
            planned.steps.push_back({step.name});
            for (const auto& admission : step.admissions) planned.steps.back().applies.push_back(admission.policy);
            if (one_in(20)) step.admissions.clear();
            if (one_in(3)) step.health.push_back({{text(), any<HealthState>(3), text()}, any<Verdict>(2)});
            if (!one_in(20)) scenario.steps.push_back(std::move(step));
        }
        if (!one_in(20)) record_.plan->scenarios.push_back(planned);
        if (!one_in(20)) record_.scenarios.push_back(std::move(scenario));
    }

    std::mt19937 random_;
    Record record_;
};

int gravest(const std::vector<verdict::Item>& items) {
    int worst = 0;
    for (const auto& item : items) worst = std::max(worst, item.judgement ? verdict::gravity(*item.judgement) : 0);
    return worst;
}

bool anything_judged(const std::vector<verdict::Item>& items) {
    return std::any_of(items.begin(), items.end(), [](const verdict::Item& item) {
        return item.judgement && item.kind != verdict::ItemKind::plan;
    });
}

void expect_one_verdict(const Record& record) {
    const auto verdict = verdict::judge(record);
    pugi::xml_document document;
    const auto parsed = document.load_string(render("junit", record, verdict)->c_str());
    ASSERT_TRUE(parsed) << parsed.description();
    const auto suites = document.child("testsuites");
    const int failures = suites.attribute("failures").as_int();
    const int errors = suites.attribute("errors").as_int();
    if (verdict.exit != verdict::exit_interrupted) {
        EXPECT_EQ(verdict.exit == verdict::exit_finding, failures > 0);
    }
    if (verdict.exit == verdict::exit_inconclusive) {
        EXPECT_GT(errors, 0);
    }
    if (verdict.exit == verdict::exit_conforms) {
        EXPECT_EQ(failures + errors, 0);
    }
    if (record.interrupted || !record.failure.empty() || !record.complete) {
        EXPECT_GT(errors, 0);
    }
    for (const auto& scenario : verdict.scenarios) {
        ASSERT_EQ(scenario.headline.has_value(), anything_judged(scenario.items));
        if (scenario.headline) {
            EXPECT_EQ(verdict::gravity(*scenario.headline), gravest(scenario.items));
        }
    }
    const auto text = *render("text", record, verdict);
    for (const char byte : text) EXPECT_TRUE(byte == '\n' || static_cast<unsigned char>(byte) >= 0x20);
}

TEST(Verdict, ExitCodeHeadlinesAndJunitAgreeOnRandomRecords) {
    std::map<int, int> exits;
    for (unsigned seed = 1; seed <= records; ++seed) {
        const auto record = RandomRecord(seed).make();
        expect_one_verdict(record);
        ++exits[verdict::judge(record).exit];
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << "\n" << verdict::to_json(record);
    }
    EXPECT_EQ(exits.size(), 5U) << "the records must show every exit code that a record can have";
}

}  // namespace
}  // namespace pgreach::report
