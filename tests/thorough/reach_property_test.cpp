#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "engine/engine.hpp"
#include "reach/answers.hpp"
#include "reach/compare.hpp"
#include "reach/render.hpp"
#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

constexpr std::uint32_t worlds = 200;

using Pair = std::tuple<std::string, std::string, int, Protocol>;  // peer, subject, port

// Workloads that a party of a report stands for.
std::set<size_t> members_of(const world::Contents& contents, const std::string& name) {
    std::set<size_t> members;
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        const auto& owner = contents.workloads[i].owner;
        if (contents.name(i) == name || owner.ns + "/" + owner.name == name) members.insert(i);
    }
    return members;
}

std::set<Pair> pairs_of(const world::Contents& contents, const ReachResult& report) {
    std::set<Pair> pairs;
    for (const auto& answer : report.answers) {
        std::set<size_t> subjects;
        for (const auto& name : split(answer.party.name, ',')) {
            const auto some = members_of(contents, std::string(trim(name)));
            subjects.insert(some.begin(), some.end());
        }
        for (const size_t subject : subjects) {
            for (const auto& port : answer.ports) {
                if (!port.ports.declared) continue;
                for (const auto& group : port.passing.groups) {
                    std::set<size_t> peers;
                    for (const auto& party : group.parties) peers.merge(members_of(contents, party.name));
                    for (size_t peer = 0; peer < contents.workloads.size(); ++peer) {
                        const bool itself = peer == subject && contents.workloads[peer].pods == 1;
                        if (!itself && peers.contains(peer) != group.others) {
                            pairs.insert(
                                {contents.name(peer), contents.name(subject), port.ports.first, port.ports.protocol});
                        }
                    }
                }
            }
        }
    }
    return pairs;
}

// One flow at a time, by the engine alone.
std::set<Pair> brute_force(const world::Contents& contents, const engine::PolicySet& policies) {
    const engine::Evaluator evaluator(contents.world, policies);
    std::set<Pair> pairs;
    for (size_t subject = 0; subject < contents.workloads.size(); ++subject) {
        for (const auto& port : contents.workloads[subject].ports) {
            for (size_t peer = 0; peer < contents.workloads.size(); ++peer) {
                if (peer == subject && contents.workloads[peer].pods == 1) continue;
                const Flow flow{contents.name(peer), contents.name(subject), port.protocol, port.port};
                if (evaluator.evaluate(flow).verdict() == Verdict::allow) {
                    pairs.insert({flow.from, flow.to, flow.port, flow.protocol});
                }
            }
        }
    }
    return pairs;
}

std::set<Pair> minus(const std::set<Pair>& all, const std::set<Pair>& some) {
    std::set<Pair> rest;
    std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(rest, rest.end()));
    return rest;
}

TEST(ReachProperty, OfRandomWorldsEqualsBruteForce) {
    size_t open = 0, closed = 0;
    for (std::uint32_t number = 0; number < worlds; ++number) {
        RandomWorld random(number);
        const auto contents = contents_of(random.objects() + random.policies());
        const auto policies = policies_of(contents);
        const auto expected = brute_force(contents, policies.in_force);
        const auto report = reach(contents, policies, {.all = true});
        const auto told = pairs_of(contents, report);
        ASSERT_THAT(minus(told, expected), ::testing::IsEmpty()) << "world " << number << "\n" << to_text(report);
        ASSERT_THAT(minus(expected, told), ::testing::IsEmpty()) << "world " << number << "\n" << to_text(report);
        open += expected.size();
        for (const auto& workload : contents.workloads) closed += workload.ports.size() * contents.workloads.size();
    }
    closed -= open;
    EXPECT_GT(open, 1000U);  // both kinds were there to be told apart
    EXPECT_GT(closed, 1000U);
}

// So many that most are told in lists, and by whom they are not.
TEST(ReachProperty, OfManyPodsEqualsBruteForce) {
    size_t lists = 0;
    for (std::uint32_t number = 0; number < worlds / 10; ++number) {
        RandomWorld random(number);
        const auto contents = contents_of(random.objects() + random.pods(30) + random.policies());
        const auto policies = policies_of(contents);
        const auto expected = brute_force(contents, policies.in_force);
        const auto ingress = reach(contents, policies, {.all = true});
        ASSERT_EQ(pairs_of(contents, ingress), expected) << "world " << number << "\n" << to_text(ingress);
        std::set<Pair> turned;
        for (const auto& [subject, peer, port, protocol] :
             pairs_of(contents, reach(contents, policies, {.all = true, .egress = true}))) {
            turned.insert({peer, subject, port, protocol});
        }
        ASSERT_EQ(turned, expected) << "world " << number;
        lists += Lists(ingress).all().size();
    }
    EXPECT_GT(lists, 20U);
}

