#include <gmock/gmock.h>

#include "base/file.hpp"
#include "repro/bundle.hpp"
#include "repro/cell.hpp"
#include "repro/objects.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::repro {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Repro : public testing::Test {
  protected:
    Result<Cell> cell(const std::string& name) {
        verdict_ = verdict::judge(record_);
        return find_cell(verdict_, name);
    }
    Result<std::vector<BundleFile>> bundle(const std::string& name) {
        auto found = cell(name);
        if (!found) return found.error();
        return make_bundle(record_, *found);
    }
    std::vector<std::string> paths(const std::string& name) {
        std::vector<std::string> all;
        const auto files = bundle(name);
        for (const auto& file : files.value()) all.push_back(file.path);
        return all;
    }
    std::string file(const std::string& name, const std::string& path) {
        const auto files = bundle(name);
        for (const auto& one : files.value()) {
            if (one.path == path) return one.content;
        }
        return "no such file";
    }

    Record record_ = *verdict::parse_record(
        read_file(std::string(PGREACH_SOURCE_DIR) + "/fixtures/records/judgements.json").value());
    verdict::RunVerdict verdict_;
};

TEST_F(Repro, ACellIsNamedAsThePageNamesIt) {
    const auto named = cell("all%20is%20well/applied%20%2F%20again/near%20%3Cmiss%3E/primary:8000");
    ASSERT_TRUE(named) << named.error().message;
    EXPECT_EQ(named->step, 1U);
    EXPECT_EQ(describe(named->flow->flow), "near <miss> → primary:8000");
    EXPECT_TRUE(cell("#all-judgements/applied/frontend/primary:8000"));
    EXPECT_TRUE(cell("all-judgements/frontend/primary:8000")) << "it has one step only";
}

TEST_F(Repro, ANameThatIsNoneSaysWhatThereIs) {
    const auto error = [&](const char* name) { return cell(name).error().message + "; " + cell(name).error().remedy; };
    EXPECT_THAT(error("all-judgements"), HasSubstr("names no cell; write SCENARIO/STEP/PEER/TARGET:PORT"));
    EXPECT_THAT(error("all-judgement/frontend/primary:8000"), HasSubstr("did you mean 'all-judgements'?"));
    EXPECT_THAT(error("all is well/frontend/primary:8000"),
                HasSubstr("has several steps; name one behind the scenario: 'before', 'applied / again'"));
    EXPECT_THAT(error("all-judgements/applied/fronted/primary:8000"), HasSubstr("did you mean 'frontend'?"));
    EXPECT_THAT(error("all-judgements/applied/frontend/primary:80000000000"), HasSubstr("is not TARGET:PORT"));
    EXPECT_THAT(error("all-judgements/applied/frontend/primary:1"), HasSubstr("no flow 'frontend → primary:1'"));
}

TEST_F(Repro, PoliciesThatConcernTheFlowAreInItAndThoseThatWereNotTaken) {
    EXPECT_THAT(paths("all-judgements/frontend/primary:8000"),
                ElementsAre("repro.sh", "database.yaml", "peer.yaml", "policies/1-only-backend.yaml",
                            "policies/2-refused-one.yaml", "participants.yaml", "versions.txt", "README.md"));
    record_.scenarios[0].policies[0].text.replace(record_.scenarios[0].policies[0].text.find("cluster-example"), 15,
                                                  "another-cluster");
    EXPECT_THAT(paths("all-judgements/frontend/primary:8000"), Not(testing::Contains("policies/1-only-backend.yaml")));
    // Where prediction and observation differ nobody knows which matter.
    EXPECT_THAT(paths("all-judgements/near <miss>/primary:5432"), testing::Contains("policies/1-only-backend.yaml"));
}

