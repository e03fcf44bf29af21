#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lint/lint.hpp"
#include "lint/render.hpp"
#include "reach/answers.hpp"
#include "reach/compare.hpp"
#include "reach/compare_render.hpp"
#include "reach/needs.hpp"
#include "reach/render.hpp"
#include "unit/reach/random_world.hpp"
#include "world/objects.hpp"

namespace pgreach::reach {
namespace {

constexpr std::uint32_t repositories = 200;

using Files = std::vector<manifest::File>;

void add(const std::string& name, std::string text, Files& files) {
    files.emplace_back(std::make_shared<const Source>(Source{name, std::move(text)}), false);
}

// What people have in a repository: manifests, and beside them what is none, is filled in by a tool, or is broken.
Files repository(RandomWorld& random, std::uint32_t number) {
    Files files;
    add("base/objects.yaml", random.objects(), files);
    for (int i = 0; i < 4; ++i) {
        add("policies/p" + std::to_string(i) + ".yaml", random.policy(i), files);
    }
    add("chart/values.yaml", "replicas: 2\nimage: {tag: latest}\n", files);
    add("chart/templates/policy.yaml",
        "{{- if .Values.policy }}\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {{ .Name "
        "}}\n"
        "{{- end }}\n",
        files);
    add("README.md", "# Database\n\n```yaml\n" + random.policy(7) + "```\n", files);
    std::string broken = random.policy(8);
    broken.resize(broken.size() * (number % 10) / 10);
    add("policies/broken.yaml", broken, files);
    std::string misspelled = random.policy(9);
    if (number % 2 == 0) misspelled += "  ingres: []\n";
    add("policies/misspelled.yaml", misspelled, files);
    return files;
}

struct Told {
    std::string lint;
    std::string reach;
    std::string compared;
    auto operator<=>(const Told&) const = default;
};

std::string all_formats(const ReachResult& result) {
    return to_text(result) + to_json(result) + to_csv(result) + to_markdown(result) + to_dot(result);
}

std::string all_formats(const Comparison& found) {
    return to_text(found) + to_json(found) + to_markdown(found) + to_sarif(found);
}

Told tell(const Files& before, const Files& after) {
    Told told;
    const auto found = lint::lint(after, {});
    told.lint = to_text(found) + to_json(found) + to_sarif(found);
    const auto old_contents = world::make_contents(world::read_objects(before), {});
    const auto new_contents = world::make_contents(world::read_objects(after), {});
    const auto old_policies = policies_of(old_contents), new_policies = policies_of(new_contents);
    for (const bool egress : {false, true}) {
        told.reach += all_formats(reach(new_contents, new_policies, {.all = true, .egress = egress}));
    }
    told.reach += all_formats(reach(new_contents, new_policies, {}));
    told.compared =
        all_formats(compare({"old", old_contents, old_policies}, {"new", new_contents, new_policies}, true));
    return told;
}

// Nothing falls over, and whoever asks again is told the same; so is whoever reads the files in another order, but that
// lint names the first policy of several.
TEST(RepositoryProperty, LintReachAndCompareSayTheSameEachTime) {
    size_t length = 0;
    for (std::uint32_t number = 0; number < repositories; ++number) {
        RandomWorld random(number);
        const Files before = repository(random, number), after = repository(random, number + 1);
        const Told told = tell(before, after);
        Files turned = after;
        std::reverse(turned.begin(), turned.end());
        const Told again = tell(before, number % 2 == 0 ? after : turned);
        if (number % 2 == 0) {
            ASSERT_EQ(told.lint, again.lint) << number;
        }
        ASSERT_EQ(told.reach, again.reach) << number;
        ASSERT_EQ(told.compared, again.compared) << number;
        length += told.reach.size();
    }
    EXPECT_GT(length, 200000U);
}

}  // namespace
}  // namespace pgreach::reach
