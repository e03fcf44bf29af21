#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "model/names.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::verdict {
namespace {

using nlohmann::json;

json attempt(const char* end, const char* source) {
    return {{"end", end},        {"reached", "tcp"}, {"rungs_us", {{"tcp", 5}}},
            {"duration_us", 77}, {"source", source}, {"destination", "10.244.0.3:5432"}};
}

json flow(const char* observation) {
    return {{"from", "frontend"}, {"to", "primary"}, {"protocol", "TCP"}, {"port", 5432}, {"observation", observation}};
}

json control(const char* when) {
    json tried = flow("open");
    tried["evidence"] = {{{"kind", "reply"}, {"detail", "reached query"}}};
    tried["attempts"] = {attempt("answered", "10.244.0.7:1")};
    return {{"when", when}, {"cast", "documented"}, {"flows", {tried}}, {"health", json::array()}};
}

// A record as pgreach wrote it before schema v2, of one flow that was dropped.
json old_record() {
    json judged = flow("closed");
    judged["step"] = "applied";
    judged["claim"] = "deny";
    judged["prediction"] = {{"verdict", "deny"}, {"reason", "no rule matches"}};
    judged["evidence"] = {{{"kind", "drop-event"}, {"detail", "nflog: SYN 10.244.0.7:2 → 10.244.0.3:5432"}}};
    judged["attempts"] = {attempt("dropped", "10.244.0.7:2")};
    return {{"schema", "pgreach.record/v1"},
            {"environment", {{"backend", "embedded"}, {"engine", "cilium-1.20"}, {"drop_evidence", true}}},
            {"controls", {control("before"), control("after")}},
            {"scenarios",
             {{{"name", "some-scenario"},
               {"cast", "documented"},
               {"steps", {{{"name", "applied"}, {"settle_ms", 3}}}},
               {"admission",
                {{{"step", "applied"},
                  {"policy", "p"},
                  {"validation", "strict"},
                  {"result", "accepted"},
                  {"prediction", {{"result", "accepted"}}}}}},
               {"flows", {judged}},
               {"health",
                {{{"step", "applied"},
                  {"name", "replication of replica"},
                  {"state", "broken"},
                  {"prediction", "deny"}}}}}}}};
}

class RecordV1 : public testing::Test {
  protected:
    json& judged_flow() { return json_["scenarios"][0]["flows"][0]; }
    RunVerdict judged() {
        auto read = parse_record(json_.dump());
        EXPECT_TRUE(read) << read.error().message;
        record_ = *std::move(read);
        return judge(record_);
    }
    json json_ = old_record();
    Record record_;
};

TEST_F(RecordV1, IsReadAndJudgedAsItWas) {
    const auto verdict = judged();
    EXPECT_EQ(verdict.exit, exit_conforms);
    EXPECT_EQ(record_.cilium.release, "1.20");
    EXPECT_EQ(record_.scenarios[0].participants, "documented");
    const auto& step = record_.scenarios[0].steps[0];
    EXPECT_EQ(step.admissions[0].policy, (PolicyId{"", "", "p"})) << "v1 tells names only";
    EXPECT_EQ(step.flows[0].observation.evidence[0].source, "10.244.0.7:2");
    EXPECT_EQ(step.health[0].check.state, HealthState::broken);
}

TEST_F(RecordV1, ARealOneIsJudgedAsItWas) {
    const auto text = read_file(PGREACH_SOURCE_DIR "/fixtures/records/v1.json");
    ASSERT_TRUE(text) << text.error().message;
    json_ = json::parse(*text);
    const auto verdict = judged();
    EXPECT_EQ(verdict.exit, exit_conforms);
    for (const auto judgement : {Judgement::conforms, Judgement::known_defect}) {
        const std::string name(to_string(judgement));
        EXPECT_EQ(verdict.summary.flows.at(judgement), json_["summary"][name].get<int>()) << name;
        EXPECT_EQ(verdict.summary.policies.at(judgement), json_["summary"]["admission"][name].get<int>()) << name;
    }
}

TEST_F(RecordV1, AnEventBehindAServiceStillBelongsToItsAttempt) {
    judged_flow()["attempts"][0]["destination"] = "10.96.0.1:5432";
    EXPECT_EQ(judged().exit, exit_conforms);
}

TEST_F(RecordV1, AnEventOfAnotherConnectionIsNoticed) {
    judged_flow()["evidence"][0]["detail"] = "nflog: SYN 10.244.0.7:9 → 10.244.0.3:5432";
    EXPECT_EQ(judged().exit, exit_inconclusive);
}

TEST_F(RecordV1, WhatWasUnclearForACauseThatNothingElseShowsStaysUnclear) {
    judged_flow()["observation"] = "unclear";
    judged_flow()["unclear_because"] = "the policies are not in force within the limit (x); seen: closed";
    EXPECT_EQ(judged().exit, exit_inconclusive);
}

TEST_F(RecordV1, WhatWasUnclearForItsControlIsClearWhenTheControlIs) {
    judged_flow()["observation"] = "unclear";
    judged_flow()["unclear_because"] = "the positive control failed: this flow was not open with nothing applied";
    EXPECT_EQ(judged().exit, exit_conforms);
}

}  // namespace
}  // namespace pgreach::verdict
