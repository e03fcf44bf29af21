#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "vectors/vectors.hpp"

namespace pgreach::vectors {
namespace {

namespace fs = std::filesystem;

struct Run {
    std::string summary;
    std::vector<std::string> mismatches;
};

Run run(const fs::path& file) {
    Run run;
    const auto count = run_vectors(file, {}, [&run](const Mismatch& m) { run.mismatches.push_back(render(m)); });
    run.summary = count ? render(*count) : count.error().message;
    return run;
}

fs::path given(const std::string& name) {
    return fs::path(PGREACH_SOURCE_DIR) / "fixtures/vectors" / name;
}

class VectorFile : public testing::Test {
  protected:
    fs::path write(const std::string& text) {
        std::ofstream(path_) << text;
        return path_;
    }
    void TearDown() override { fs::remove(path_); }

  private:
    fs::path path_ = fs::path(testing::TempDir()) / ("vectors-" + std::to_string(::getpid()) + ".jsonl");
};

TEST(Vectors, ThePageAgreesWithCilium) {
    const auto result = run(given("documented.jsonl.gz"));
    EXPECT_THAT(result.mismatches, testing::IsEmpty());
    EXPECT_EQ(result.summary, "15 cases, 390 verdicts, 0 mismatches");
}

TEST(Vectors, NetworkPoliciesAgreeWithCilium) {
    const auto result = run(given("cilium-1.20-networkpolicy.jsonl.gz"));
    EXPECT_THAT(result.mismatches, testing::IsEmpty());
    EXPECT_EQ(result.summary, "400 cases, 8710 verdicts, 0 mismatches");
}

// The policy code of that release, with constructs that its neighbours treat otherwise.
class Release : public testing::TestWithParam<int> {};

TEST_P(Release, AgreesWithItsOwnAnswers) {
    const auto result = run(given("older/cilium-1." + std::to_string(GetParam()) + "-hand.jsonl.gz"));
    EXPECT_THAT(result.mismatches, testing::IsEmpty());
    EXPECT_THAT(result.summary, testing::EndsWith(", 0 mismatches"));
    EXPECT_THAT(result.summary, testing::Not(testing::StartsWith("0 cases")));
}

INSTANTIATE_TEST_SUITE_P(Vectors, Release, testing::Range(15, 21));

// Answers of other projects: what differs is explained by what is known to differ, and nothing else does.
struct PeerFile {
    const char* name;
    std::map<std::string, size_t> explained;
};

void PrintTo(const PeerFile& file, std::ostream* out) {
    *out << file.name;
}

class Peers : public testing::TestWithParam<PeerFile> {};

TEST_P(Peers, AgreeButForWhatIsKnownToDiffer) {
    const auto& [name, explained] = GetParam();
    Mismatches mismatches;
    const auto count = run_vectors(given(std::string("peers/") + name + ".jsonl.gz"), {},
                                   [&mismatches](const Mismatch& m) { mismatches.push_back(m); });
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(count->mismatches, 0U) << (mismatches.empty() ? "" : render(mismatches[0]));
    EXPECT_EQ(count->explained, explained);
    EXPECT_GT(count->cases, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, Peers,
    testing::Values(PeerFile{"cilium-api-accept-reject", {{"node-selectors", 1}, {"schema-first", 56}}},
                    PeerFile{"cilium-connectivity", {{"unlisted-group", 12}}}, PeerFile{"cilium-lookupflow", {}},
                    PeerFile{"cilium-policy-accept-reject", {{"generated-peers", 9}, {"schema-first", 23}}},
                    PeerFile{"cilium-txtar-and-policy-assistant", {}},
                    PeerFile{"cyclonus-sample", {{"block-on-pods", 81}, {"unlisted-port", 8}}},
                    PeerFile{"kubernetes-e2e", {{"block-on-pods", 16}}},
                    PeerFile{"kubernetes-networkpolicy-validation", {{"loose-address", 1}}},
                    PeerFile{"npguard-sample", {}}));

// The release matters; and a deviation explains answers of its own kind only: Cilium's own are never explained away.
TEST(Vectors, NothingExplainsADisagreementWithCilium) {
    const auto count =
        run_vectors(given("cilium-1.20-networkpolicy.jsonl.gz"), engine::Cilium(1, 15), [](const Mismatch&) {});
    ASSERT_TRUE(count);
    EXPECT_GT(count->mismatches, 0U);
    EXPECT_TRUE(count->explained.empty());
}

TEST_F(VectorFile, ThePartsOfACaseMayStandInAnyOrderAndSayMoreOfTheWorld) {
    const auto result = run(write(
        R"({"expect":{"verdicts":[["any","allowed"],["any","denied"]],"policies":[{"agentError":""}]},)"
        R"("flows":[{"to":"s3","from":"a","port":443,"proto":"UDP"},{"from":"a","to":"b","port":443}],)"
        R"("dns":{"s3.example.com":["198.51.100.7"]},"id":"x","tags":[{"a":[]}],)"
        R"("objects":[{"kind":"Namespace","metadata":{"name":"default","labels":{"team":"\u0061\n"}}}],)"
        R"("policies":[{"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy",)"
        R"("metadata":{"name":"p","namespace":"default"},"spec":{"endpointSelector":{},)"
        R"("egress":[{"toFQDNs":[{"matchName":"s3.example.com"}]}]}}],)"
        R"("pods":[{"name":"a","namespace":"default","labels":{}},{"name":"b","namespace":"default","labels":{}},)"
        R"({"name":"s3","cidr":"198.51.100.7/32"}]})"
        "\n"));
    EXPECT_THAT(result.mismatches, testing::IsEmpty());
    EXPECT_EQ(result.summary, "1 cases, 2 verdicts, 0 mismatches");
}

constexpr const char* wrong_case =
    R"({"id":"x","policies":[{"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy",)"
    R"("metadata":{"name":"p","namespace":"default"},"spec":{"endpointSelector":{},"ingress":[]}}],)"
    R"("pods":[{"name":"a","namespace":"default","labels":{}},{"name":"b","namespace":"default","labels":{}}],)"
    R"("flows":[{"from":"a","to":"b","port":1}],"expect":{"policies":[)"
    R"({"unknownFields":["spec.x"],"schemaErrors":["y"],"agentError":""}],"verdicts":[["denied","allowed"]]}})";

TEST_F(VectorFile, EveryDisagreementIsReportedWithBothAnswersAndOurReason) {
    const auto result = run(write(std::string(wrong_case) + "\n"));
    EXPECT_EQ(result.summary, "1 cases, 1 verdicts, 4 mismatches");
    ASSERT_EQ(result.mismatches.size(), 4U);
    EXPECT_THAT(result.mismatches[0], testing::EndsWith(":1 x: policy default/p: unknownFields: Cilium says spec.x, we "
                                                        "say none"));
    EXPECT_THAT(result.mismatches[1], testing::EndsWith("schemaErrors: Cilium says some, we say none"));
    EXPECT_THAT(
        result.mismatches[2],
        testing::EndsWith("agentError: Cilium says nothing, we say \"Invalid CiliumNetworkPolicy spec: rule must "
                          "have at least one of Ingress, IngressDeny, Egress, EgressDeny\""));
    EXPECT_THAT(result.mismatches[3],
                testing::EndsWith("a → b:1/TCP ingress: Cilium says deny, we say allow (no policy "
                                  "selects b for ingress)"));
}

// Go walks a map in any order, and the agent keeps one of two keys that are the same to it.
TEST_F(VectorFile, BothAnswersAreRightWhereCiliumLeavesItToChance) {
    const auto answered = [](const std::string& verdict) {
        return R"({"id":"x","policies":[{"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy",)"
               R"("metadata":{"name":"p","namespace":"default"},"spec":{"endpointSelector":)"
               R"({"matchLabels":{"app":"a","any:app":"b"}},"ingress":[{}]}}],)"
               R"("pods":[{"name":"a","namespace":"default","labels":{"app":"a"}}],)"
               R"("flows":[{"from":"a","to":"a","port":1}],"expect":{"policies":[)"
               R"({"unknownFields":[],"schemaErrors":[],"agentError":""}],"verdicts":[[")" +
               verdict + R"(","allowed"]]}})";
    };
    EXPECT_EQ(run(write(answered("denied"))).summary, "1 cases, 1 verdicts, 0 mismatches");
    EXPECT_EQ(run(write(answered("allowed"))).summary, "1 cases, 1 verdicts, 0 mismatches");
}

