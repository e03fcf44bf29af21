#include "scenario/participants_reader.hpp"

#include <gmock/gmock.h>

namespace pgreach::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A good file: two instances, an application, and two blocks of addresses.
constexpr const char* good_text =
    "participants: small\n"
    "cluster: db\n"
    "ports: [{number: 5432, purpose: postgresql}, {number: 8000, purpose: status}]\n"
    "members:\n"
    "  - {name: primary, namespace: default, instance: primary}\n"
    "  - {name: replica, namespace: default, instance: replica}\n"
    "  - {name: backend, namespace: apps, labels: {role: backend}}\n"
    "  - {name: outside, kind: cidr, cidr: 203.0.113.7/32}\n"
    "  - {name: others, kind: cidr, cidr: 198.51.100.0/24}\n"
    "groups: {clients: [backend, outside]}\n";

// A test changes a part of it.
class ParticipantsText : public testing::Test {
  protected:
    ParticipantsFile read() const { return read_participants(std::make_shared<const Source>(Source{"p.yaml", text_})); }
    std::string complaints() const { return render(read().diagnostics); }
    // The complaint of the file with one part of it replaced.
    std::string with(const std::string& part, const std::string& other) {
        const size_t at = text_.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        text_.replace(at, part.size(), other);
        return complaints();
    }

    std::string text_ = good_text;
};

TEST_F(ParticipantsText, NamesMembersGroupsAndInstances) {
    const auto participants = read().participants;
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(participants.name, "small");
    EXPECT_THAT(participants.resolve("clients"), ElementsAre("backend", "outside"));
    EXPECT_THAT(participants.resolve("instances"), ElementsAre("primary", "replica"));
    EXPECT_THAT(participants.resolve("backend"), ElementsAre("backend"));
    EXPECT_EQ(participants.resolve("all").size(), 5U);
    EXPECT_TRUE(participants.resolve("nobody").empty());
}

TEST_F(ParticipantsText, GiveNamespacesLabelsAndPodsServiceAccounts) {
    EXPECT_EQ(with("groups:", "namespaces: {apps: {team: web}}\ngroups:"), "");
    EXPECT_EQ(with("labels: {role: backend}", "service_account: runner"), "");
    const auto world = read().participants.world();
    EXPECT_EQ(world.namespaces.at("apps").at("team"), "web");
    EXPECT_EQ(world.find("backend")->service_account, "runner");
    EXPECT_EQ(world.find("primary")->service_account, "db") << "CNPG calls it as the Cluster";
    EXPECT_EQ(world.find("outside")->service_account, "default");
}

TEST_F(ParticipantsText, ANamespaceOrAServiceAccountOfNobodyIsComplainedOf) {
    EXPECT_THAT(with("groups:", "namespaces: {app: {team: web}}\ngroups:"),
                HasSubstr("error: nobody is in namespace 'app'"));
    EXPECT_THAT(with("instance: replica", "instance: replica, service_account: x"),
                HasSubstr("error: an instance has the service account that CloudNativePG gives it"));
    EXPECT_THAT(with("kind: cidr, cidr: 203", "kind: cidr, service_account: x, cidr: 203"),
                HasSubstr("error: only a pod has the key 'service_account'"));
}

TEST_F(ParticipantsText, WhoHasServicesIsATarget) {
    EXPECT_EQ(
        with("labels: {role: backend}", "services: [{port: 53, speaks: dns}, {port: 80, speaks: http, name: web}]"),
        "");
    const auto participants = read().participants;
    EXPECT_THAT(participants.targets(), ElementsAre("primary", "replica", "backend"));
    EXPECT_NE(participants.find_port({"outside", "backend", Protocol::udp, 53}), nullptr);
    EXPECT_EQ(participants.find_port({"outside", "backend", Protocol::tcp, 53}), nullptr);
    EXPECT_EQ(participants.find_port({"outside", "backend", Protocol::tcp, 5432}), nullptr) << "an instance's";
    EXPECT_EQ(participants.find("backend")->endpoint.named_ports.at(0), (NamedPort{"web", Protocol::tcp, 80}));
}