TEST_F(Repro, BeforeAPolicyIsAppliedNoneIsInIt) {
    EXPECT_THAT(
        paths("all is well/before/frontend/primary:5432"),
        ElementsAre("repro.sh", "database.yaml", "peer.yaml", "participants.yaml", "versions.txt", "README.md"));
    record_.scenarios[1].steps.push_back(record_.scenarios[1].steps[0]);
    record_.scenarios[1].steps.back().name = "removed";
    EXPECT_THAT(paths("all is well/removed/frontend/primary:5432"), testing::Contains("policies/1-only-backend.yaml"));
    record_.scenarios[1].steps.back().removes = {record_.scenarios[1].policies[0].policy};
    EXPECT_THAT(paths("all is well/removed/frontend/primary:5432"),
                Not(testing::Contains("policies/1-only-backend.yaml")));
}

TEST_F(Repro, OfAPolicyThatIsReplacedItHasTheTextOfItsStep) {
    auto& scenario = record_.scenarios[1];
    scenario.steps.push_back(scenario.steps[1]);
    scenario.steps.back().name = "replaced";
    scenario.policies.push_back(scenario.policies[0]);
    scenario.policies.back().text += "# anew\n";
    scenario.policies.back().step = 2;
    EXPECT_THAT(file("all is well/applied%20%2F%20again/frontend/primary:5432", "policies/1-only-backend.yaml"),
                Not(HasSubstr("# anew")));
    EXPECT_THAT(file("all is well/replaced/frontend/primary:5432", "policies/1-only-backend.yaml"),
                HasSubstr("# anew"));
}

TEST_F(Repro, NoNameOfARecordBecomesACommand) {
    record_.participants[0].cluster = "x'; touch /tmp/owned; '\n";
    record_.scenarios[0].policies[0].policy.name = "../../$(id)";
    record_.scenarios[0].steps[0].admissions[0].policy.name = "../../$(id)";
    const auto script = file("all-judgements/near <miss>/primary:5432", "repro.sh");
    EXPECT_THAT(script, HasSubstr(R"(cluster='x'\''; touch /tmp/owned; '\''\x0a')"));
    EXPECT_THAT(script, HasSubstr("'policies/1-id.yaml|default|strict|accepted'"));
}

TEST_F(Repro, AnInstanceSendsFromItsOwnPodAndANodeFromItsNetwork) {
    auto& members = record_.participants[0].members;
    members.push_back(members[0]);
    members.back().endpoint.name = "frontend";
    members.back().instance = InstanceRole::replica;
    std::erase_if(members, [&](const Participant& one) { return one.endpoint.name == "frontend" && !one.target(); });
    EXPECT_THAT(file("all-judgements/frontend/primary:8000", "repro.sh"),
                HasSubstr("peer_kind='instance'\npeer_namespace='default'\npeer_role='replica'"));
    EXPECT_THAT(file("all-judgements/frontend/primary:8000", "database.yaml"), HasSubstr("instances: 2"));
    EXPECT_THAT(file("all-judgements/node/primary:8000", "peer.yaml"), HasSubstr("hostNetwork: true"));
}

TEST_F(Repro, WhatKubectlCannotMakeIsSaid) {
    const auto message = [&](const char* name) { return bundle(name).error().message; };
    EXPECT_THAT(message("all-judgements/outside/primary:5432"), HasSubstr("'outside' is no pod and no node"));
    EXPECT_THAT(message("all-judgements/outside/primary:8000"), HasSubstr("is no pod"));
    record_.participants.clear();
    EXPECT_THAT(message("all-judgements/frontend/primary:8000"), HasSubstr("does not tell who 'frontend'"));
}

TEST_F(Repro, ScalarsThatYamlWouldTakeForSomethingElseAreQuoted) {
    EXPECT_EQ(scalar("backend"), "backend");
    EXPECT_EQ(scalar("app.kubernetes.io/name"), "app.kubernetes.io/name");
    for (const char* odd : {"18", "true", "No", "", "a: b", "- x", "*x", "a #b"}) {
        EXPECT_THAT(scalar(odd), testing::StartsWith("\"")) << odd;
    }
}

}  // namespace
}  // namespace pgreach::repro
