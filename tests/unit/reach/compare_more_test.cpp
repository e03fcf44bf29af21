#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reach/compare_render.hpp"
#include "unit/reach/compared.hpp"

namespace pgreach::reach {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string closed = cilium_policy("closed", "endpointSelector: {}, ingress: [{}], egress: [{}]");

std::string let_out(const std::string& peers, const std::string& ports = "443") {
    return cilium_policy("out", "endpointSelector: {}, egress: [{" + peers + ", toPorts: [{ports: [{port: \"" + ports +
                                    "\", protocol: TCP}]}]}]");
}

TEST(CompareAddresses, ABlockInTwoHalvesIsTheSame) {
    const auto found =
        compare_texts(let_in("a", "fromCIDR: [10.0.0.0/8]"), let_in("a", "fromCIDR: [10.0.0.0/9, 10.128.0.0/9]"));
    EXPECT_TRUE(found.empty()) << to_text(found);
}

TEST(CompareAddresses, AnExceptionThatGoesIsTold) {
    const auto found = compare_texts(let_in("a", "fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]"),
                                     let_in("a", "fromCIDR: [10.0.0.0/8]"));
    EXPECT_THAT(lines_of(found.opened), Contains("db/pg-1:5432 ~10.1.0.0/16"));
    EXPECT_THAT(found.closed, IsEmpty());
}

TEST(CompareEgress, WhomTheDatabaseMayReachAnewIsTold) {
    for (const auto& [peers, told] :
         {std::pair("toEntities: [world]", "the internet"), std::pair("toEntities: [kube-apiserver]", "the API server"),
          std::pair("toCIDR: [203.0.113.0/24]", "203.0.113.0/24"),
          std::pair("toFQDNs: [{matchName: s3.example.com}]", "the addresses of s3.example.com"),
          std::pair("toCIDRSet: [{cidrGroupRef: partners}]", "CIDR group partners, which is not among the objects"),
          std::pair("toEndpoints: [{matchLabels: {app: api}}]", "any pod with app=api in namespace db")}) {
        const auto found = compare_texts(closed, closed + let_out(peers));
        EXPECT_THAT(lines_of(found.opened), ElementsAre(std::string("db/pg-1:443 to ~") + told)) << to_text(found);
        EXPECT_THAT(found.closed, IsEmpty());
    }
}

TEST(ComparePorts, ThoseThatNobodyDeclaresAreAsked) {
    const auto found = compare_texts(closed, closed + let_in("a", "fromEntities: [cluster]", "7777"));
    EXPECT_THAT(lines_of(found.opened), Contains("db/pg-1:7777 web/api"));
    const auto all = compare_texts(
        closed, closed + cilium_policy("a", "endpointSelector: {}, ingress: [{fromEntities: [cluster]}]"));
    EXPECT_THAT(lines_of(all.opened), Contains("db/pg-1:any other port web/api"));
    EXPECT_THAT(lines_of(all.opened), Contains("db/pg-1:5432 web/api"));
}

TEST(CompareClasses, WhatANegativeSelectorLeavesOutIsTold) {
    const auto not_prod =
        let_in("a", "fromEndpoints: [{matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}]");
    const auto every = let_in("a", "fromEndpoints: [{}]");
    EXPECT_THAT(lines_of(compare_texts(not_prod, every).opened),
                Contains("db/pg-1:5432 ~any pod with env=prod in namespace db"));
    const auto has_env = let_in("a", "fromEndpoints: [{matchExpressions: [{key: env, operator: Exists}]}]");
    const auto found = compare_texts(has_env, not_prod);
    EXPECT_THAT(lines_of(found.opened), Contains("db/pg-1:5432 ~any pod without env in namespace db"));
    EXPECT_THAT(lines_of(found.closed), Contains("db/pg-1:5432 ~any pod with env=prod in namespace db"));
}

TEST(CompareClasses, NodesAndWhatCiliumReservesAreTold) {
    for (const auto& [entity, told] :
         {std::pair("remote-node", "other nodes"), std::pair("ingress", "Cilium's ingress proxy"),
          std::pair("health", "Cilium's health checks"), std::pair("kube-apiserver", "the API server")}) {
        const auto found = compare_texts(closed, closed + let_in("a", std::string("fromEntities: [") + entity + "]"));
        EXPECT_THAT(lines_of(found.opened), Contains(std::string("db/pg-1:5432 ~") + told));
    }
}

const std::string with_http = cilium_policy("web",
                                            "endpointSelector: {}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: "
                                            "[{port: \"80\", protocol: TCP}], rules: {http: [{method: GET}, "
                                            "{method: PUT}]}}]}]");

TEST(CompareUnjudged, LayerSevenRulesThatDifferAreTold) {
    std::string other = with_http;
    other.replace(other.find("PUT"), 3, "POST");
    const auto found = compare_texts(with_http, other);
    ASSERT_EQ(found.unjudged.size(), 1U);
    EXPECT_FALSE(found.empty());
    EXPECT_EQ(describe(found.unjudged[0]),
              "layer 7 rules of CiliumNetworkPolicy db/web changed: flows are not judged by this");
    EXPECT_THAT(to_text(found), Not(HasSubstr("no change in meaning")));
}

TEST(CompareUnjudged, TheSameInAnotherOrderOrUnderAnotherNameIsNoChange) {
    std::string other = with_http;
    other.replace(other.find("{method: GET}, {method: PUT}"), 28, "{method: PUT}, {method: GET}");
    other.replace(other.find("name: web"), 9, "name: www");
    EXPECT_THAT(compare_texts(with_http, closed).unjudged,
                ::testing::Contains(::testing::Field(&UnjudgedChange::how, "removed")));
    EXPECT_THAT(compare_texts(with_http, other).unjudged, IsEmpty());
}

TEST(CompareUnjudged, IcmpAndAuthenticationAreTold) {
    const std::string ping = cilium_policy(
        "p", "endpointSelector: {}, ingress: [{fromEndpoints: [{}], icmps: [{fields: [{type: 8, family: IPv4}]}]}]");
    const std::string none = cilium_policy("p", "endpointSelector: {}, ingress: [{}]");
    const auto found = compare_texts(none, ping);
    ASSERT_EQ(found.unjudged.size(), 1U);
    EXPECT_EQ(found.unjudged[0].what, "ICMP");
    EXPECT_EQ(found.unjudged[0].how, "added");
    const std::string mutual =
        cilium_policy("p", "endpointSelector: {}, ingress: [{fromEndpoints: [{}], authentication: {mode: required}}]");
    EXPECT_THAT(compare_texts(mutual, none).unjudged,
                ::testing::Contains(::testing::Field(&UnjudgedChange::how, "removed")));
}

TEST(CompareAdmissions, OneThatIsRepairedIsNoFault) {
    const std::string inert = cilium_policy("closed", "endpointSelector: {}, ingress: []");
    const auto found = compare_texts(inert, closed);
    ASSERT_EQ(found.admissions.size(), 1U);
    EXPECT_TRUE(found.admissions[0].repaired);
    EXPECT_THAT(to_sarif(found), HasSubstr("\"ruleId\": \"admission-repaired\""));
    EXPECT_FALSE(compare_texts(closed, inert).admissions.at(0).repaired);
}

TEST(CompareMarkdown, NothingOfANameIsMarkup) {
    const auto found = compare_texts(closed, closed + let_in("a|b`<img>", "fromEndpoints: [{}]"));
    EXPECT_THAT(to_markdown(found), Not(HasSubstr("<img>")));
    EXPECT_THAT(to_markdown(found), Not(HasSubstr("a|b")));
}

TEST(CompareSubjects, OnlyDatabasesAreAskedUnlessAllAre) {
    EXPECT_EQ(compare_texts("", "").subjects, 1U);
    EXPECT_GT(compare_texts("", "", true).subjects, 3U);
}

TEST(CompareUnjudged, APlainRuleBesideOneOfLayer7IsTold) {
    const auto http = [](const std::string& more) {
        return cilium_policy("http",
                             "endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: \"8000\", protocol: TCP}], "
                             "rules: {http: [{method: GET}]}}]}" +
                                 more + "]");
    };
    const std::string anything = ", {toPorts: [{ports: [{port: \"8000\", protocol: TCP}]}]}";
    const auto found = compare_texts(http(""), http(anything));
    ASSERT_EQ(found.unjudged.size(), 1U) << to_text(found);
    EXPECT_EQ(found.unjudged[0].what, "rules beside layer 7 rules");
    EXPECT_EQ(found.unjudged[0].how, "added");
    EXPECT_THAT(compare_texts(http(anything), http(anything)).unjudged, IsEmpty());
    const auto beside = [&](const std::string& port) {
        return compare_texts(http(""), http("") + let_in("a", "fromEntities: [cluster]", port)).unjudged;
    };
    EXPECT_EQ(beside("8000").size(), 1U);
    EXPECT_THAT(beside("5432"), IsEmpty());
    EXPECT_THAT(compare_texts(closed, closed + let_in("a", "fromEntities: [cluster]")).unjudged, IsEmpty());
}

TEST(CompareUnjudged, SelectorsAreComparedByWhatTheySay) {
    const auto http = [](const std::string& peers) {
        return cilium_policy("http", "endpointSelector: {}, ingress: [{fromEndpoints: [{" + peers +
                                         "}], toPorts: [{ports: [{port: \"8000\", protocol: TCP}], "
                                         "rules: {http: [{method: GET}]}}]}]");
    };
    const auto found =
        compare_texts(http("matchLabels: {a: b}"), http("matchExpressions: [{key: a, operator: In, values: [b]}]"));
    EXPECT_TRUE(found.empty()) << to_text(found);
    EXPECT_FALSE(compare_texts(http("matchLabels: {a: b}"), http("matchLabels: {\"k8s:a\": b}")).unjudged.empty());
}

}  // namespace
}  // namespace pgreach::reach
