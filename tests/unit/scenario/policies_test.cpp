#include "scenario/policies.hpp"

#include "reader_bench.hpp"

namespace pgreach::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string policy(const std::string& kind, const std::string& metadata) {
    const std::string version = kind == "NetworkPolicy" ? "networking.k8s.io/v1" : "cilium.io/v2";
    const std::string selector = kind == "NetworkPolicy" ? "podSelector" : "endpointSelector";
    return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: " + metadata + "\nspec: {" + selector +
           ": {}, ingress: [{}]}\n---\n";
}

class Policies : public ReaderBench {
  protected:
    static std::string scenario(const std::string& more) {
        return "name: x\ntitle: X\nparticipants: documented\npolicies: [{file: p.yaml}]\n" + std::string(claims) + more;
    }
    void two_of_one_name() const {
        write("p.yaml", policy("CiliumNetworkPolicy", "{name: x}") + policy("NetworkPolicy", "{name: x}"));
    }
};

TEST_F(Policies, WithoutANamespaceAreAppliedWhereTheInstancesAre) {
    write("p.yaml", policy("CiliumNetworkPolicy", "{name: a}") +
                        policy("NetworkPolicy", "{name: b, namespace: other}") +
                        policy("CiliumClusterwideNetworkPolicy", "{name: c, namespace: default}"));
    EXPECT_THAT(ids_of(good(scenario("")).steps.at(0).apply),
                ElementsAre(PolicyId{"CiliumNetworkPolicy", "default", "a"}, PolicyId{"NetworkPolicy", "other", "b"},
                            PolicyId{"CiliumClusterwideNetworkPolicy", "", "c"}));
}

TEST_F(Policies, MayStandInTheScenario) {
    const auto steps = good(
                           "name: x\ntitle: X\nparticipants: documented\npolicies:\n"
                           "  - apiVersion: cilium.io/v2\n"
                           "    kind: CiliumNetworkPolicy\n"
                           "    metadata: {name: here}\n"
                           "    spec: {endpointSelector: {}, ingress: [{}]}\n" +
                           std::string(claims))
                           .steps;
    EXPECT_THAT(ids_of(steps.at(0).apply), ElementsAre(PolicyId{"CiliumNetworkPolicy", "default", "here"}));
    EXPECT_EQ(complaints("name: x\ntitle: X\nparticipants: documented\npolicies:\n"
                         "  - kind: CiliumNetworkPolicy\n" +
                         std::string(claims)),
              "s.yaml:5:5: error: this object has no apiVersion [not-a-manifest]\n"
              "      - kind: CiliumNetworkPolicy\n"
              "        ^\n"
              "    remedy: write, for example, 'apiVersion: cilium.io/v2'");
}

TEST_F(Policies, MayBeAllOfAFolder) {
    std::filesystem::create_directories(folder_ / "mine/more");
    write("mine/b.yaml", policy("CiliumNetworkPolicy", "{name: b}"));
    write("mine/more/a.yml", policy("NetworkPolicy", "{name: a}"));
    const std::string text = "name: x\ntitle: X\nparticipants: documented\npolicies: [{folder: mine}]\n";
    EXPECT_THAT(
        ids_of(good(text + claims).steps.at(0).apply),
        ElementsAre(PolicyId{"CiliumNetworkPolicy", "default", "b"}, PolicyId{"NetworkPolicy", "default", "a"}));
    std::filesystem::create_directories(folder_ / "none");
    EXPECT_THAT(
        complaints("name: x\ntitle: X\nparticipants: documented\npolicies: [{folder: none}]\n" + std::string(claims)),
        HasSubstr("s.yaml:4:12: error: the folder none has no policies"));
}

TEST_F(Policies, ComeFromOnePlace) {
    EXPECT_THAT(complaints("name: x\ntitle: X\nparticipants: documented\npolicies: [{file: a, folder: b}]\n" +
                           std::string(claims)),
                HasSubstr("remedy: name one of them"));
}

TEST_F(Policies, OfOneNameAreToldApartByKindOrNamespace) {
    two_of_one_name();
    const auto steps = good(scenario("steps:\n"
                                     "  - {name: both}\n"
                                     "  - {name: one, remove: NetworkPolicy x}\n"
                                     "known_defects:\n"
                                     "  - {id: d, promises: p, happens: h, link: l, remedy: r, steps: both,\n"
                                     "     admissions: [{policy: CiliumNetworkPolicy default/x, result: refused}]}\n"))
                           .steps;
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].apply.size(), 2U);
    EXPECT_THAT(ids_of(steps[1].remove), ElementsAre(PolicyId{"NetworkPolicy", "default", "x"}));
    const PolicyId refused{"CiliumNetworkPolicy", "default", "x"};
    EXPECT_EQ(steps[0].known_defects.at(0).admissions.at(refused), AdmissionResult::refused);
}

TEST_F(Policies, ANameThatSeveralBearIsComplainedOf) {
    two_of_one_name();
    EXPECT_EQ(complaints(scenario("steps: [{name: both}, {name: one, remove: x}]\n")),
              "s.yaml:6:43: error: the scenario has 2 policies 'x'\n"
              "    steps: [{name: both}, {name: one, remove: x}]\n"
              "                                              ^\n"
              "    remedy: say which: 'CiliumNetworkPolicy x' and 'NetworkPolicy x'");
}

TEST_F(Policies, OneThatIsListedTwiceIsComplainedOfWithItsPlace) {
    write("p.yaml",
          policy("CiliumNetworkPolicy", "{name: a}") + policy("CiliumNetworkPolicy", "{name: a, namespace: default}"));
    EXPECT_THAT(complaints(scenario("")),
                HasSubstr("s.yaml:4:12: error: CiliumNetworkPolicy default/a is listed twice, first in line 4"));
}

TEST_F(Policies, WhatIsNoPolicyIsAFaultyScenario) {
    write("p.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
    EXPECT_EQ(complaints(scenario("")),
              "p.yaml:2:7: error: Pod of v1 is no policy that Cilium enforces\n"
              "    kind: Pod\n"
              "          ^\n"
              "    remedy: a scenario applies objects of kind CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy and "
              "NetworkPolicy only");
}

TEST_F(Policies, AMisspelledKindIsAppliedSoThatItIsSeenToBeRefused) {
    write("p.yaml", policy("CiliumNetworkpolicy", "{name: a}"));
    EXPECT_THAT(ids_of(good(scenario("")).steps.at(0).apply),
                ElementsAre(PolicyId{"CiliumNetworkpolicy", "default", "a"}));
}

}  // namespace
}  // namespace pgreach::scenario
