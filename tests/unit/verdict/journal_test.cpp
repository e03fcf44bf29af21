#include "verdict/journal.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <filesystem>

#include "base/file.hpp"
#include "support/records.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::verdict {
namespace {

class JournalFile : public testing::Test {
  protected:
    JournalFile() {
        path_ = std::filesystem::temp_directory_path() / ("journal-" + std::to_string(::getpid()) + ".json");
    }
    ~JournalFile() override { std::filesystem::remove(path_); }

    // As a run writes it, without its end.
    std::string written() {
        FileJournal journal(path_);
        auto begun = record_;
        begun.complete = false;
        EXPECT_TRUE(journal.note(begun));
        EXPECT_TRUE(journal.add(record_.controls[0]));
        EXPECT_TRUE(journal.begin(record_.scenarios[0]));
        EXPECT_TRUE(journal.add(record_.scenarios[0].steps[0]));
        return *read_file(path_);
    }

    std::filesystem::path path_;
    Record record_ = test::record_of_one_closed_flow();
};

TEST_F(JournalFile, IsReadAsAnIncompleteRecordOfWhatWasSeen) {
    const auto read = parse_record(written());
    ASSERT_TRUE(read) << read.error().message;
    auto expected = record_;
    expected.controls.pop_back();
    expected.complete = false;
    EXPECT_EQ(to_json(*read), to_json(expected));
    const auto verdict = judge(*read);
    EXPECT_EQ(verdict.exit, exit_inconclusive);
    EXPECT_EQ(verdict.summary.flows.at(Judgement::conforms), 1) << "what was seen until then is judged all the same";
}

TEST_F(JournalFile, AHalfWrittenLineSaysNothing) {
    const auto text = written();
    const auto read = parse_record(text.substr(0, text.size() - 20));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->controls.size(), 1U);
    EXPECT_TRUE(read->scenarios.at(0).steps.empty());
}

TEST_F(JournalFile, SaysWhereItCannotBeWritten) {
    FileJournal journal("/dev/null/none");
    const auto noted = journal.note(record_);
    ASSERT_FALSE(noted);
    EXPECT_THAT(noted.error().message, testing::HasSubstr("cannot write /dev/null/none"));
}

TEST_F(JournalFile, KeepsWhatWasThereUntilThereIsSomethingToNote) {
    ASSERT_TRUE(write_file(path_, "of an earlier run"));
    { const FileJournal unused(path_); }
    EXPECT_EQ(*read_file(path_), "of an earlier run");
    EXPECT_EQ(written().find("of an earlier run"), std::string::npos);
}

}  // namespace
}  // namespace pgreach::verdict
