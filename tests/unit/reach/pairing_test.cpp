#include "reach/pairing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/reach/random_world.hpp"

namespace pgreach::reach {
namespace {

using ::testing::UnorderedElementsAre;

std::string pod(const std::string& name, const std::string& labels, const std::string& owner) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: web, labels: {" + labels +
           "}, ownerReferences: [" + owner + "]}\nspec: {containers: [{name: c}]}\n";
}
const std::string of_set = "{kind: StatefulSet, name: s, controller: true}";

// "before → after" a line, "-" where there is none.
std::vector<std::string> pairs(const std::string& before, const std::string& after) {
    const auto old_contents = contents_of(before), new_contents = contents_of(after);
    std::vector<std::string> lines;
    for (const auto& pair : pair_workloads(old_contents, new_contents)) {
        lines.push_back((pair.before ? old_contents.name(*pair.before) : "-") + " " +
                        (pair.after ? new_contents.name(*pair.after) : "-"));
    }
    return lines;
}

TEST(Pairing, WorkloadsOfOneOwnerAreTheSameByTheirLabels) {
    EXPECT_THAT(pairs(pod("s-0", "tier: b", of_set) + pod("s-1", "tier: c", of_set),
                      pod("s-0", "tier: a", of_set) + pod("s-1", "tier: b", of_set) + pod("s-2", "tier: c", of_set)),
                UnorderedElementsAre("web/s web/s #2", "web/s #2 web/s #3", "- web/s"));
}

TEST(Pairing, HashesOfControllersDoNotMatter) {
    EXPECT_THAT(pairs(pod("s-0", "app: a, controller-revision-hash: x", of_set),
                      pod("s-0", "app: a, controller-revision-hash: y", of_set)),
                UnorderedElementsAre("web/s web/s"));
}

TEST(Pairing, AWorkloadThatGetsAnotherLabelIsStillTheSame) {
    EXPECT_THAT(pairs(pod("s-0", "app: a", of_set), pod("s-0", "app: b", of_set)), UnorderedElementsAre("web/s web/s"));
}

TEST(Pairing, OfAnotherOwnerItIsNew) {
    EXPECT_THAT(
        pairs(pod("s-0", "app: a", of_set), pod("t-0", "app: a", "{kind: StatefulSet, name: t, controller: true}")),
        UnorderedElementsAre("web/s -", "- web/t"));
}

TEST(Pairing, PodsOfTwoRunsOfACronJobAreOneWorkload) {
    EXPECT_THAT(pairs(pod("n-29000000-x", "job-name: n-29000000", "{kind: Job, name: n-29000000, controller: true}"),
                      pod("n-29001440-y", "job-name: n-29001440", "{kind: Job, name: n-29001440, controller: true}")),
                UnorderedElementsAre("web/n web/n"));
}

}  // namespace
}  // namespace pgreach::reach
