#include "backend/embedded/sql_session.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <string_view>

#include "base/file.hpp"
#include "base/text.hpp"
#include "netns/network_namespace.hpp"

namespace pgreach::backend {
namespace {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

std::vector<SqlSession::Row> rows_of(const PGresult* result) {
    std::vector<SqlSession::Row> rows(static_cast<size_t>(PQntuples(result)));
    for (size_t row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < PQnfields(result); ++column) {
            rows[row].emplace_back(PQgetvalue(result, static_cast<int>(row), column));
        }
    }
    return rows;
}

}  // namespace

std::string private_connection() {
    return fmt::format("sslmode=require gssencmode=disable sslcert={0} sslrootcert={0} sslcrl={0} passfile={0}",
                       impossible_file);
}

void forget_libpq_settings() {
    std::vector<std::string> names;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const bool libpq = text.starts_with("PG") && !text.starts_with("PGREACH");
        if (libpq) names.emplace_back(text.substr(0, text.find('=')));
    }
    for (const auto& name : names) ::unsetenv(name.c_str());
}

void SqlSession::Finish::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

Result<SqlSession> SqlSession::open(const SqlTarget& target, const Patience& patience) {
    const std::string where = fmt::format("hostaddr={} port={} user={} dbname=postgres {}", target.address, target.port,
                                          target.user, private_connection());
    const netns::InNetwork inside(target.network);
    SqlSession session(PQconnectStart(where.c_str()));
    if (auto connected = session.connect(patience); !connected) return std::move(connected).error();
    PQsetNoticeProcessor(
        session.connection_.get(), [](void*, const char*) {}, nullptr);
    PQsetnonblocking(session.connection_.get(), 1);
    return session;
}

Result<void> SqlSession::connect(const Patience& patience) {
    if (PQstatus(connection_.get()) == CONNECTION_BAD) return failure();
    for (PostgresPollingStatusType next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;
         next = PQconnectPoll(connection_.get())) {
        if (next == PGRES_POLLING_FAILED) return failure();
        const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (auto waited = await(events, patience); !waited) return waited;
    }
    return {};
}

Result<std::vector<SqlSession::Row>> SqlSession::query(const std::string& sql, const Patience& patience) {
    pg_conn* connection = connection_.get();
    if (PQsendQuery(connection, sql.c_str()) != 1) return failure();
    while (PQflush(connection) == 1 || PQisBusy(connection) == 1) {
        if (auto waited = await(POLLIN, patience); !waited) return std::move(waited).error();
        if (PQconsumeInput(connection) != 1) return failure();
    }
    const Answer answer(PQgetResult(connection));
    while (const Answer rest = Answer(PQgetResult(connection))) {
    }
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return failure();
    return rows_of(answer.get());
}

std::string SqlSession::server_version() const {
    const char* version = PQparameterStatus(connection_.get(), "server_version");
    return version != nullptr ? version : "";
}

Result<void> SqlSession::await(short events, const Patience& patience) const {
    if (patience.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    pollfd watched[2] = {{PQsocket(connection_.get()), events, 0}, {patience.stop.fd(), POLLIN, 0}};
    const int ready = ::poll(watched, 2, poll_timeout(patience.deadline, SteadyClock().now()));
    if (ready == 0) return environment_error("PostgreSQL does not answer in time");
    return {};
}

Error SqlSession::failure() const {
    return environment_error(std::string(trim(PQerrorMessage(connection_.get()))));
}

}  // namespace pgreach::backend
