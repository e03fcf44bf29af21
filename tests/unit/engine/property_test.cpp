#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "engine/engine.hpp"
#include "unit/engine/random_world.hpp"

namespace pgreach::engine {
namespace {

using Manifests = std::vector<manifest::Manifest>;

// PGREACH_SEED repeats a run, PGREACH_WORLDS makes it longer.
unsigned first_seed() {
    const char* given = std::getenv("PGREACH_SEED");
    return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
}

void for_random_worlds(const std::function<void(RandomWorld&)>& check) {
    const char* given = std::getenv("PGREACH_WORLDS");
    const int worlds = given != nullptr ? std::atoi(given) : 60;
    const unsigned seed = first_seed();
    for (unsigned i = 0; i < static_cast<unsigned>(worlds); ++i) {
        SCOPED_TRACE("repeat with PGREACH_SEED=" + std::to_string(seed + i) + " PGREACH_WORLDS=1");
        RandomWorld random(seed + i);
        check(random);
        if (testing::Test::HasFailure()) return;
    }
}

// Every verdict of a world, both sides, on three ports.
std::vector<bool> allowed(const World& world, const PolicySet& policies) {
    const Evaluator evaluator(world, policies);
    std::vector<bool> result;
    for (size_t from = 0; from < world.endpoints.size(); ++from) {
        for (size_t to = 0; to < world.endpoints.size(); ++to) {
            for (const int port : {5432, 8000, 5999}) {
                const Verdicts verdicts = evaluator.verdicts(from, to, Protocol::tcp, port);
                result.push_back(verdicts.ingress == Verdict::allow);
                result.push_back(verdicts.egress == Verdict::allow);
            }
        }
    }
    return result;
}

size_t count_changes(const std::vector<bool>& before, const std::vector<bool>& after, bool from, bool to) {
    size_t changes = 0;
    for (size_t i = 0; i < before.size(); ++i) changes += before[i] == from && after[i] == to ? 1 : 0;
    return changes;
}

TEST(Property, AnAllowRuleWithoutDefaultDenyNeverClosesAFlow) {
    for_random_worlds([](RandomWorld& random) {
        const World world = random.world();
        Manifests policies = random.policies(4);
        const auto before = allowed(world, in_force(policies));
        policies.push_back(random.policy(RandomWorld::Rules::allow, false));
        EXPECT_EQ(count_changes(before, allowed(world, in_force(policies)), true, false), 0U);
    });
}

TEST(Property, ADenyRuleNeverOpensAFlow) {
    for_random_worlds([](RandomWorld& random) {
        const World world = random.world();
        Manifests policies = random.policies(4);
        const auto before = allowed(world, in_force(policies));
        policies.push_back(random.policy(RandomWorld::Rules::deny, false));
        EXPECT_EQ(count_changes(before, allowed(world, in_force(policies)), false, true), 0U);
    });
}

TEST(Property, RenamingALabelThatNoPolicyAsksForChangesNothing) {
    for_random_worlds([](RandomWorld& random) {
        World world = random.world();
        const PolicySet policies = in_force(random.policies(5));
        const auto before = allowed(world, policies);
        for (auto& endpoint : world.endpoints) {
            auto label = endpoint.labels.extract("unused");
            if (label.empty()) continue;
            label.key() = "renamed";
            endpoint.labels.insert(std::move(label));
        }
        EXPECT_EQ(before, allowed(world, policies));
    });
}

TEST(Property, TheOrderOfPoliciesChangesNothing) {
    for_random_worlds([](RandomWorld& random) {
        const World world = random.world();
        Manifests policies = random.policies(6);
        const auto before = allowed(world, in_force(policies));
        std::reverse(policies.begin(), policies.end());
        EXPECT_EQ(before, allowed(world, in_force(policies)));
        std::rotate(policies.begin(), policies.begin() + random.number(static_cast<int>(policies.size())),
                    policies.end());
        EXPECT_EQ(before, allowed(world, in_force(policies)));
    });
}

TEST(Property, WithAndWithoutReasonsAndTheMatrixAgree) {
    for_random_worlds([](RandomWorld& random) {
        const World world = random.world();
        const auto mode = random.chance(5) ? EnforcementMode::always : EnforcementMode::default_mode;
        const Evaluator evaluator(world, in_force(random.policies(5), mode));
        const Matrix matrix = evaluator.matrix(Protocol::tcp, 5432);
        for (size_t from = 0; from < world.endpoints.size(); ++from) {
            for (size_t to = 0; to < world.endpoints.size(); ++to) {
                const Flow flow{world.endpoints[from].name, world.endpoints[to].name, Protocol::tcp, 5432};
                const Decision decision = evaluator.evaluate(flow);
                const Verdicts verdicts = evaluator.verdicts(from, to, Protocol::tcp, 5432);
                EXPECT_EQ(decision.ingress.verdict, verdicts.ingress) << describe(flow);
                EXPECT_EQ(decision.egress.verdict, verdicts.egress) << describe(flow);
                EXPECT_EQ(decision.verdict() == Verdict::allow, matrix.allows(from, to)) << describe(flow);
                EXPECT_FALSE(decision.deciding().reason.empty());
            }
        }
    });
}

}  // namespace
}  // namespace pgreach::engine
