#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "history/run.hpp"

namespace pgreach::history {

using Patience = std::chrono::milliseconds;
inline constexpr Patience usual_patience{5000};

// A file of SQLite that holds runs. Every call is one transaction: it is done as a whole or not at all.
class Database {
  public:
    // Opens what is there. Fails (input) where there is none, where it is no history, or one of a newer pgreach.
    // `patience`: with a file that is locked.
    static Result<Database> open(const std::filesystem::path& path, Patience patience = usual_patience);
    // Makes it where it is not there, with its folder.
    static Result<Database> open_or_make(const std::filesystem::path& path, Patience patience = usual_patience);

    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    // Adds runs, each that is not there yet; returns how many were new. Fails (environment) where the file stays
    // locked, or cannot be written.
    Result<size_t> add(const std::vector<Run>& runs);

    // All runs, by series and start.
    Result<std::vector<Run>> runs() const;

  private:
    struct Connection;
    explicit Database(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

// Whether a file is a database of SQLite, and so no record.
bool is_database(const std::filesystem::path& path);

}  // namespace pgreach::history
