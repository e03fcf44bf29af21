#include "history/sqlite.hpp"

#include <sqlite3.h>

namespace pgreach::history {

Error sqlite_error(sqlite3* connection, const std::string& path) {
    const int code = connection == nullptr ? SQLITE_NOMEM : sqlite3_errcode(connection);
    const std::string text = connection == nullptr ? "out of memory" : sqlite3_errmsg(connection);
    switch (code) {
        case SQLITE_NOTADB:
            return input_error(path + " is no history: it is no database of SQLite",
                               "give a file that history add wrote");
        case SQLITE_CORRUPT:
            return input_error(path + " is damaged: " + text,
                               "put a copy of it back, or move it away and add the records again");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return environment_error(path + " is locked: another process is writing it", "try again when it has ended");
        case SQLITE_READONLY:
            return environment_error(path + " cannot be written: the file or its folder is read-only",
                                     "give another file: --db FILE");
        case SQLITE_CANTOPEN:
            return environment_error(path + " cannot be opened: " + text,
                                     "give a path in a folder that is yours: --db FILE");
        default:
            return environment_error(path + ": " + text);
    }
}

Result<void> execute(sqlite3* connection, const std::string& path, const std::string& sql) {
    if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return sqlite_error(connection, path);
}

Statement::Statement(sqlite3* connection, std::string path, const char* sql)
    : connection_(connection), path_(std::move(path)) {
    failed_ = sqlite3_prepare_v2(connection, sql, -1, &statement_, nullptr) != SQLITE_OK;
}

Statement::~Statement() {
    sqlite3_finalize(statement_);
}

Statement& Statement::bind(int index, std::string_view text) {
    failed_ = failed_ || sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_TRANSIENT,
                                             SQLITE_UTF8) != SQLITE_OK;
    return *this;
}

Statement& Statement::bind(int index, std::int64_t number) {
    failed_ = failed_ || sqlite3_bind_int64(statement_, index, number) != SQLITE_OK;
    return *this;
}

Statement& Statement::bind(int index, double number) {
    failed_ = failed_ || sqlite3_bind_double(statement_, index, number) != SQLITE_OK;
    return *this;
}

Result<bool> Statement::step() {
    if (failed_) return sqlite_error(connection_, path_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return sqlite_error(connection_, path_);
}

Result<void> Statement::run() {
    for (auto row = step();; row = step()) {
        if (!row) return std::move(row).error();
        if (!*row) break;
    }
    sqlite3_reset(statement_);
    return {};
}

std::string Statement::text(int column) const {
    const auto* text = sqlite3_column_text(statement_, column);
    const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Statement::decimal(int column) const {
    return sqlite3_column_double(statement_, column);
}

}  // namespace pgreach::history
