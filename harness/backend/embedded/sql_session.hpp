#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/stop.hpp"

struct pg_conn;

namespace pgreach::backend {

// How our own connections differ from a person's: encrypted, and nothing from anybody's home directory (libpq looks
// there for certificates, revocations and passwords). Part of a connection string.
std::string private_connection();

// Takes PGSERVICE, PGSSLMODE and the like out of our environment: a person's settings are not meant for what we start.
void forget_libpq_settings();

// Where a session leads, and when its patience ends.
struct SqlTarget {
    int network = -1;  // the session's socket lies in this network
    std::string address;
    int port = 5432;
    std::string user = "postgres";
};
struct Patience {
    TimePoint deadline;
    const StopSignal& stop;
};

// A connection to PostgreSQL that never blocks beyond its patience.
class SqlSession {
  public:
    using Row = std::vector<std::string>;

    static Result<SqlSession> open(const SqlTarget& target, const Patience& patience);

    // Rows of text; a null is empty. Fails with the server's words, or libpq's where the connection is lost.
    Result<std::vector<Row>> query(const std::string& sql, const Patience& patience);
    std::string server_version() const;

  private:
    struct Finish {
        void operator()(pg_conn* connection) const;
    };
    explicit SqlSession(pg_conn* connection) : connection_(connection) {}
    Result<void> await(short events, const Patience& patience) const;
    Result<void> connect(const Patience& patience);
    Error failure() const;

    std::unique_ptr<pg_conn, Finish> connection_;
};

}  // namespace pgreach::backend