TEST_F(ParticipantsText, ServicesThatNobodyCouldServeAreComplainedOf) {
    const auto of_backend = [&](const std::string& services) {
        text_ = good_text;
        return with("labels: {role: backend}", "services: [" + services + "]");
    };
    EXPECT_THAT(of_backend("{port: 53}"), HasSubstr("error: a service needs the key 'speaks'"));
    EXPECT_THAT(of_backend("{port: 0, speaks: tcp}"), HasSubstr("error: a port has a number from 1 to 65535"));
    EXPECT_THAT(of_backend("{port: 1, speaks: tcp}, {port: 1, speaks: http}"),
                HasSubstr("error: port 1 is there twice"));
    EXPECT_EQ(of_backend("{port: 1, speaks: tcp}, {port: 1, speaks: udp}"), "");
    EXPECT_THAT(of_backend("{port: 1, speaks: status}"),
                HasSubstr("error: only instances of a database have a port for"));
    EXPECT_THAT(of_backend("{port: 53, speaks: dns, protocol: TCP}"),
                HasSubstr("error: dns is spoken over UDP, not over TCP"));
    text_ = good_text;
    EXPECT_THAT(with("instance: replica", "instance: replica, services: [{port: 1, speaks: tcp}]"),
                HasSubstr("error: an instance serves the 'ports' of the participants"));
    text_ = good_text;
    EXPECT_THAT(with("purpose: status", "purpose: dns"), HasSubstr("error: no instance serves dns"));
}

TEST_F(ParticipantsText, TakeTheOldSpelling) {
    EXPECT_EQ(with("participants:", "cast:"), "");
    EXPECT_EQ(read().participants.name, "small");
    EXPECT_THAT(with("cluster:", "participants: small\ncluster:"),
                HasSubstr("p.yaml:1:1: error: 'cast' is the old spelling of 'participants', which is there too"));
}

TEST_F(ParticipantsText, ANameIsOfOneParticipant) {
    EXPECT_THAT(with("name: replica", "name: primary"),
                HasSubstr("p.yaml:6:12: error: 'primary' is the name of another participant (line 5)\n"
                          "      - {name: primary, namespace: default, instance: replica}\n"
                          "               ^\n"
                          "    remedy: give each participant a name of its own"));
}

TEST_F(ParticipantsText, WordsOfClaimsAreNoNames) {
    for (const std::string word : {"all", "rest", "instances"}) {
        text_ = good_text;
        EXPECT_THAT(with("name: backend", "name: " + word),
                    HasSubstr("p.yaml:7:12: error: '" + word + "' has a meaning of its own in claims"));
        text_ = good_text;
        EXPECT_THAT(with("{clients:", "{" + word + ":"),
                    HasSubstr("p.yaml:10:10: error: '" + word + "' has a meaning"));
    }
}

TEST_F(ParticipantsText, ANameCanBeShownInOneLine) {
    EXPECT_THAT(
        with("name: backend", "name: \"back\\x1b[31mend\""),
        HasSubstr("p.yaml:7:12: error: 'name' has a control character or a blank around it: 'back\\x1b[31mend'"));
}

TEST_F(ParticipantsText, ANameHasNoColon) {
    EXPECT_THAT(with("name: backend", "name: 'a:5432'"),
                HasSubstr("p.yaml:7:12: error: the name 'a:5432' has a colon"));
}

TEST_F(ParticipantsText, AnInstanceIsCalledWhatPostgresqlCanBeCalled) {
    EXPECT_THAT(with("name: replica", "name: réplica"), HasSubstr("p.yaml:6:12: error: no instance can be called so"));
}

TEST_F(ParticipantsText, ANamespaceIsOneThatThereCanBe) {
    EXPECT_THAT(with("namespace: apps", "namespace: My_Apps"),
                HasSubstr("p.yaml:7:32: error: there can be no namespace 'My_Apps': a lowercase RFC 1123 label must"));
}

TEST_F(ParticipantsText, LabelsAreThoseThatAPodCanHave) {
    EXPECT_THAT(with("role: backend", "'a b': backend"),
                HasSubstr("p.yaml:7:47: error: no label can have the key 'a b': name part must consist of"));
    EXPECT_THAT(with("'a b': backend", "role: 'back end'"),
                HasSubstr("p.yaml:7:53: error: no label can have the value 'back end': a valid label must be"));
}

