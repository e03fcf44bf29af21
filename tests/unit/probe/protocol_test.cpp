#include "probe/protocol.hpp"

#include <gtest/gtest.h>

namespace pgreach::probe {
namespace {

Batch example_batch() {
    Dial database{PortPurpose::postgresql, "10.244.0.3", 5432};
    database.user = "app";
    database.database = "app";
    database.password_variable = "PGREACH_PASSWORD";
    Dial status{PortPurpose::status, "10.244.0.3", 8000};
    status.path = "/pg/status";
    status.ca = "-----BEGIN CERTIFICATE-----\n";
    return {1, 3000, 4, 50, {{0, database}, {1, status}}};
}

constexpr auto example_line =
    R"({"batch":1,"flows":[{"address":"10.244.0.3","database":"app","id":0,"password_variable":"PGREACH_PASSWORD","path":"/",)"
    R"("port":5432,"purpose":"postgresql","sslmode":"require","user":"app"},)"
    R"({"address":"10.244.0.3","ca":"-----BEGIN CERTIFICATE-----\n","id":1,"path":"/pg/status","port":8000,)"
    R"("purpose":"status","sslmode":"require"}],"hold_ms":50,"timeout_ms":3000,"window":4})"
    "\n";

template <typename T>
T reread(const T& message) {
    const std::string line = to_line(Message(message));
    auto parsed = parse_message(std::string_view(line).substr(0, line.size() - 1));
    EXPECT_TRUE(parsed) << parsed.error().message;
    return std::get<T>(*parsed);
}

std::string complaint_about(std::string_view line) {
    auto parsed = parse_instruction(line);
    return parsed ? "(accepted)" : parsed.error().message;
}

TEST(Protocol, WritesABatchAsOneLine) {
    EXPECT_EQ(to_line(Instruction(example_batch())), example_line);
}

TEST(Protocol, ReadsBackTheBatchItWrites) {
    auto read = parse_instruction(std::string_view(example_line));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(to_line(*read), example_line);
}

TEST(Protocol, ReadsBackTheWatchItWrites) {
    Watch watch{3,  5000,      3'000'000,  100'000,
                40, "upgrade", 60'000'000, {{7, {PortPurpose::metrics, "10.0.0.1", 9187}}}};
    const std::string line = to_line(Instruction(watch));
    auto read = parse_instruction(std::string_view(line).substr(0, line.size() - 1));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(to_line(*read), line);
    EXPECT_EQ(std::get<Watch>(*read).name, "upgrade");
}

TEST(Protocol, ReadsBackWhatAWatchTells) {
    const FlowRun run{7, {ConnectionKind::established, SampleOutcome::failed, 3, 1, 2, 3, 4, 5, 6, "no route"}};
    const Told told = reread(Told{3, 12, {run}, {}, true});
    EXPECT_EQ(told.first, 12);
    EXPECT_TRUE(told.over);
    ASSERT_EQ(told.ended.size(), 1U);
    EXPECT_EQ(to_line(Message(told)), to_line(Message(Told{3, 12, {run}, {}, true})));
    EXPECT_EQ(told.ended[0].run.error, "no route");
    EXPECT_EQ(reread(Time{4, 99}).now_us, 99);
}

TEST(Protocol, AWatchWithoutPausesIsNone) {
    EXPECT_EQ(complaint_about(R"({"watch":1,"interval_us":0,"patience_us":1,"most":1,"flows":[]})"),
              R"("{"watch":1,"interval_us":0,"patience_us":1,"most":1,"flows":[]}" is not the probe's protocol: )"
              "interval_us is out of range");
}

TEST(Protocol, ReadsCancelAndEnd) {
    auto cancel = parse_instruction(R"({"cancel":{"batch":2,"id":7,"reason":"drop event"}})");
    ASSERT_TRUE(cancel) << cancel.error().message;
    EXPECT_EQ(std::get<Cancel>(*cancel).batch, 2);
    EXPECT_EQ(std::get<Cancel>(*cancel).id, 7);
    EXPECT_EQ(std::get<Cancel>(*cancel).reason, "drop event");
    auto go = parse_instruction(R"({"go":3})");
    ASSERT_TRUE(go);
    EXPECT_EQ(std::get<Go>(*go).batch, 3);
    auto end = parse_instruction(R"({"end":true})");
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<End>(*end));
}

TEST(Protocol, CarriesAWholeAttempt) {
    Attempt attempt;
    attempt.end = AttemptEnd::answered;
    attempt.reached = Milestone::query;
    attempt.milestones = {{Milestone::tcp, 31}, {Milestone::tls, 1250}, {Milestone::query, 4100}};
    attempt.duration_us = 4200;
    attempt.source = "10.244.0.7:40312";
    attempt.destination = "10.244.0.3:5432";
    attempt.answered_by = "primary@10.244.0.3 (primary)";
    attempt.error = "raw \"error\"\n";
    const Attempted back = reread(Attempted{3, 5, attempt});
    EXPECT_EQ(to_line(Message(back)), to_line(Message(Attempted{3, 5, attempt})));
    EXPECT_EQ(back.attempt.milestones.at(1).microseconds, 1250);
    EXPECT_EQ(back.attempt.error, attempt.error);
    EXPECT_EQ(back.attempt.answered_by, attempt.answered_by);
}

TEST(Protocol, CarriesTheSmallReports) {
    EXPECT_EQ(reread(Hello{"0.1.0", 1}).protocol, 1);
    EXPECT_EQ(reread(Started{1, 2, "a:1", "b:2"}).destination, "b:2");
    EXPECT_EQ(reread(Done{9}).batch, 9);
    EXPECT_EQ(reread(Complaint{"what?"}).text, "what?");
}

TEST(Protocol, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(reread(Complaint{"FATAL: \xff"}).text, "FATAL: \xef\xbf\xbd");
}

TEST(Protocol, SaysWhatIsWrongWithALine) {
    const std::string tail = " is not the probe's protocol: ";
    EXPECT_EQ(complaint_about("hello"), "\"hello\"" + tail + "not JSON");
    EXPECT_EQ(complaint_about(""), "\"\"" + tail + "not JSON");
    EXPECT_EQ(complaint_about("[1]"), "\"[1]\"" + tail + "not an object");
    EXPECT_EQ(complaint_about("{}"),
              "\"{}\"" + tail + "neither batch, cancel, go, watch, unwatch, tell, ask_time nor end");
    EXPECT_EQ(complaint_about(R"({"batch":"x"})"), R"("{"batch":"x"}")" + tail + "batch is not a whole number");
    EXPECT_EQ(complaint_about(R"({"batch":1})"), R"("{"batch":1}")" + tail + "no timeout_ms");
    EXPECT_EQ(complaint_about(R"({"cancel":3})"), R"("{"cancel":3}")" + tail + "not an object");
    EXPECT_EQ(complaint_about(R"({"cancel":{"batch":-1,"id":0}})"),
              R"("{"cancel":{"batch":-1,"id":0}}")" + tail + "batch is out of range");
}

TEST(Protocol, SaysWhatIsWrongWithAFlow) {
    const auto about = [](const std::string& flow) {
        const std::string message = complaint_about(R"({"batch":1,"timeout_ms":1,"flows":[)" + flow + "]}");
        return message.substr(message.rfind(": ") + 2);
    };
    EXPECT_EQ(about(R"({"id":0,"purpose":"ftp"})"), "unknown purpose \"ftp\"");
    EXPECT_EQ(about(R"({"id":0,"purpose":"status"})"), "no address");
    EXPECT_EQ(about(R"({"id":0,"purpose":"status","address":"a","port":65536})"), "port is out of range");
    EXPECT_EQ(about(R"({"id":99999999999999999999,"purpose":"status"})"), "id is not a whole number");
    EXPECT_EQ(about(R"({"id":18446744073709551615,"purpose":"status"})"), "id is out of range");
}

TEST(Protocol, ShortensALongLineInItsComplaint) {
    const std::string message = complaint_about(std::string(5000, 'x'));
    EXPECT_LT(message.size(), 200U);
    EXPECT_NE(message.find("…\" is not"), std::string::npos);
}

TEST(Protocol, DoesNotTakeAnotherProgramForAProbe) {
    for (const char* line : {"", "true", "0", "null", "\"hello\"", R"({"hello":true})", R"({"level":"info"})",
                             R"({"attempt":{}})", "Error from server (NotFound): pods \"x\" not found"}) {
        EXPECT_FALSE(parse_message(line)) << line;
    }
}

TEST(Protocol, WritesEndpointsAsTheDatapathDoes) {
    EXPECT_EQ(endpoint_text("10.244.0.7", 40312), "10.244.0.7:40312");
    EXPECT_EQ(endpoint_text("fd00::7", 40312), "[fd00::7]:40312");
}

}  // namespace
}  // namespace pgreach::probe
