#include "scenario/step_reader.hpp"

#include "reader_bench.hpp"

namespace pgreach::scenario {
namespace {

using testing::HasSubstr;

class Steps : public ReaderBench {
  protected:
    static std::string scenario(const std::string& steps) {
        return "name: x\ntitle: X\nparticipants: documented\n"
               "policies: [{page: default-deny}, {page: cnpg-operator-access}]\n" +
               std::string(claims) + "steps:\n" + steps;
    }
    static constexpr const char* both = "  - {name: both}\n";
};

TEST_F(Steps, WhatIsRemovedIsApplied) {
    EXPECT_EQ(complaints(scenario("  - {name: one, apply: default-deny}\n"
                                  "  - {name: other, remove: cnpg-operator-access}\n"
                                  "  - {name: both}\n")),
              "s.yaml:8:27: error: cnpg-operator-access is not applied at this point\n"
              "      - {name: other, remove: cnpg-operator-access}\n"
              "                              ^\n"
              "    remedy: apply it in a step before, or leave it out");
    EXPECT_THAT(complaints(scenario(std::string(both) + "  - {name: a, remove: all}\n  - {name: b, remove: all}\n")),
                HasSubstr("s.yaml:9:23: error: no policy is applied at this point"));
}

TEST_F(Steps, AllOfThemAreThoseThatAreApplied) {
    const auto steps = good(scenario(std::string(both) + "  - {name: a, remove: default-deny}\n"
                                                         "  - {name: b, remove: all}\n"))
                           .steps;
    ASSERT_EQ(steps.at(2).remove.size(), 1U);
    EXPECT_EQ(steps[2].remove[0].name, "cnpg-operator-access");
}

TEST_F(Steps, AnotherVersionReplacesTheFirst) {
    const auto with = [](const std::string& steps) {
        return "name: x\ntitle: X\nparticipants: documented\n"
               "policies: [{page: default-deny}, {page: default-deny, as: later}]\n" +
               std::string(claims) + "steps:\n" + steps;
    };
    const std::string replaced = "  - {name: a, apply: default-deny}\n  - {name: b, apply: later}\n";
    const auto steps = good(with(replaced + "  - {name: c, remove: later}\n")).steps;
    EXPECT_EQ(steps.at(1).apply.at(0).name, "default-deny");
    EXPECT_EQ(steps.at(2).remove.at(0).name, "default-deny");
    EXPECT_THAT(complaints(with(replaced + "  - {name: c, remove: default-deny}\n")),
                HasSubstr("s.yaml:9:23: error: default-deny is not applied at this point"));
    EXPECT_THAT(complaints(with("  - {name: both}\n")),
                HasSubstr("error: this step applies two versions of default-deny"));
}

TEST_F(Steps, OneStepDoesNotApplyAndRemoveTheSame) {
    EXPECT_THAT(complaints(scenario(std::string(both) + "  - {name: a, remove: default-deny, apply: default-deny}\n")),
                HasSubstr("s.yaml:8:44: error: this step removes default-deny as well"));
}

TEST_F(Steps, APolicyIsNamedOnce) {
    EXPECT_THAT(complaints(scenario("  - {name: a, apply: [default-deny, default-deny, cnpg-operator-access]}\n")),
                HasSubstr("s.yaml:7:37: error: 'apply' names default-deny twice"));
    EXPECT_THAT(complaints(scenario("  - {name: a, apply: [all, defualt-deny]}\n")),
                HasSubstr("s.yaml:7:23: error: 'all' stands alone"));
}

TEST_F(Steps, APolicyThatIsListedIsApplied) {
    EXPECT_THAT(complaints(scenario("  - {name: a, apply: default-deny}\n")),
                HasSubstr("error: no step applies CiliumNetworkPolicy default/cnpg-operator-access"));
}

TEST_F(Steps, ClaimsThatAreThereCount) {
    const std::string own = "  - {name: a, claims: [{to: instances, ports: [5432, 8000, 9187], deny: all}]}\n";
    EXPECT_THAT(complaints(scenario(own)), HasSubstr("s.yaml:5:9: error: every step has claims of its own"));
}

class Defects : public ReaderBench {
  protected:
    static std::string scenario(const std::string& defects) {
        return std::string(head) + claims +
               "steps: [{name: one}, {name: two, remove: default-deny}]\nknown_defects:\n" + defects;
    }
    static std::string defect(const std::string& id, const std::string& more) {
        return "  - {id: " + id + ", promises: p, happens: h, link: l, remedy: r, " + more + "}\n";
    }
    static constexpr const char* flow = "flows: [{from: backend, to: primary, port: 5432}]";
};

TEST_F(Defects, AreAboutSomething) {
    EXPECT_THAT(complaints(scenario(defect("d", "steps: one"))),
                HasSubstr("s.yaml:8:5: error: this defect is about nothing"));
    EXPECT_THAT(complaints(scenario(defect("d", "flows: [{from: primary, to: primary, port: 5432}]"))),
                HasSubstr("error: there is no such flow"));
    EXPECT_THAT(complaints(scenario(defect("d", "admissions: [{policy: default-deny, result: accepted}]"))),
                HasSubstr("error: a policy that is accepted is no defect"));
}

TEST_F(Defects, AreAboutPoliciesOfTheirSteps) {
    EXPECT_THAT(complaints(scenario(defect("d", "steps: two, admissions: [{policy: default-deny, result: rejected}]"))),
                HasSubstr("error: no step of this defect applies default-deny"));
}

TEST_F(Defects, AreToldApart) {
    EXPECT_THAT(complaints(scenario(defect("d", std::string("steps: one, ") + flow) +
                                    defect("d", std::string("steps: two, ") + flow))),
                HasSubstr("s.yaml:9:10: error: another known defect is called 'd' as well"));
    EXPECT_THAT(complaints(scenario(defect("d", flow) + defect("e", flow))),
                HasSubstr("s.yaml:9:5: error: defect 'd' is about backend → primary:5432 of step 'one' as well"));
}

}  // namespace
}  // namespace pgreach::scenario
