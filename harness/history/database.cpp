#include "history/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <fstream>
#include <string_view>

#include "history/picture_text.hpp"
#include "history/sqlite.hpp"

namespace pgreach::history {
namespace {

constexpr std::int64_t application_id = 0x70677268;  // "pgrh"
constexpr std::int64_t schema_version = 1;
constexpr std::string_view sqlite_header{"SQLite format 3\0", 16};

constexpr const char* schema =
    "CREATE TABLE run(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, series TEXT NOT NULL, started TEXT NOT NULL,"
    " place TEXT NOT NULL, command TEXT NOT NULL, exit INTEGER NOT NULL, incomplete TEXT NOT NULL);"
    "CREATE TABLE picture(id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, cells TEXT NOT NULL);"
    "CREATE TABLE seen(run INTEGER NOT NULL REFERENCES run, scenario TEXT NOT NULL,"
    " picture INTEGER NOT NULL REFERENCES picture, duration_ms REAL NOT NULL, PRIMARY KEY(run, scenario)) WITHOUT "
    "ROWID;"
    "CREATE TABLE time(run INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL, ms REAL NOT NULL,"
    " PRIMARY KEY(run, name)) WITHOUT ROWID;";

Result<std::int64_t> number_of(sqlite3* connection, const std::string& path, const char* sql) {
    Statement statement(connection, path, sql);
    const auto row = statement.step();
    if (!row) return row.error();
    return *row ? statement.number(0) : 0;
}

// Fails where it is something else than a history that this program knows. Returns whether it is still empty.
Result<bool> check_schema(sqlite3* connection, const std::string& path) {
    const auto tables = number_of(connection, path, "SELECT count(*) FROM sqlite_master");
    if (!tables) return tables.error();
    const auto id = number_of(connection, path, "PRAGMA application_id");
    if (!id) return id.error();
    const auto version = number_of(connection, path, "PRAGMA user_version");
    if (!version) return version.error();
    if (*tables == 0 && *id == 0) return true;
    if (*id != application_id) {
        return input_error(path + " is no history: it is a database of another program",
                           "give a file that history add wrote, or one that is not there yet");
    }
    if (*version > schema_version) {
        return input_error(fmt::format("{} was written by a newer pgreach: its schema is {}, this program knows {}",
                                       path, *version, schema_version),
                           "use that pgreach");
    }
    return false;
}

}  // namespace

struct Database::Connection {
    sqlite3* sqlite = nullptr;
    std::string path;
    ~Connection() { sqlite3_close_v2(sqlite); }

    Result<void> connect(int flags, Patience patience) {
        const int code = sqlite3_open_v2(path.c_str(), &sqlite, flags, nullptr);
        if (code != SQLITE_OK) return sqlite_error(sqlite, path);
        sqlite3_busy_timeout(sqlite, static_cast<int>(patience.count()));
        return execute(sqlite, path, "PRAGMA foreign_keys = ON");
    }

    Result<void> make() {
        if (auto begun = execute(sqlite, path, "BEGIN IMMEDIATE"); !begun) return begun;
        // Meanwhile another process may have made it.
        const auto empty = check_schema(sqlite, path);
        if (!empty) return empty.error();
        if (*empty) {
            const auto made = execute(sqlite, path,
                                      fmt::format("{}PRAGMA application_id = {}; PRAGMA user_version = {};", schema,
                                                  application_id, schema_version));
            if (!made) return made.error();
        }
        return execute(sqlite, path, "COMMIT");
    }

