#include "manifest/excerpt.hpp"

#include <gtest/gtest.h>

namespace pgreach::manifest {
namespace {

std::vector<Source> excerpts_of(std::string text, int first_line = 1) {
    std::vector<Source> found;
    const auto source = std::make_shared<const Source>(Source{"f.yaml", std::move(text), first_line});
    for (const auto& manifest : read(source).manifests) found.push_back(excerpt(manifest));
    return found;
}

TEST(Excerpt, OfSeveralDocumentsItIsTheOneWithItsRemarksAndItsLine) {
    const auto found = excerpts_of(
        "# of the first\napiVersion: v1\nkind: A\nmetadata: {name: one}\n---\n\n# of the second\napiVersion: v1\n"
        "kind: B  # here\nmetadata: {name: two}\n\n---\n");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].text, "# of the first\napiVersion: v1\nkind: A\nmetadata: {name: one}\n");
    EXPECT_EQ(found[0].first_line, 1);
    EXPECT_EQ(found[1].text, "# of the second\napiVersion: v1\nkind: B  # here\nmetadata: {name: two}\n");
    EXPECT_EQ(found[1].first_line, 7);
}

TEST(Excerpt, ABlockOfAPageKeepsTheLinesOfThePage) {
    const auto found = excerpts_of("apiVersion: v1\nkind: A\nmetadata: {name: one}\n", 57);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].first_line, 57);
    EXPECT_EQ(found[0].name, "f.yaml");
}

TEST(Excerpt, OfAListItIsTheWholeList) {
    const std::string list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: one}}\n";
    const auto found = excerpts_of(list);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].text, list);
}

}  // namespace
}  // namespace pgreach::manifest
