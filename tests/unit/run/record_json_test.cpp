#include "run/record_json.hpp"

#include <gtest/gtest.h>

#include "run/judge.hpp"
#include "support/records.hpp"

namespace pgreach::run {
namespace {

Record full_record() {
    Record record = test::record_of_one_closed_flow();
    record.started = "2026-01-02T03:04:05Z";
    record.command = "pgreach run 'some-*'";
    record.versions = {{"postgresql", "15.18"}};
    record.notes = {"a stand-in"};
    record.phases = {{"up", 120000}};
    record.failure = "it fell";
    auto& scenario = record.scenarios[0];
    scenario.defects = {{"d", "this", "that", "https://example.org", "so"}};
    scenario.flows[0].defect = "d";
    scenario.flows[0].observation.attempts = {{.end = AttemptEnd::dropped,
                                               .reached = Milestone::none,
                                               .milestones = {{Milestone::dns, 5}},
                                               .duration_us = 77,
                                               .source = "10.244.0.7:40312",
                                               .destination = "10.244.0.3:5432",
                                               .answered_by = "",
                                               .error = "dropped \xff"}};
    scenario.steps[0] = {"applied", 3, 1, 4, 5, 6, 7};
    scenario.flows[0].allowed_by = {"default/p"};
    scenario.flows[0].observation.evidence.push_back({EvidenceKind::forward_event, "hubble", {"default/p"}});
    scenario.admissions[0].observed = {.result = AdmissionResult::pruned, .unknown_fields = {"spec.x"}};
    scenario.health = {
        {"applied", {"replication of replica", HealthState::broken, "cut", "replica", "primary", 5432}, Verdict::deny}};
    judge(record);
    return record;
}

TEST(RecordJson, ComesBackAsItWas) {
    const auto text = to_json(full_record());
    auto back = parse_record(text);
    ASSERT_TRUE(back) << back.error().message;
    judge(*back);
    EXPECT_EQ(to_json(*back), text);
}

TEST(RecordJson, HasWhatReadersRelyOn) {
    const auto text = to_json(full_record());
    for (const char* part : {R"("schema": "pgreach.record/v1")", R"("engine": "cilium-1.20")", R"("settle_ms": 3)",
                             R"("observation": "closed")", R"("verdict": "deny")", R"("result": "pruned")",
                             R"("detail": "stored without spec.x")", R"("exit": )"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
}

TEST(RecordJson, SaysWhatIsWrongWithAFile) {
    EXPECT_NE(parse_record("{").error().message.find("this is no record of pgreach"), std::string::npos);
    EXPECT_NE(parse_record(R"({"schema": "other/v2"})").error().message.find("the schema is not pgreach.record/v1"),
              std::string::npos);
    auto text = to_json(full_record());
    text.replace(text.find("\"closed\""), 8, "\"ajar\"");
    EXPECT_NE(parse_record(text).error().message.find("observation cannot be 'ajar'"), std::string::npos);
}

TEST(RecordJson, ANumberThatIsNoPortIsNotMadeOne) {
    for (const char* number : {"1e99", "-1e99", "5432.5", "18446744073709551615", "\"5432\""}) {
        auto text = to_json(full_record());
        text.replace(text.find("\"port\": 5432"), 12, std::string("\"port\": ") + number);
        const auto read = parse_record(text);
        ASSERT_FALSE(read) << number;
        EXPECT_NE(read.error().message.find("stands where a whole number belongs"), std::string::npos);
    }
}

}  // namespace
}  // namespace pgreach::run
