#include "yaml/reader.hpp"

#include <gtest/gtest.h>

namespace pgreach::yaml {
namespace {

Documents read_text(std::string text) {
    return read(std::make_shared<const Source>(Source{"f.yaml", std::move(text)}));
}

std::string messages(const std::string& text) {
    return render(read_text(text).diagnostics);
}

TEST(YamlReader, KnowsTypesAsKubectlDoes) {
    const auto result = read_text("{a: 5432, b: \"5432\", c: yes, d: ~, e: 1.5, f: x, g: 0x10, h: [], i: {}}");
    ASSERT_EQ(result.documents.size(), 1U);
    const Node& map = result.documents[0];
    EXPECT_EQ(map.find("a")->kind, Kind::integer);
    EXPECT_EQ(map.find("b")->kind, Kind::string);
    EXPECT_EQ(map.find("c")->as_boolean(), true);
    EXPECT_EQ(map.find("d")->kind, Kind::null);
    EXPECT_EQ(map.find("e")->kind, Kind::real);
    EXPECT_EQ(map.find("f")->kind, Kind::string);
    EXPECT_EQ(map.find("g")->as_integer(), 16);
    EXPECT_EQ(map.find("h")->kind, Kind::list);
    EXPECT_EQ(map.find("i")->kind, Kind::map);
    EXPECT_EQ(map.find("j"), nullptr);
}

TEST(YamlReader, MarksStartAtOne) {
    const auto result = read_text("a:\n  b: c\n");
    const Node* inner = result.documents.at(0).find("a");
    EXPECT_EQ(inner->entries[0].mark, (Mark{2, 3}));
    EXPECT_EQ(inner->find("b")->mark, (Mark{2, 6}));
}

TEST(YamlReader, RefusesDuplicateKeys) {
    EXPECT_EQ(messages("a: 1\nb: 2\na: 3\n"),
              "f.yaml:3:1: error: key 'a' is given twice, first in line 1 [syntax]\n"
              "    a: 3\n"
              "    ^\n"
              "    remedy: keep one of them: readers silently take the last");
}

TEST(YamlReader, GoesOnAfterABrokenDocument) {
    const auto result = read_text("a: 1\n---\nb: [1, 2\n---\nc: 3\n");
    ASSERT_EQ(result.documents.size(), 2U);
    EXPECT_NE(result.documents[1].find("c"), nullptr);
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_GE(result.diagnostics[0].mark.line, 2);
}

TEST(YamlReader, CountsLinesThroughDocuments) {
    const auto result = read_text("a: 1\n---\n\nc: 3\n");
    EXPECT_EQ(result.documents.at(1).find("c")->mark, (Mark{4, 4}));
}

TEST(YamlReader, ReplacesAliasesAndMergesMaps) {
    const auto result = read_text("x: &x {p: 1, q: 2}\ny: *x\nz: {<<: *x , q: 3}\n");
    const Node& map = result.documents.at(0);
    EXPECT_EQ(*map.find("x"), *map.find("y"));
    EXPECT_EQ(map.find("z")->find("p")->as_integer(), 1);
    EXPECT_EQ(map.find("z")->find("q")->as_integer(), 3);
}

TEST(YamlReader, StopsAliasBombs) {
    std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string name = "a" + std::to_string(i);
        const std::string last = "*a" + std::to_string(i - 1) + " ";
        text += name + ": &" + name + " [" + last;
        for (int j = 0; j < 9; ++j) text += ", " + last;
        text += "]\n";
    }
    EXPECT_NE(messages(text).find("expand to too many values"), std::string::npos);
}

TEST(YamlReader, RefusesWhatIsNotUtf8) {
    EXPECT_EQ(read_text("a: b\nc: \xff\n").diagnostics.at(0).mark, (Mark{2, 4}));
    EXPECT_TRUE(read_text("a: \xc3\xa9 → ok\n").diagnostics.empty());
}

TEST(YamlReader, SurvivesDeepNesting) {
    EXPECT_FALSE(read_text(std::string(100'000, '[')).diagnostics.empty());
    EXPECT_FALSE(read_text(std::string(100'000, '{')).diagnostics.empty());
}

TEST(YamlReader, EndsAtACharacterThatBeginsNothing) {
    for (const char* text : {",", "{a: 1},", "a: 1\n...\n]\n", "}"}) {
        const auto result = read_text(text);
        ASSERT_EQ(result.diagnostics.size(), 1U) << text;
        EXPECT_GE(result.diagnostics[0].mark.line, 1) << text;
    }
}

TEST(YamlReader, EmptyTextHasNoDocument) {
    EXPECT_TRUE(read_text("").documents.empty());
    EXPECT_TRUE(read_text("# only a comment\n---\n").documents.empty());
}

TEST(YamlNode, WritesCompactJson) {
    EXPECT_EQ(to_json(read_text("{b: [1, \"x\", null, true], a: {}}").documents.at(0)),
              R"({"b":[1,"x",null,true],"a":{}})");
}

}  // namespace
}  // namespace pgreach::yaml
