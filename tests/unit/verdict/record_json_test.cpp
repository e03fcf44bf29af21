#include "verdict/record_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "support/records.hpp"
#include "support/schema_check.hpp"
#include "verdict/judge.hpp"

namespace pgreach::verdict {
namespace {

Record full_record() {
    Record record = test::record_of_one_closed_flow();
    record.started = "2026-01-02T03:04:05Z";
    record.command = "pgreach run 'some-*'";
    record.versions = {{"postgresql", "15.18"}};
    record.notes = {"a stand-in"};
    record.faults = {"no-evidence"};
    record.phases = {{"up", 120000, 15}};
    Participant instance{{"primary", EndpointKind::pod, "default", {{"role", "primary"}}}};
    instance.instance = InstanceRole::primary;
    Participant outside{{"outside", EndpointKind::cidr}};
    outside.endpoint.cidr = "203.0.113.7/32";
    outside.endpoint.service_account = "other";
    outside.peer = false;
    outside.services = {{53, PortPurpose::dns}};
    record.participants = {{"documented", "cluster-example", {instance, outside}, {{5432, PortPurpose::postgresql}}}};
    record.participants[0].namespaces = {{"apps", {{"team", "web"}}}};
    record.failure = "it fell";
    record.cilium = {.release = "1.20.2",
                     .configuration = {{"enable-policy", "always"}},
                     .releases = {{"a", "1.19.5"}, {"b", "1.20.2"}},
                     .assumptions = {"it is newer"},
                     .not_followed = {"label-prefix-file: /x"}};
    record.audit = {{"every endpoint"},
                    {{"some-scenario", "applied", {{{"a", "b", Protocol::tcp, 1}, Verdict::deny, "hubble"}}}}};
    record.scenarios[0].argument = "mine.yaml";
    record.scenarios[0].repeats = "another-scenario";
    record.shard = {2, 3, {{"some-scenario", "documented", {{"applied", test::policies({"default/p"})}}}}};
    record.scenarios[0].defects = {{"d", "this", "that", "https://example.org", "so"}};
    record.scenarios[0].policies = {{{"CiliumNetworkPolicy", "default", "p"}, "kind: x\n", "page.md", 12, 1}};
    auto& step = record.scenarios[0].steps[0];
    step.began_us = 7;
    step.removes = test::policies({"default/q"});
    step.flows[0].rule = {{"CiliumNetworkPolicy", "default", "p"}, "ingress[0]", 14, false};
    step.change_ms = 4;
    step.flows[0].defect = "d";
    step.flows[0].by_configuration = true;
    step.flows[0].causes = {"the agent of a lags"};
    step.flows[0].allowed_by = test::policies({"default/p"});
    step.flows[0].observation = {{{.end = AttemptEnd::dropped,
                                   .reached = Milestone::none,
                                   .milestones = {{Milestone::dns, 5}},
                                   .began_us = 1234,
                                   .duration_us = 77,
                                   .source = "10.244.0.7:40312",
                                   .destination = "10.244.0.3:5432",
                                   .path = "service rw",
                                   .behind = {"10.244.0.4:5432"},
                                   .answerers = {"primary"},
                                   .answered_by = "",
                                   .error = "dropped \xff"}},
                                 {{EvidenceKind::forward_event, "a:1", "b:2", "hubble", test::policies({"default/p"})}},
                                 {{DoubtCause::not_in_force, "an endpoint is behind"}}};
    step.admissions[0].by_configuration = true;
    step.admissions[0].doubts = {{DoubtCause::nodes_differ, "some accept it"}};
    step.admissions[0].observed = {.result = AdmissionResult::pruned, .unknown_fields = {"spec.x"}};
    step.health = {
        {{"replication of replica", HealthState::broken, "cut", "replica", "primary", 5432, {}, true, "replication"},
         Verdict::deny}};
    return record;
}

TEST(RecordJson, ComesBackAsItWas) {
    const auto text = to_json(full_record());
    const auto back = parse_record(text);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(to_json(*back), text);
    EXPECT_EQ(back->faults, full_record().faults);
    EXPECT_EQ(back->participants[0].members[1].endpoint.cidr, "203.0.113.7/32");
    EXPECT_EQ(back->participants[0].members[1].services.at(0).protocol(), Protocol::udp);
    EXPECT_EQ(back->participants[0].namespaces, full_record().participants[0].namespaces);
    EXPECT_EQ(back->participants[0].members[0].instance, InstanceRole::primary);
    EXPECT_EQ(back->scenarios[0].policies[0].line, 12);
    EXPECT_EQ(back->scenarios[0].steps[0].flows[0].rule->path, "ingress[0]");
}

TEST(RecordJson, WithItsVerdictItIsStillTheSameRecord) {
    const auto record = full_record();
    const auto back = parse_record(to_json(record, judge(record)));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(to_json(*back), to_json(record));
}

TEST(RecordJson, HasWhatReadersRelyOn) {
    const auto record = full_record();
    const auto text = to_json(record, judge(record));
    for (const char* part :
         {R"("schema": "pgreach.record/v2")", R"("release": "1.20.2")", R"("kind": "CiliumNetworkPolicy")",
          R"("settle_ms": 3)", R"("began_us": 1234)", R"("protocol": "TCP")", R"("cause": "not-in-force")",
          R"("observed": "unclear")", R"("verdict": "deny")", R"("result": "pruned")", R"("judgement": "inconclusive")",
          R"("detail": "stored without spec.x")", R"("exit": )"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
}

// Whatever is written stands in reports/record.schema.json, with its type.
TEST(RecordJson, IsAsItsSchemaSays) {
    const std::string source = PGREACH_SOURCE_DIR;
    test::SchemaCheck schema(nlohmann::json::parse(read_file(source + "/reports/record.schema.json").value()));
    const auto complaints = [&](const Record& record) {
        return schema.complaints(nlohmann::json::parse(to_json(record, judge(record))));
    };
    EXPECT_EQ(complaints(full_record()), std::vector<std::string>());
    const auto made = parse_record(read_file(source + "/fixtures/records/judgements.json").value());
    EXPECT_EQ(complaints(*made), std::vector<std::string>());
    auto wrong = nlohmann::json::parse(to_json(full_record()));
    wrong["started"] = 7;
    wrong["scenarios"][0].erase("title");
    wrong["scenarios"][0]["steps"][0]["surprise"] = true;
    EXPECT_EQ(schema.complaints(wrong),
              (std::vector<std::string>{"/scenarios/0 lacks title",
                                        "/scenarios/0/steps/0 has surprise, which is not described",
                                        "/started is no string"}));
}

TEST(RecordJson, SaysWhatIsWrongWithAFile) {
    const auto planless = R"({"schema": "pgreach.record/v2", "scenarios": []})";
    EXPECT_NE(parse_record(planless).error().message.find("no plan of what the run set out to do"), std::string::npos);
    EXPECT_NE(parse_record("{").error().message.find("this is no record of pgreach"), std::string::npos);
    EXPECT_NE(parse_record(R"({"schema": "other/v2"})").error().message.find("the schema is not pgreach.record/v2"),
              std::string::npos);
    auto text = to_json(full_record());
    text.replace(text.find("\"dropped\""), 9, "\"lost\"");
    EXPECT_NE(parse_record(text).error().message.find("end cannot be 'lost'"), std::string::npos);
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

TEST(RecordJson, NestingThatWouldExhaustTheStackIsRefused) {
    constexpr size_t depth = 200'000;
    const std::string deep = std::string(depth, '[') + std::string(depth, ']');
    for (const char* schema : {"pgreach.record/v1", "pgreach.record/v2"}) {
        const auto record = parse_record(std::string(R"({"schema": ")") + schema + R"(", "scenarios": )" + deep + "}");
        ASSERT_FALSE(record);
        EXPECT_EQ(record.error().message, "this is no record of pgreach: nested too deeply");
    }
}

}  // namespace
}  // namespace pgreach::verdict
