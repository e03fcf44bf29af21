#include "scenario/page.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace pgreach::scenario {
namespace {

SourcePtr page_of(std::string text) {
    return std::make_shared<const Source>(Source{"page.md", std::move(text)});
}

TEST(Page, HasPoliciesWithTheirPlace) {
    const auto page =
        read_page(page_of("# A\n\n## First\n\ntext\n\n```yaml\nkind: CiliumNetworkPolicy\n"
                          "apiVersion: cilium.io/v2\nmetadata: {name: x}\n```\n"));
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->blocks.size(), 1U);
    const auto& block = page->blocks[0];
    EXPECT_EQ(block.policy.name, "x");
    EXPECT_EQ(block.heading, "First");
    EXPECT_EQ(block.number, 1);
    EXPECT_EQ(block.policy.document.find("kind")->mark.line, 8) << "lines count from the top of the page";
}

TEST(Page, TheRealOneHasSevenPolicies) {
    const auto text = read_file(PGREACH_SOURCE_DIR "/fixtures/docs/cilium.md");
    ASSERT_TRUE(text);
    const auto page = read_page(page_of(*text));
    ASSERT_TRUE(page) << page.error().message;
    std::vector<std::string> names;
    for (const auto& block : page->blocks) names.push_back(block.policy.name);
    EXPECT_EQ(names, (std::vector<std::string>{"default-deny", "cnpg-operator-access", "cnpg-cluster-internal-access",
                                               "postgres-access-backend-label", "postgres-access-backend-any-ns",
                                               "postgres-access-backend-namespace", "postgres-access-cluster-wide"}));
    EXPECT_EQ(page->blocks[4].number, 2);
}

TEST(Page, OtherCodeBlocksAreNoPolicies) {
    const auto page = read_page(page_of("```sh\nls\n```\n"));
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->blocks.empty());
}

}  // namespace
}  // namespace pgreach::scenario
