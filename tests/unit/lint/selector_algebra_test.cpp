#include "lint/selector_algebra.hpp"

#include <gtest/gtest.h>

#include <random>

#include "lint/synthetic.hpp"
#include "yaml/reader.hpp"

namespace pgreach::lint {
namespace {

using engine::Operator;
using engine::Selector;

Selector selector(const std::string& flow, const char* key_source = "any") {
    const auto read = yaml::read(std::make_shared<const Source>(Source{"s", flow}));
    return engine::parse_selector(read.documents.at(0), key_source);
}

TEST(SelectorAlgebra, RequirementsThatExcludeEachOther) {
    EXPECT_TRUE(
        contradictory(selector("{matchLabels: {a: x}, matchExpressions: [{key: a, operator: In, values: [y]}]}")));
    EXPECT_TRUE(contradictory(selector("{matchLabels: {a: x}, matchExpressions: [{key: a, operator: DoesNotExist}]}")));
    EXPECT_TRUE(
        contradictory(selector("{matchExpressions: [{key: a, operator: In, values: [x, y]},"
                               " {key: a, operator: NotIn, values: [y, x]}]}")));
    EXPECT_FALSE(
        contradictory(selector("{matchExpressions: [{key: a, operator: NotIn, values: [x]},"
                               " {key: a, operator: DoesNotExist}]}")));
    EXPECT_FALSE(contradictory(selector("{}")));
}

TEST(SelectorAlgebra, ForAPodEverySourceIsKubernetes) {
    Selector both_sources = selector("{matchLabels: {\"k8s:a\": x, \"any:a\": y}}");
    EXPECT_TRUE(contradictory(both_sources));
    EXPECT_FALSE(contradictory(selector("{matchLabels: {\"reserved:host\": \"\", a: y}}")));
}

TEST(SelectorAlgebra, TheWiderSelectorCoversTheNarrower) {
    EXPECT_TRUE(covers(selector("{}"), selector("{matchLabels: {a: x}}")));
    EXPECT_TRUE(
        covers(selector("{matchExpressions: [{key: a, operator: Exists}]}"), selector("{matchLabels: {a: x}}")));
    EXPECT_TRUE(covers(selector("{matchExpressions: [{key: a, operator: NotIn, values: [y]}]}"),
                       selector("{matchLabels: {a: x}}")));
    EXPECT_FALSE(covers(selector("{matchLabels: {a: x}}"), selector("{}")));
    EXPECT_FALSE(covers(selector("{matchLabels: {a: x}}"), selector("{matchLabels: {b: x}}")));
    EXPECT_FALSE(covers(selector("{matchLabels: {a: x}}", "k8s"), selector("{matchLabels: {a: x}}")))
        << "the label might be one of another source";
}

// Random selectors over two labels with two values each, judged by every pod that has some of them.
class RandomSelectors : public testing::Test {
  protected:
    Selector any_selector() {
        Selector result;
        for (int left = pick(4); left > 0; --left) {
            const auto op = static_cast<Operator>(pick(5));
            engine::Requirement requirement{{pick(3) == 0 ? "k8s" : "any", keys_[pick(2)]}, op, {}};
            if (op == Operator::equals) requirement.values = {values_[pick(3)]};
            if (op == Operator::in || op == Operator::not_in) {
                for (const char* value : values_) {
                    if (pick(2) == 0) requirement.values.emplace_back(value);
                }
            }
            result.requirements.push_back(std::move(requirement));
        }
        return result;
    }
    std::vector<engine::IdentityLabels> all_pods() const {
        std::vector<engine::IdentityLabels> pods;
        for (int a = 0; a < 4; ++a) {
            for (int b = 0; b < 4; ++b) {
                Endpoint pod{.name = "pod", .ns = "default"};
                if (a > 0) pod.labels["a"] = values_[a - 1];
                if (b > 0) pod.labels["b"] = values_[b - 1];
                pods.push_back(engine::identity_labels(pod, World{}));
            }
        }
        return pods;
    }
    int pick(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

    static constexpr unsigned seed_ = 20261124;
    std::mt19937 random_{seed_};
    const char* keys_[2] = {"a", "b"};
    const char* values_[3] = {"x", "y", "z"};
};

TEST_F(RandomSelectors, EveryCertainAnswerHoldsForEveryPod) {
    const auto pods = all_pods();
    int contradictions = 0, coverings = 0;
    for (int round = 0; round < 5'000; ++round) {
        const Selector one = any_selector(), other = any_selector();
        contradictions += contradictory(one) ? 1 : 0;
        const bool covered = covers(one, other);
        coverings += covered ? 1 : 0;
        for (const auto& pod : pods) {
            EXPECT_FALSE(contradictory(one) && one.matches(pod)) << to_text(one);
            EXPECT_FALSE(covered && other.matches(pod) && !one.matches(pod)) << to_text(one) << " / " << to_text(other);
        }
    }
    EXPECT_GT(contradictions, 300);
    EXPECT_GT(coverings, 300);
}

TEST_F(RandomSelectors, APodMadeForASelectorMatchesIt) {
    for (int round = 0; round < 2'000; ++round) {
        Selector wanted = any_selector();
        std::erase_if(wanted.requirements,
                      [](const auto& r) { return r.op != Operator::equals && r.op != Operator::exists; });
        if (contradictory(both(wanted, selector("{matchLabels: {io.kubernetes.pod.namespace: default}}")))) continue;
        World world;
        const Endpoint pod = demanded_pod(wanted, "pod", "default", world);
        EXPECT_TRUE(wanted.matches(engine::identity_labels(pod, world))) << to_text(wanted);
    }
}

}  // namespace
}  // namespace pgreach::lint
