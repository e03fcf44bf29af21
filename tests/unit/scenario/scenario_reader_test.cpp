#include "scenario/scenario_reader.hpp"

#include "reader_bench.hpp"

namespace pgreach::scenario {
namespace {

class ScenarioReader : public ReaderBench {};

TEST_F(ScenarioReader, WithoutStepsEverythingIsAppliedInOne) {
    const auto file = read(std::string(head) + claims);
    ASSERT_TRUE(file.scenario) << render(file.diagnostics);
    ASSERT_EQ(file.scenario->steps.size(), 1U);
    EXPECT_EQ(file.scenario->steps[0].apply.at(0).name, "default-deny");
    EXPECT_EQ(file.scenario->steps[0].validation, FieldValidation::strict);
}

TEST_F(ScenarioReader, TellsAllMistakesAtOnce) {
    const auto text = complaints("nam: x\ntitle: 5\nparticipants: documented\npolicies: [{page: default-denny}]\n" +
                                 std::string(claims) + "stepps: []\n");
    EXPECT_NE(text.find("a scenario needs the key 'name'"), std::string::npos) << text;
    EXPECT_NE(text.find("a scenario has no key 'nam'"), std::string::npos);
    EXPECT_NE(text.find("did you mean 'name'?"), std::string::npos);
    EXPECT_NE(text.find("'title' must be a string, this is a integer"), std::string::npos);
    EXPECT_NE(text.find("the page cilium.md has no policy 'default-denny'"), std::string::npos);
    EXPECT_NE(text.find("did you mean 'default-deny'?"), std::string::npos);
    EXPECT_NE(text.find("a scenario has no key 'stepps'"), std::string::npos);
}

constexpr const char* members =
    "{cluster: db, ports: [{number: 5432}], members: [{name: primary, namespace: d, instance: primary},"
    " {name: web, namespace: apps}]}";

TEST_F(ScenarioReader, ParticipantsMayStandInIt) {
    const auto scenario = good("name: own\ntitle: X\nparticipants: " + std::string(members) +
                               "\npolicies: [{page: default-deny}]\nclaims: [{to: primary, port: 5432, deny: all}]\n");
    EXPECT_EQ(scenario.participants.name, "own");
    EXPECT_EQ(scenario.participants_file, scenario.file);
    EXPECT_EQ(scenario.participants.members.size(), 2U);
    EXPECT_NE(complaints("name: own\ntitle: X\nparticipants: {cluster: db, member: []}\npolicies: []\n")
                  .find("s.yaml:3:15: error: 'participants' needs the key 'members'"),
              std::string::npos);
}

TEST_F(ScenarioReader, ParticipantsMayBeAFileBesideIt) {
    write("people.yaml",
          "participants: people\ncluster: db\nports: [{number: 5432}]\n"
          "members: [{name: primary, namespace: d, instance: primary}, {name: web, namespace: apps}]\n");
    const std::string text =
        "name: own\ntitle: X\nparticipants: {file: FILE}\npolicies: [{page: default-deny}]\n"
        "claims: [{to: primary, port: 5432, deny: all}]\n";
    const auto naming = [&](const std::string& file) { return std::string(text).replace(text.find("FILE"), 4, file); };
    EXPECT_EQ(good(naming("people.yaml")).participants.name, "people");
    EXPECT_NE(complaints(naming("none.yaml")).find("remedy: the path is sought beside the scenario"),
              std::string::npos);
}

TEST_F(ScenarioReader, WithoutClaimsThereIsNothingToProve) {
    EXPECT_NE(complaints(head).find("there are no 'claims'"), std::string::npos);
}

TEST_F(ScenarioReader, ADefectBelongsToTheStepsThatItNames) {
    const auto file = read(std::string(head) + claims +
                           "steps: [{name: one}, {name: two, remove: default-deny}]\n"
                           "known_defects:\n"
                           "  - {id: d, promises: p, happens: h, link: l, remedy: r, steps: one,\n"
                           "     flows: [{from: backend, to: primary, port: 5432}]}\n");
    ASSERT_TRUE(file.scenario) << render(file.diagnostics);
    EXPECT_EQ(file.scenario->steps[0].known_defects.at(0).flows.size(), 1U);
    EXPECT_TRUE(file.scenario->steps[1].known_defects.empty());
    EXPECT_TRUE(file.scenario->steps[1].apply.empty()) << "a step that removes applies nothing of itself";
}

TEST_F(ScenarioReader, RefusesReferencesToNothing) {
    const auto text = complaints(std::string(head) + claims +
                                 "page: {heading: Nowhere}\nsteps: [{name: one, apply: other}]\n"
                                 "known_defects: [{id: d, promises: p, happens: h, link: l, remedy: r, steps: two}]\n");
    EXPECT_NE(text.find("the page has no YAML block 1 under the heading 'Nowhere'"), std::string::npos) << text;
    EXPECT_NE(text.find("the scenario has no policy 'other'"), std::string::npos);
    EXPECT_NE(text.find("the scenario has no step 'two'"), std::string::npos);
}

TEST_F(ScenarioReader, SaysWhichFileIsMissing) {
    const auto file = read_scenario(folder_ / "none.yaml", library_);
    EXPECT_NE(render(file.diagnostics).find("none.yaml: No such file or directory"), std::string::npos);
    EXPECT_NE(complaints("name: x\ntitle: X\nparticipants: none\npolicies: []\n")
                  .find("participants/none.yaml: No such file"),
              std::string::npos);
}

}  // namespace
}  // namespace pgreach::scenario