TEST_F(VectorFile, ABrokenLineIsNamed) {
    EXPECT_THAT(run(write("\n{\"id\": 1}\n")).summary, testing::HasSubstr(".jsonl:2: not a case: "));
    EXPECT_THAT(run(write("{")).summary, testing::HasSubstr(".jsonl:1: not a case: "));
    EXPECT_THAT(run(write("{\"id\":\"a\",\"policies\":[]}\n")).summary, testing::HasSubstr("'pods' is missing"));
    EXPECT_THAT(run(write("{\"id\":\"\\ud800\",\"policies\":[]}\n")).summary,
                testing::HasSubstr("an escape that is none"));
    EXPECT_THAT(run(write("{\"id\":\"a\" \"b\":1}\n")).summary, testing::HasSubstr("is missing"));
    EXPECT_THAT(run(write("{\"id\":\"a\xff\"}\n")).summary, testing::HasSubstr("it is not UTF-8"));
    EXPECT_THAT(run("/nowhere.jsonl").summary, testing::HasSubstr("cannot read /nowhere.jsonl"));
}

TEST_F(VectorFile, APolicyNestedTooDeeplyIsAnErrorAndNoOverflow) {
    const auto deep = std::string(300'000, '[') + std::string(300'000, ']');
    const auto file = write(R"({"id":"a","policies":[{"kind":"CiliumNetworkPolicy","metadata":{"name":"x"},"spec":)" +
                            deep + "}]}\n");
    EXPECT_THAT(run(file).summary, testing::HasSubstr("nested too deeply"));
}

TEST_F(VectorFile, ANumberThatIsNoPortIsAnError) {
    for (const char* number : {"1e99", "-1", "65536", "1.5", "18446744073709551615"}) {
        std::string line = wrong_case;
        line.replace(line.find("\"port\":1"), 8, std::string("\"port\":") + number);
        EXPECT_THAT(run(write(line + "\n")).summary, testing::HasSubstr(" is no port")) << number;
    }
}

}  // namespace
}  // namespace pgreach::vectors
