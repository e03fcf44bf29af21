#include "history/database.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "history/picture_text.hpp"
#include "support/records.hpp"

namespace pgreach::history {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class HistoryFile : public testing::Test {
  protected:
    HistoryFile() {
        std::string name = (fs::temp_directory_path() / "history-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        path_ = folder_ / "nights.db";
    }
    ~HistoryFile() override { fs::remove_all(folder_); }

    static history::Run run(const std::string& started, const std::string& series = "nightly") {
        auto record = test::record_of_one_closed_flow();
        record.started = started;
        record.scenarios[0].duration_ms = 12;
        return run_of(record, series);
    }
    static void execute(const fs::path& path, const std::string& sql) {
        sqlite3* connection = nullptr;
        sqlite3_open(path.c_str(), &connection);
        EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(connection);
    }
    Error refusal() const {
        const auto opened = Database::open(path_, Patience(10));
        return opened ? Error{ErrorKind::internal, "it was opened"} : opened.error();
    }
    void make() { ASSERT_TRUE(Database::open_or_make(path_)->add({run("2026-11-01T02:00:00Z")})); }

    fs::path folder_;
    fs::path path_;
};

TEST_F(HistoryFile, HoldsWhatWasAddedOnce) {
    auto database = Database::open_or_make(path_);
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(*database->add({run("2026-11-02T02:00:00Z"), run("2026-11-01T02:00:00Z")}), 2U);
    EXPECT_EQ(*database->add({run("2026-11-02T02:00:00Z")}), 0U);
    EXPECT_EQ(*database->add({run("2026-11-02T02:00:00Z", "another series")}), 1U);
    const auto runs = Database::open(path_)->runs();
    ASSERT_TRUE(runs);
    ASSERT_EQ(runs->size(), 3U);
    const auto& first = (*runs)[1];
    const auto whole = run("2026-11-01T02:00:00Z");
    EXPECT_EQ(first.started, whole.started);
    EXPECT_EQ(first.key, whole.key);
    EXPECT_EQ(first.place, "embedded, semantics of Cilium 1.20");
    EXPECT_EQ(first.times, whole.times);
    const auto& scenario = first.scenarios.at("some-scenario");
    EXPECT_EQ(to_text(*scenario.picture), to_text(*whole.scenarios.at("some-scenario").picture));
    EXPECT_EQ(scenario.duration_ms, 12);
    EXPECT_EQ(scenario.picture, (*runs)[2].scenarios.at("some-scenario").picture) << "runs that saw the same share it";
}

TEST_F(HistoryFile, IsMadeWithItsFolder) {
    path_ = folder_ / "state" / "pgreach" / "nights.db";
    make();
    EXPECT_TRUE(is_database(path_));
}

TEST_F(HistoryFile, ThatIsNotThereIsAnErrorOfTheInput) {
    EXPECT_EQ(refusal().kind, ErrorKind::input);
    EXPECT_THAT(refusal().message, HasSubstr("there is no history"));
}

TEST_F(HistoryFile, OfANewerSchemaIsRefused) {
    make();
    execute(path_, "PRAGMA user_version = 2");
    EXPECT_EQ(refusal().kind, ErrorKind::input);
    EXPECT_THAT(refusal().message, HasSubstr("written by a newer pgreach: its schema is 2, this program knows 1"));
    EXPECT_FALSE(Database::open_or_make(path_)) << "nor is it written";
}

TEST_F(HistoryFile, OfAnotherProgramIsRefused) {
    execute(path_, "CREATE TABLE run(id)");
    EXPECT_EQ(refusal().kind, ErrorKind::input);
    EXPECT_THAT(refusal().message, HasSubstr("a database of another program"));
    EXPECT_FALSE(Database::open_or_make(path_));
}

TEST_F(HistoryFile, ThatIsNoDatabaseIsRefused) {
    std::ofstream(path_) << "something else\n";
    EXPECT_EQ(refusal().kind, ErrorKind::input);
    EXPECT_THAT(refusal().message, HasSubstr("it is no database of SQLite"));
    EXPECT_FALSE(is_database(path_));
}

TEST_F(HistoryFile, ThatIsDamagedSaysSo) {
    make();
    fs::resize_file(path_, fs::file_size(path_) - 4096);
    const auto opened = Database::open(path_);
    EXPECT_FALSE(opened && opened->runs());
}

TEST_F(HistoryFile, ThatIsLockedIsAnErrorOfTheEnvironment) {
    make();
    sqlite3* other = nullptr;
    sqlite3_open(path_.c_str(), &other);
    sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
    const auto error = refusal();
    EXPECT_EQ(error.kind, ErrorKind::environment);
    EXPECT_THAT(error.message, HasSubstr("is locked: another process is writing it"));
    sqlite3_close(other);
}

TEST_F(HistoryFile, InAFolderThatCannotBeMadeIsAnErrorOfTheEnvironment) {
    std::ofstream(folder_ / "file") << "x";
    path_ = folder_ / "file" / "nights.db";
    const auto made = Database::open_or_make(path_);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::environment);
}

}  // namespace
}  // namespace pgreach::history