TEST(ReachProperty, EgressSaysTheSameFromTheOtherEnd) {
    for (std::uint32_t number = 0; number < worlds; ++number) {
        RandomWorld random(number);
        const auto contents = contents_of(random.objects() + random.policies());
        const auto policies = policies_of(contents);
        std::set<Pair> turned;
        for (const auto& [subject, peer, port, protocol] :
             pairs_of(contents, reach(contents, policies, {.all = true, .egress = true}))) {
            turned.insert({peer, subject, port, protocol});
        }
        ASSERT_EQ(turned, brute_force(contents, policies.in_force)) << "world " << number;
    }
}

// On the ports that a target declares, which is what brute force asks.
std::set<Pair> pairs_of(const std::vector<FlowChange>& changes, const world::Contents& contents) {
    std::set<Pair> pairs;
    for (const auto& change : changes) {
        std::set<size_t> subjects, peers;
        for (const auto& party : change.subjects) subjects.merge(members_of(contents, party.name));
        for (const auto& party : change.peers) peers.merge(members_of(contents, party.name));
        for (const size_t subject : subjects) {
            for (const auto& span : change.ports) {
                for (const size_t peer : peers) {
                    if (peer == subject || !span.declared) continue;
                    pairs.insert({contents.name(peer), contents.name(subject), span.first, span.protocol});
                }
            }
        }
    }
    return pairs;
}

std::set<Pair> without(const std::set<Pair>& all, const std::set<Pair>& some) {
    std::set<Pair> rest;
    for (const auto& pair : all) {
        if (!some.contains(pair) && std::get<0>(pair) != std::get<1>(pair)) rest.insert(pair);
    }
    return rest;
}

TEST(CompareProperty, OpensAndClosesWhatBruteForceSays) {
    size_t changes = 0;
    for (std::uint32_t number = 0; number < worlds; ++number) {
        RandomWorld random(number);
        const std::string objects = random.objects(), first = random.policies(), second = random.policies();
        const auto old_contents = contents_of(objects + first), new_contents = contents_of(objects + second);
        const auto old_policies = policies_of(old_contents), new_policies = policies_of(new_contents);
        const auto was = brute_force(old_contents, old_policies.in_force);
        const auto is = brute_force(new_contents, new_policies.in_force);
        const auto found = compare({"old", old_contents, old_policies}, {"new", new_contents, new_policies}, true);
        ASSERT_EQ(pairs_of(found.opened, new_contents), without(is, was)) << "world " << number << "\n"
                                                                          << first << second;
        ASSERT_EQ(pairs_of(found.closed, old_contents), without(was, is)) << "world " << number << "\n"
                                                                          << first << second;
        changes += found.opened.size() + found.closed.size();
    }
    EXPECT_GT(changes, 500U);
}

// Written otherwise, it means the same: policies in another order, each in a folder of its own, equal ones twice.
TEST(CompareProperty, OfTheSameInOtherWordsThereIsNothing) {
    for (std::uint32_t number = 0; number < worlds; ++number) {
        RandomWorld random(number);
        const std::string objects = random.objects();
        std::vector<std::string> policies;
        for (int i = 0; i < 5; ++i) policies.push_back(random.policy(i));
        std::string first, second;
        for (const auto& policy : policies) {
            first += policy;
            second = policy + second;
            std::string again = policy;
            const size_t name = again.find("name: p");
            second += again.replace(name, 7, "name: copy-of-p");
        }
        const auto old_contents = contents_of(objects + first), new_contents = contents_of(objects + second);
        const auto old_policies = policies_of(old_contents), new_policies = policies_of(new_contents);
        const auto found = compare({"old", old_contents, old_policies}, {"new", new_contents, new_policies}, true);
        ASSERT_TRUE(found.opened.empty() && found.closed.empty()) << "world " << number << "\n" << first;
    }
}

}  // namespace
}  // namespace pgreach::reach
