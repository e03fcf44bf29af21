#include "kube/json.hpp"

#include <gtest/gtest.h>

namespace pgreach::kube {
namespace {

TEST(Json, IsReadIntoTheSameValuesAsYaml) {
    const auto node = read_json(R"({"a":[1,-2,"3",true,null,1.5],"b":{"c":"d"}})").value();
    EXPECT_EQ(yaml::to_json(node), R"({"a":[1,-2,"3",true,null,1.5],"b":{"c":"d"}})");
    EXPECT_EQ(text_at(node, {"b", "c"}), "d");
    EXPECT_EQ(items_at(node, {"a"}).size(), 6U);
}

TEST(Json, APathThatEndsEarlyGivesNothing) {
    const auto node = read_json(R"({"a":{"b":null}})").value();
    EXPECT_EQ(text_at(node, {"a", "b"}), "");
    EXPECT_EQ(text_at(node, {"a", "b", "c"}), "");
    EXPECT_EQ(integer_at(node, {"x"}, 7), 7);
    EXPECT_FALSE(boolean_at(node, {"a"}));
    EXPECT_TRUE(items_at(node, {"a"}).empty());
}

TEST(Json, SetReplacesAndChildMakesTheWay) {
    auto node = object({{"a", text("old")}});
    set(node, "a", text("new"));
    set(child(child(node, "metadata"), "labels"), "run", text("7"));
    EXPECT_EQ(yaml::to_json(node), R"({"a":"new","metadata":{"labels":{"run":"7"}}})");
}

TEST(Json, NestedTooDeeplyIsAnErrorAndNoOverflow) {
    for (const char* open : {"[", "{\"a\":"}) {
        std::string text;
        for (int i = 0; i < 300'000; ++i) text += open;
        const auto read = read_json(text);
        ASSERT_FALSE(read);
        EXPECT_NE(read.error().message.find("nested too deeply"), std::string::npos);
    }
}

TEST(Json, BrokenTextIsAnErrorAndNothingIsThrown) {
    EXPECT_FALSE(read_json("{\"a\":").has_value());
    EXPECT_FALSE(read_json("").has_value());
}

}  // namespace
}  // namespace pgreach::kube