TEST_F(ParticipantsText, ACidrIsABlockOfAddresses) {
    EXPECT_THAT(with("203.0.113.7/32", "203.0.113.7/33"),
                HasSubstr("p.yaml:8:39: error: '203.0.113.7/33' is no block of addresses"));
    EXPECT_THAT(with("203.0.113.7/33", "203.0.113.7"), HasSubstr("remedy: write '203.0.113.7/32'"));
}

TEST_F(ParticipantsText, AnAddressIsOfOneParticipant) {
    EXPECT_EQ(with("203.0.113.7/32", "198.51.100.8/32"), "") << "others has the rest of its block";
    EXPECT_THAT(with("198.51.100.8/32", "198.51.100.8/24"),
                HasSubstr("p.yaml:9:38: error: 'outside' has these addresses already"));
}

TEST_F(ParticipantsText, WhatGoesWithOneKindIsNoMatterOfAnother) {
    EXPECT_THAT(with("kind: cidr, cidr: 203.0.113.7/32", "kind: host, labels: {a: b}"),
                HasSubstr("p.yaml:8:41: error: only a pod has the key 'labels'"));
    EXPECT_THAT(with("namespace: apps, ", ""), HasSubstr("p.yaml:7:5: error: a pod needs the key 'namespace'"));
    EXPECT_THAT(with("kind: host", "kind: hots"),
                HasSubstr("error: 'kind' cannot be 'hots'\n      - {name: outside, kind: hots, labels: {a: b}}"));
}

TEST_F(ParticipantsText, AClusterHasOnePrimary) {
    EXPECT_THAT(with("instance: replica", "instance: primary"),
                HasSubstr("p.yaml:6:51: error: 'primary' is the primary already"));
}

TEST_F(ParticipantsText, ReplicasFollowAPrimary) {
    EXPECT_THAT(with(", instance: primary", ""), HasSubstr("need one with 'instance: primary': replicas follow it"));
    EXPECT_THAT(with(", instance: replica", ""), HasSubstr("need one with 'instance: primary': nobody can be probed"));
}

TEST_F(ParticipantsText, InstancesOfAClusterAreInOneNamespace) {
    EXPECT_THAT(with("replica, namespace: default", "replica, namespace: other"),
                HasSubstr("p.yaml:6:32: error: 'primary' of the same cluster is in namespace 'default'"));
}

TEST_F(ParticipantsText, APortIsThereOnce) {
    EXPECT_THAT(with("number: 8000", "number: 5432"), HasSubstr("p.yaml:3:55: error: port 5432 is there twice"));
}

TEST_F(ParticipantsText, EveryPortIsServed) {
    EXPECT_THAT(with("8000, purpose: status", "5433, purpose: postgresql"),
                HasSubstr("p.yaml:3:55: error: nobody will serve port 5433"));
    EXPECT_THAT(with("number: 5433", "number: 0"),
                HasSubstr("p.yaml:3:55: error: a port has a number from 1 to 65535"));
}

TEST_F(ParticipantsText, AGroupIsOfParticipants) {
    EXPECT_THAT(with("[backend, outside]", "[backend, outsid]"),
                HasSubstr("p.yaml:10:29: error: group 'clients' names 'outsid', which is no participant"));
    EXPECT_THAT(with("[backend, outsid]", "[]"), HasSubstr("p.yaml:10:10: error: group 'clients' names nobody"));
    EXPECT_THAT(with("clients: []", "backend: [outside]"), HasSubstr("'backend' is the name of a participant already"));
}

TEST_F(ParticipantsText, ManyUnknownKeysAreToldTogether) {
    std::string keys;
    for (int i = 0; i < 40'000; ++i) keys += "unknown-" + std::to_string(i) + ": x\n";
    text_ += keys;
    const auto all = read().diagnostics;
    EXPECT_EQ(all.size(), 21U);
    EXPECT_EQ(all.back().text, "39980 more keys from here on are none of a participants file");
}

}  // namespace
}  // namespace pgreach::scenario
