#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace pgreach::history {

// What went wrong last in a connection, as an error that names the file.
Error sqlite_error(sqlite3* connection, const std::string& path);

Result<void> execute(sqlite3* connection, const std::string& path, const std::string& sql);

// One prepared statement. A failure of any call is told by the next `step` or by `run`.
class Statement {
  public:
    Statement(sqlite3* connection, std::string path, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int index, std::string_view text);
    Statement& bind(int index, std::int64_t number);
    Statement& bind(int index, double number);

    // True where there is a row; its columns are read below.
    Result<bool> step();
    // To its end, and ready to be bound anew.
    Result<void> run();

    std::string text(int column) const;
    std::int64_t number(int column) const;
    double decimal(int column) const;

  private:
    sqlite3* connection_;
    std::string path_;
    sqlite3_stmt* statement_ = nullptr;
    bool failed_ = false;
};

}  // namespace pgreach::history