    Result<bool> add(const Run& run);
    Result<std::int64_t> add_picture(const Picture& picture);
    Result<void> add_results(const Run& run, std::int64_t id);
    Result<std::map<std::int64_t, Run>> read_runs();
    Result<void> read_times(std::map<std::int64_t, Run>& runs);
    Result<void> read_pictures(std::map<std::int64_t, Run>& runs);
};

Result<bool> Database::Connection::add(const Run& run) {
    Statement statement(sqlite, path,
                        "INSERT OR IGNORE INTO run(key, series, started, place, command, exit, incomplete)"
                        " VALUES(?, ?, ?, ?, ?, ?, ?)");
    statement.bind(1, run.key).bind(2, run.series).bind(3, run.started).bind(4, run.place).bind(5, run.command);
    statement.bind(6, std::int64_t{run.exit}).bind(7, run.incomplete);
    if (auto done = statement.run(); !done) return std::move(done).error();
    if (sqlite3_changes(sqlite) == 0) return false;
    if (auto done = add_results(run, sqlite3_last_insert_rowid(sqlite)); !done) return std::move(done).error();
    return true;
}

Result<std::int64_t> Database::Connection::add_picture(const Picture& picture) {
    const auto text = to_text(picture);
    const auto digest = digest_of(text);
    Statement insert(sqlite, path, "INSERT OR IGNORE INTO picture(digest, cells) VALUES(?, ?)");
    if (auto done = insert.bind(1, digest).bind(2, text).run(); !done) return std::move(done).error();
    Statement find(sqlite, path, "SELECT id FROM picture WHERE digest = ?");
    const auto found = find.bind(1, digest).step();
    if (!found) return found.error();
    return find.number(0);
}

Result<void> Database::Connection::add_results(const Run& run, std::int64_t id) {
    Statement seen(sqlite, path, "INSERT INTO seen(run, scenario, picture, duration_ms) VALUES(?, ?, ?, ?)");
    for (const auto& [name, scenario] : run.scenarios) {
        const auto picture = add_picture(*scenario.picture);
        if (!picture) return picture.error();
        auto done = seen.bind(1, id).bind(2, name).bind(3, *picture).bind(4, scenario.duration_ms).run();
        if (!done) return done;
    }
    Statement time(sqlite, path, "INSERT INTO time(run, name, ms) VALUES(?, ?, ?)");
    for (const auto& [name, ms] : run.times) {
        if (auto done = time.bind(1, id).bind(2, name).bind(3, ms).run(); !done) return done;
    }
    return {};
}

Result<std::map<std::int64_t, Run>> Database::Connection::read_runs() {
    std::map<std::int64_t, Run> runs;
    Statement statement(sqlite, path, "SELECT id, key, series, started, place, command, exit, incomplete FROM run");
    for (auto row = statement.step();; row = statement.step()) {
        if (!row) return row.error();
        if (!*row) return runs;
        runs[statement.number(0)] = {.key = statement.text(1),
                                     .series = statement.text(2),
                                     .started = statement.text(3),
                                     .place = statement.text(4),
                                     .command = statement.text(5),
                                     .exit = static_cast<int>(statement.number(6)),
                                     .incomplete = statement.text(7)};
    }
}

Result<void> Database::Connection::read_times(std::map<std::int64_t, Run>& runs) {
    Statement statement(sqlite, path, "SELECT run, name, ms FROM time");
    for (auto row = statement.step();; row = statement.step()) {
        if (!row) return row.error();
        if (!*row) return {};
        const auto run = runs.find(statement.number(0));
        if (run != runs.end()) run->second.times[statement.text(1)] = statement.decimal(2);
    }
}

Result<void> Database::Connection::read_pictures(std::map<std::int64_t, Run>& runs) {
    std::map<std::pair<std::int64_t, std::string>, std::shared_ptr<const Picture>> known;
    Statement statement(
        sqlite, path,
        "SELECT run, scenario, picture, duration_ms, cells FROM seen JOIN picture ON picture.id = picture");
    for (auto row = statement.step();; row = statement.step()) {
        if (!row) return row.error();
        if (!*row) return {};
        const auto run = runs.find(statement.number(0));
        if (run == runs.end()) continue;
        const auto name = statement.text(1);
        auto& picture = known[{statement.number(2), name}];
        if (picture == nullptr) {
            auto parsed = parse_picture(statement.text(4), name);
            if (!parsed) return std::move(parsed).error().in(path);
            picture = std::make_shared<const Picture>(*std::move(parsed));
        }
        run->second.scenarios[name] = {picture, statement.decimal(3)};
    }
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& path, Patience patience) {
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) {
        return input_error("there is no history " + path.string(), "pgreach history add RECORD makes one");
    }
    auto connection = std::make_unique<Connection>(Connection{nullptr, path.string()});
    if (auto opened = connection->connect(SQLITE_OPEN_READWRITE, patience); !opened) return std::move(opened).error();
    const auto empty = check_schema(connection->sqlite, connection->path);
    if (!empty) return empty.error();
    if (*empty)
        return input_error(path.string() + " is no history: it is empty", "pgreach history add RECORD makes one");
    return Database(std::move(connection));
}

Result<Database> Database::open_or_make(const std::filesystem::path& path, Patience patience) {
    auto connection = std::make_unique<Connection>(Connection{nullptr, path.string()});
    std::error_code failed;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
    auto opened = connection->connect(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, patience);
    if (!opened) return std::move(opened).error();
    const auto empty = check_schema(connection->sqlite, connection->path);
    if (!empty) return empty.error();
    if (*empty) {
        if (auto made = connection->make(); !made) return std::move(made).error();
    }
    return Database(std::move(connection));
}

Result<size_t> Database::add(const std::vector<Run>& runs) {
    auto& connection = *connection_;
    if (auto begun = execute(connection.sqlite, connection.path, "BEGIN IMMEDIATE"); !begun) {
        return std::move(begun).error();
    }
    size_t added = 0;
    for (const auto& run : runs) {
        const auto is_new = connection.add(run);
        if (!is_new) {
            Error error = is_new.error();
            static_cast<void>(execute(connection.sqlite, connection.path, "ROLLBACK"));
            return error;
        }
        added += *is_new ? 1 : 0;
    }
    if (auto done = execute(connection.sqlite, connection.path, "COMMIT"); !done) return std::move(done).error();
    return added;
}

Result<std::vector<Run>> Database::runs() const {
    auto runs = connection_->read_runs();
    if (!runs) return std::move(runs).error();
    if (auto done = connection_->read_times(*runs); !done) return std::move(done).error();
    if (auto done = connection_->read_pictures(*runs); !done) return std::move(done).error();
    std::vector<Run> sorted;
    for (auto& [id, run] : *runs) sorted.push_back(std::move(run));
    std::sort(sorted.begin(), sorted.end(), [](const Run& one, const Run& other) {
        return std::tie(one.series, one.started, one.key) < std::tie(other.series, other.started, other.key);
    });
    return sorted;
}

bool is_database(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string begin(sqlite_header.size(), '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return file.gcount() == static_cast<std::streamsize>(begin.size()) && begin == sqlite_header;
}

}  // namespace pgreach::history
