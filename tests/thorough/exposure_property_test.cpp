#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/engine.hpp"
#include "reach/access.hpp"
#include "reach/evaluation.hpp"
#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;

constexpr std::uint32_t exposed_worlds = 150;
constexpr int asked_ports[] = {5432, 8000, 8080, 4711};

// Pods that nobody has, of every combination of the labels that policies ask for, and others' values of those;
// addresses inside and outside of the blocks; nodes.
std::vector<Endpoint> synthetic_peers() {
    std::vector<Endpoint> peers;
    for (const char* ns : {"db", "web", "ops", "elsewhere"}) {
        for (const char* app : {"", "a", "b", "c", "z"}) {
            for (const char* role : {"", "backend", "frontend", "admin", "z"}) {
                for (const char* cluster : {"", "pg"}) {
                    Endpoint pod{.name = {}, .ns = ns};
                    if (*app != '\0') pod.labels["app"] = app;
                    if (*role != '\0') pod.labels["role"] = role;
                    if (*cluster != '\0') pod.labels["cnpg.io/cluster"] = cluster;
                    peers.push_back(std::move(pod));
                }
            }
        }
    }
    for (const char* address :
         {"10.0.0.1/32", "10.1.0.1/32", "10.2.0.1/32", "10.3.0.1/32", "10.200.0.1/32", "203.0.113.7/32"}) {
        peers.push_back({.name = {}, .kind = EndpointKind::cidr, .cidr = address});
    }
    for (const auto kind : {EndpointKind::host, EndpointKind::remote_node, EndpointKind::kube_apiserver}) {
        peers.push_back({.name = {}, .kind = kind});
    }
    for (size_t i = 0; i < peers.size(); ++i) peers[i].name = "synthetic " + std::to_string(i);
    return peers;
}

PeerKind kind_of(EndpointKind kind) {
    if (kind == EndpointKind::host) return PeerKind::own_node;
    if (kind == EndpointKind::remote_node) return PeerKind::other_node;
    if (kind == EndpointKind::kube_apiserver) return PeerKind::api_server;
    return kind == EndpointKind::cidr ? PeerKind::outside : PeerKind::pod;
}

bool has(const LabelValues& values, const Labels& labels, const std::string& key) {
    const auto label = labels.find(key);
    return label == labels.end() ? values.absent : values.has(label->second);
}

bool is_in(const PeerSet& peers, const Endpoint& endpoint, const World& world) {
    if (peers.kind != kind_of(endpoint.kind)) return false;
    if (peers.kind == PeerKind::outside) {
        return peers.addresses.covers(AddressSet::of(*manifest::parse_address_or_cidr(endpoint.cidr)));
    }
    const auto known = world.namespaces.find(endpoint.ns);
    const Labels of_namespace = known == world.namespaces.end() ? Labels() : known->second;
    return std::all_of(peers.labels.begin(), peers.labels.end(), [&](const auto& asked) {
        const auto& [label, values] = asked;
        if (label.of == PeerLabel::ns) return values.has(endpoint.ns);
        if (label.of == PeerLabel::account) return values.has(endpoint.service_account);
        return has(values, label.of == PeerLabel::namespace_label ? of_namespace : endpoint.labels, label.key);
    });
}

bool is_in_one(const std::vector<PeerSet>& sets, const Endpoint& endpoint, const World& world) {
    return std::any_of(sets.begin(), sets.end(), [&](const auto& peers) { return is_in(peers, endpoint, world); });
}

// One set of policies in a world with the synthetic peers at its end.
struct Asked {
    Asked(world::Contents given, const std::vector<Endpoint>& peers)
        : contents(std::move(given)),
          world(contents.world),
          workloads(contents.workloads.size()),
          first(contents.world.endpoints.size()),
          policies(policies_of(contents)),
          evaluation(contents.world, policies),
          accesses(evaluation, false) {
        world.endpoints.insert(world.endpoints.end(), peers.begin(), peers.end());
        evaluator.emplace(world, policies.in_force);
    }
    bool passes(Direction direction, size_t subject, size_t peer, int port) const {
        const bool ingress = direction == Direction::ingress;
        const auto verdicts = ingress ? evaluator->verdicts(first + peer, subject, Protocol::tcp, port)
                                      : evaluator->verdicts(subject, first + peer, Protocol::tcp, port);
        return (ingress ? verdicts.ingress : verdicts.egress) == Verdict::allow;
    }

