#include "scenario/keys.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "scenario/fields.hpp"
#include "support/source_folder.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

// PGREACH_APPROVE=1 scenario_test --gtest_filter=Keys.* writes it.
TEST(Keys, TheReferenceIsWhatTheLoaderTakes) {
    const auto file = test::source_folder() / "docs/scenario-reference.md";
    if (std::getenv("PGREACH_APPROVE") != nullptr) {
        ASSERT_TRUE(write_file(file, reference()));
    }
    EXPECT_EQ(read_file(file).value(), reference());
}

TEST(Keys, AReaderThatAsksForAKeyWithoutARowOrLeavesOneOutIsABug) {
    const auto source = std::make_shared<const Source>(Source{"s", "{heading: x}"});
    const auto node = yaml::read(source).documents.front();
    Complaints complaints(source);
    EXPECT_THROW(Fields(node, "a scene", complaints), std::logic_error);
    Fields fields(node, "'page'", complaints);
    EXPECT_THROW(fields.find("titel"), std::logic_error);
    EXPECT_EQ(fields.text("heading"), "x");
    EXPECT_THROW(fields.finish(), std::logic_error) << "of 'block' and 'file' nobody has asked";
    fields.optional_integer("block");
    fields.optional_text("file");
    fields.finish();
    EXPECT_FALSE(complaints.any());
}

}  // namespace
}  // namespace pgreach::scenario
