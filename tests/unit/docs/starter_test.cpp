#include "docs/starter.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/file.hpp"
#include "docs/scenarios.hpp"
#include "page/files_beside.hpp"
#include "scenario/catalog.hpp"

namespace pgreach::docs {
namespace {

namespace fs = std::filesystem;

const std::string data = PGREACH_SOURCE_DIR;

SourcePtr read_source(const std::string& path) {
    return std::make_shared<const Source>(Source{path, *read_file(path)});
}

class Starter : public ::testing::Test {
  protected:
    Starter() { fs::remove_all(folder_); }
    ~Starter() override { fs::remove_all(folder_); }

    CheckResult check(const std::string& page) const {
        CheckResult result;
        check_page(read_source(data + "/fixtures/pages/" + page), page::include_from_disk, {{}, known_, flags_},
                   result);
        return result;
    }
    void write(const FileTexts& files) const {
        for (const auto& [path, text] : files) {
            fs::create_directories((folder_ / path).parent_path());
            std::ofstream(folder_ / path) << text;
        }
    }

    const Result<scenario::Catalog> catalog_ = scenario::Catalog::load(data);
    const std::vector<KnownExample> known_ = known_examples(catalog_->all());
    const AgentFlags flags_;
    const fs::path folder_ = fs::temp_directory_path() / ("pgreach-starter-" + std::to_string(getpid()));
};

// What is written can be read, and its claims are what is predicted: nothing is lost on the way.
TEST_F(Starter, ScenariosThatAreWrittenAreThoseThatWouldBeRun) {
    for (const std::string page : {"networking.md", "policy-language.rst", "policy-language.adoc"}) {
        const auto result = check(page);
        write(starters_for(result, folder_, {}));
        std::vector<std::string> taken;
        for (const auto& one : result.pages[0].examples) {
            const auto wanted = scenarios_for(one.example, result.pages[0].source->name, {}, taken);
            ASSERT_EQ(wanted.size(), 1U);
            const auto read = catalog_->select({(folder_ / (wanted[0].name + ".yaml")).string()});
            ASSERT_TRUE(read) << read.error().message;
            EXPECT_EQ(read->front().steps[0].claims, wanted[0].steps[0].claims) << wanted[0].name;
            EXPECT_EQ(scenario::policies_of(read->front()), scenario::policies_of(wanted[0]));
        }
        fs::remove_all(folder_);
    }
}

TEST_F(Starter, AFolderOfThemIsReadAsScenariosAlone) {
    const auto result = check("networking.md");
    write(starters_for(result, folder_, {}));
    const auto read = catalog_->select({folder_.string()});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->size(), 2U);
    EXPECT_TRUE(read->front().page->tested);
    const auto known = known_examples(*read);
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0].judges.size(), 1U);
}

TEST_F(Starter, OfAKnownPageNothingIsWritten) {
    EXPECT_TRUE(starters_for(check("corrected.md"), folder_, {}).empty());
}

TEST_F(Starter, AKnownExampleIsRunByItsScenarioWithTheTextOfNow) {
    const auto result = check("corrected.md");
    std::vector<std::string> taken;
    const auto scenarios = scenarios_for(result.pages[0].examples[0].example, "corrected.md", {}, taken);
    ASSERT_EQ(scenarios.size(), 1U);
    EXPECT_EQ(scenarios[0].name, "default-deny");
    EXPECT_TRUE(scenarios[0].steps[0].known_defects.empty()) << "nothing of it is left";
    EXPECT_NE(scenarios[0].steps[0].apply[0].source->text.find("- {}"), std::string::npos);
}

}  // namespace
}  // namespace pgreach::docs