    world::Contents contents;
    World world;
    size_t workloads;
    size_t first;
    Policies policies;
    Evaluation evaluation;
    Accesses accesses;
    std::optional<engine::Evaluator> evaluator;
};

TEST(ExposureProperty, OfPodsThatNobodyHasEqualsBruteForce) {
    const auto peers = synthetic_peers();
    size_t open = 0, closed = 0, denied = 0;
    for (std::uint32_t number = 0; number < exposed_worlds; ++number) {
        RandomWorld random(number);
        const auto contents = contents_of(random.objects() + random.policies());
        Asked asked(contents, peers);
        for (const auto direction : {Direction::ingress, Direction::egress}) {
            for (size_t subject = 0; subject < asked.workloads; ++subject) {
                for (const int port : asked_ports) {
                    const Access& access = asked.accesses.of(direction, subject, {Protocol::tcp, port});
                    const auto exposed = exposed_peers(access);
                    for (size_t peer = 0; peer < peers.size(); ++peer) {
                        const bool told = std::any_of(exposed.begin(), exposed.end(), [&](const auto& one) {
                            return is_in(one.peers, peers[peer], asked.world) &&
                                   !is_in_one(one.but, peers[peer], asked.world);
                        });
                        const bool expected = asked.passes(direction, subject, peer, port);
                        ASSERT_EQ(told, expected) << "world " << number << ", " << contents.name(subject) << ", port "
                                                  << port << ", peer " << peer;
                        ++(expected ? open : closed);
                    }
                    denied += access.denied.size();
                }
            }
        }
    }
    EXPECT_GT(open, 100000U);
    EXPECT_GT(closed, 100000U);
    EXPECT_GT(denied, 500U);
}

TEST(ExposureProperty, WhatAChangeOpensToPodsThatNobodyHasEqualsBruteForce) {
    const auto peers = synthetic_peers();
    size_t gained = 0, shortened = 0;
    for (std::uint32_t number = 0; number < exposed_worlds; ++number) {
        RandomWorld random(number);
        const std::string objects = random.objects(), first = random.policies(), second = random.policies();
        Asked before(contents_of(objects + first), peers), after(contents_of(objects + second), peers);
        for (const auto direction : {Direction::ingress, Direction::egress}) {
            for (size_t subject = 0; subject < before.workloads; ++subject) {
                for (const int port : asked_ports) {
                    const auto found = gained_peers(before.accesses.of(direction, subject, {Protocol::tcp, port}),
                                                    after.accesses.of(direction, subject, {Protocol::tcp, port}));
                    ASSERT_TRUE(found);
                    for (size_t peer = 0; peer < peers.size(); ++peer) {
                        const bool was = before.passes(direction, subject, peer, port);
                        const bool is = after.passes(direction, subject, peer, port);
                        const auto told = [&](bool but_known) {
                            return std::any_of(found->begin(), found->end(), [&](const auto& one) {
                                return one.but_known == but_known && is_in(one.peers, peers[peer], before.world);
                            });
                        };
                        ASSERT_EQ(told(false) || (!was && is && told(true)), !was && is)
                            << "world " << number << ", workload " << subject << ", port " << port << ", peer " << peer
                            << "\n"
                            << first << second;
                        gained += !was && is ? 1 : 0;
                        shortened += told(true) ? 1 : 0;
                    }
                }
            }
        }
    }
    EXPECT_GT(gained, 50000U);
    EXPECT_LT(shortened, gained / 10);
}

}  // namespace
}  // namespace pgreach::reach
