#include <gtest/gtest.h>

#include <sstream>

#include "base/file.hpp"
#include "engine/versions.hpp"
#include "lint/render.hpp"
#include "manifest/files.hpp"
#include "unit/lint/support.hpp"
#include "yaml/reader.hpp"

namespace pgreach::lint {
namespace {

const std::string folder = PGREACH_SOURCE_DIR "/fixtures/cases/";

std::string text_at(const yaml::Node& map, const char* key) {
    const yaml::Node* found = map.find(key);
    return found == nullptr ? std::string() : found->text;
}

Texts list_at(const yaml::Node& map, const char* key) {
    Texts texts;
    const yaml::Node* found = map.find(key);
    if (found == nullptr) return texts;
    for (const auto& item : found->items) texts.push_back(item.text);
    return texts;
}

std::vector<yaml::Node> read_cases() {
    auto text = read_file(folder + "expected.yaml");
    if (!text) return {};
    auto documents = yaml::read(source(*text, "expected.yaml")).documents;
    return documents.empty() ? std::vector<yaml::Node>() : std::move(documents.front().items);
}

TEST(Cases, EachHasTheRightAnswer) {
    const auto cases = read_cases();
    ASSERT_GT(cases.size(), 15U);
    for (const auto& one : cases) {
        const std::string file = text_at(one, "file");
        SCOPED_TRACE(file);
        std::istringstream no_input;
        const auto files = manifest::read_files({folder + file}, no_input);
        ASSERT_TRUE(files) << files.error().message;
        Options options;
        if (const std::string release = text_at(one, "cilium"); !release.empty()) {
            options.cilium = engine::parse_version(release).value();
        }
        const auto report = lint(*files, options);
        EXPECT_EQ(codes(report), list_at(one, "codes"));
        const std::string said = to_text(report);
        for (const auto& words : list_at(one, "says")) EXPECT_NE(said.find(words), std::string::npos) << words;
        for (const auto& words : list_at(one, "never")) EXPECT_EQ(said.find(words), std::string::npos) << words;
    }
}

}  // namespace
}  // namespace pgreach::lint
