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

void expect_same(const Node& json, const Node& yaml) {
    EXPECT_EQ(json.kind, yaml.kind);
    EXPECT_EQ(json.text, yaml.text);
    EXPECT_EQ(json.mark, (Mark{yaml.mark.line - 1, yaml.mark.column}));
    ASSERT_EQ(json.items.size(), yaml.items.size());
    ASSERT_EQ(json.entries.size(), yaml.entries.size());
    for (size_t i = 0; i < json.items.size(); ++i) expect_same(json.items[i], yaml.items[i]);
    for (size_t i = 0; i < json.entries.size(); ++i) {
        EXPECT_EQ(json.entries[i].key, yaml.entries[i].key);
        EXPECT_EQ(json.entries[i].mark, (Mark{yaml.entries[i].mark.line - 1, yaml.entries[i].mark.column}));
        expect_same(json.entries[i].value, yaml.entries[i].value);
    }
}

// JSON has a reader of its own; a comment before it makes it YAML.
TEST(YamlReader, ReadsJsonAsItReadsYaml) {
    for (const std::string text :
         {R"({"a": 5432, "b": "5432", "c": true, "d": null, "e": 1.5, "f": -1, "g": 1e3, "h": [], "i": {}})",
          R"({"a":{"b":[1,"x",{"c":null}]},"t":"yes","n":"~","e":""})",
          "{\n  \"a\": [\n    1,\n    {\"b\": false}\n  ]\n}\n",
          R"({"a": "say \"no\"\n\\ \/ and\tmore", "u": "\u00e9", "o": 010, "m": 08})", "{\"a\": \"\u00e9\", \"b\": 1}",
          R"({"a": 1, b: 2, 'c': [3,]})", R"({"a": 1}   )", R"({"<<": {"x": 1}, "y": 2})", R"({"a": 1, "a": 2})",
          "{}"}) {
        SCOPED_TRACE(text);
        const auto json = read_text(text), yaml = read_text("# comment\n" + text);
        EXPECT_EQ(json.diagnostics.size(), yaml.diagnostics.size());
        ASSERT_EQ(json.documents.size(), yaml.documents.size());
        for (size_t i = 0; i < json.documents.size(); ++i) expect_same(json.documents[i], yaml.documents[i]);
    }
}

TEST(YamlReader, OfBrokenJsonItSaysWhatItSaysOfYaml) {
    for (const std::string text : {R"({"a": 1)", R"({"a": 1}})", R"({"a": })", R"({"a" 1})", R"({"a": "x)", R"([1, 2])",
                                   "{\"a\": 1}\n{\"b\": 2}\n"}) {
        SCOPED_TRACE(text);
        const auto json = read_text(text), yaml = read_text("# comment\n" + text);
        EXPECT_EQ(json.documents.size(), yaml.documents.size());
        ASSERT_EQ(json.diagnostics.size(), yaml.diagnostics.size());
        for (size_t i = 0; i < json.diagnostics.size(); ++i)
            EXPECT_EQ(json.diagnostics[i].text, yaml.diagnostics[i].text);
    }
}

}  // namespace
}  // namespace pgreach::yaml
