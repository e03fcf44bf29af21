#include "reach/peer_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::reach {
namespace {

using engine::Operator;
using ::testing::ElementsAre;

PeerSet pods_with(const std::string& key, Operator op, std::vector<std::string> values = {},
                  PeerLabel::Of of = PeerLabel::pod_label) {
    PeerSet pods = PeerSet::pods();
    pods.restrict_to({of, of == PeerLabel::ns ? "" : key}, LabelValues::of({{"any", key}, op, std::move(values)}));
    return pods;
}

std::vector<std::string> texts(const std::vector<PeerSet>& sets) {
    std::vector<std::string> found;
    for (const auto& peers : sets) found.push_back(to_text(peers));
    return found;
}

const PeerSet prod = pods_with("env", Operator::equals, {"prod"});
const PeerSet not_prod = pods_with("env", Operator::not_in, {"prod"});
const PeerSet any_env = pods_with("env", Operator::exists);
const PeerSet no_env = pods_with("env", Operator::does_not_exist);
const PeerSet in_web = pods_with("ns", Operator::equals, {"web"}, PeerLabel::ns);

TEST(PeerSet, IsToldInWordsOfItsLabels) {
    EXPECT_EQ(to_text(PeerSet::pods()), "every pod in the cluster");
    EXPECT_EQ(to_text(prod), "any pod with env=prod in any namespace");
    EXPECT_EQ(to_text(not_prod), "any pod without env=prod in any namespace");
    EXPECT_EQ(to_text(any_env), "any pod with env in any namespace");
    EXPECT_EQ(to_text(no_env), "any pod without env in any namespace");
    EXPECT_EQ(to_text(in_web), "every pod in namespace web");
    EXPECT_EQ(to_text(pods_with("team", Operator::equals, {"shop"}, PeerLabel::namespace_label)),
              "every pod in namespaces with team=shop");
    EXPECT_EQ(to_text(pods_with("team", Operator::not_in, {"shop"}, PeerLabel::namespace_label)),
              "every pod in namespaces without team=shop");
}

TEST(PeerSet, NotInHasPodsWithoutTheLabelAndWithAnyOtherValue) {
    EXPECT_TRUE(not_prod.covers(no_env));
    EXPECT_TRUE(not_prod.covers(pods_with("env", Operator::equals, {"test"})));
    EXPECT_FALSE(not_prod.covers(prod));
    EXPECT_FALSE(not_prod.covers(any_env));
    EXPECT_THAT(texts(any_env.without(not_prod)), ElementsAre("any pod with env=prod in any namespace"));
    EXPECT_THAT(texts(PeerSet::pods().without(not_prod)), ElementsAre("any pod with env=prod in any namespace"));
    EXPECT_THAT(texts(any_env.without(prod)), ElementsAre("any pod with env other than prod in any namespace"));
}

TEST(PeerSet, WhatIsLeftHasNothingInCommon) {
    PeerSet prod_in_web = in_web;
    prod_in_web.restrict_to({PeerLabel::pod_label, "env"}, LabelValues::only("prod"));
    EXPECT_THAT(texts(PeerSet::pods().without(prod_in_web)),
                ElementsAre("every pod in any namespace but web", "any pod without env=prod in namespace web"));
}

TEST(PeerSet, APodIsAlwaysInSomeNamespace) {
    PeerSet pods = PeerSet::pods();
    EXPECT_TRUE(pods.restrict_to({PeerLabel::ns}, LabelValues::of({{"k8s", "ns"}, Operator::exists, {}})));
    EXPECT_EQ(pods, PeerSet::pods());
    EXPECT_FALSE(pods.restrict_to({PeerLabel::ns}, LabelValues::of({{"k8s", "ns"}, Operator::does_not_exist, {}})));
}

TEST(PeerSet, ALabelThatCannotBeTwoThingsLeavesNobody) {
    EXPECT_FALSE(prod.common(pods_with("env", Operator::equals, {"test"})));
    EXPECT_FALSE(prod.common(PeerSet::of(PeerKind::health)));
}

TEST(PeerSet, AddressesOfANameAreWithinTheInternet) {
    const auto everything = PeerSet::outside(AddressSet::everything());
    EXPECT_TRUE(everything.covers(PeerSet::called(PeerKind::named, "s3.example.com")));
    EXPECT_TRUE(
        PeerSet::called(PeerKind::named, "*.example.com").covers(PeerSet::called(PeerKind::named, "s3.example.com")));
    EXPECT_FALSE(PeerSet::called(PeerKind::named, "s3.example.com").covers(everything));
}

TEST(PeerSet, ControlCharactersAreMadeVisible) {
    EXPECT_EQ(to_text(pods_with("a\x1b[31m", Operator::exists)), "any pod with a\\x1b[31m in any namespace");
}

TEST(PeerSet, OfTooManyPartsNothingIsSaid) {
    std::vector<PeerSet> others;
    for (int i = 0; i < 12; ++i) {
        PeerSet pods = pods_with("a" + std::to_string(i), Operator::exists);
        pods.restrict_to({PeerLabel::pod_label, "b" + std::to_string(i)}, LabelValues::only("x"));
        others.push_back(pods);
    }
    EXPECT_FALSE(without({PeerSet::pods()}, others));
}

}  // namespace
}  // namespace pgreach::reach
