#include <libpq-fe.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "probe/peer/dialing.hpp"
#include "probe/peer/libraries.hpp"

namespace pgreach::probe {
namespace {

constexpr auto who_are_you =
    "select current_setting('cluster_name'), host(inet_server_addr()),"
    " case when pg_is_in_recovery() then 'replica' else 'primary' end";

struct Disconnect {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Disconnect>;
using Answer = std::unique_ptr<PGresult, Clear>;

Result<std::string> password_of(const Dial& dial) {
    if (!dial.password_variable.empty()) {
        const char* value = ::getenv(dial.password_variable.c_str());
        if (value == nullptr) return environment_error("no variable " + dial.password_variable + " for the password");
        return std::string(value);
    }
    if (dial.password_file.empty()) return std::string();
    auto content = read_file(dial.password_file);
    if (!content) return std::move(content).error().in("password");
    return std::string(trim(*content));
}

std::string value_of(const PGresult* row, int column) {
    return PQgetisnull(row, 0, column) != 0 ? std::string() : PQgetvalue(row, 0, column);
}

// "cluster-example@10.244.0.3 (primary)"
std::string answerer(const PGresult* row) {
    return value_of(row, 0) + "@" + value_of(row, 1) + " (" + value_of(row, 2) + ")";
}

class PostgresqlDialing final : public Dialing {
  public:
    PostgresqlDialing(const Dial& dial, std::string address) : dial_(dial), address_(std::move(address)) {}

    std::optional<Ending> begin(Handshake& handshake) override {
        prepare_tls();
        const auto password = password_of(dial_);
        if (!password) return Ending{password.error().message};
        if (auto failed = lay_out_ca()) return failed;
        connect(*password);
        if (!connection_) return Ending{"out of memory"};
        if (PQstatus(connection_.get()) == CONNECTION_BAD) return failure();
        note_milestones(handshake);
        return std::nullopt;
    }

    std::optional<Ending> proceed(Handshake& handshake) override {
        return asked_ ? await_answer(handshake) : continue_handshake(handshake);
    }

    // No text: PostgreSQL answers that it was empty.
    std::optional<Ending> ask_again(Handshake&) override {
        if (PQconsumeInput(connection_.get()) == 0) return failure();
        while (PQisBusy(connection_.get()) == 0) {
            if (const Answer rest(PQgetResult(connection_.get())); rest == nullptr) break;
        }
        if (PQsendQuery(connection_.get(), "") == 0) return failure();
        return flush();
    }

    Wait wait() const override {
        const bool writes = asked_ ? flushing_ : polling_ == PGRES_POLLING_WRITING;
        const short reads = asked_ || !writes ? POLLIN : 0;
        return {PQsocket(connection_.get()), static_cast<short>(reads | (writes ? POLLOUT : 0))};
    }

  private:
    // libpq takes a CA as a file only; the memory's descriptor has a path of its own.
    std::optional<Ending> lay_out_ca() {
        if (dial_.ca.empty()) return std::nullopt;
        ca_ = UniqueFd(::memfd_create("ca", MFD_CLOEXEC));
        const auto written = ca_ ? ::write(ca_.get(), dial_.ca.data(), dial_.ca.size()) : -1;
        if (written == static_cast<ssize_t>(dial_.ca.size())) return std::nullopt;
        return Ending{std::string("cannot store the CA certificate: ") + std::strerror(errno)};
    }

    void connect(const std::string& password) {
        // Files that are not named are looked for in the home of whoever runs this.
        const std::vector<std::pair<const char*, std::string>> settings = {
            {"host", dial_.server_name.empty() ? address_ : dial_.server_name},
            {"hostaddr", address_},
            {"port", std::to_string(dial_.port)},
            {"user", dial_.user},
            {"dbname", dial_.database},
            {"password", password},
            {"sslmode", dial_.sslmode},
            {"sslrootcert", ca_ ? "/proc/self/fd/" + std::to_string(ca_.get()) : impossible_file},
            {"sslcert", impossible_file},
            {"sslcrl", impossible_file},
            {"passfile", impossible_file},
            {"gssencmode", "disable"},
            {"application_name", "pgreach-probe"},
            {"client_encoding", "UTF8"},
        };
        std::vector<const char*> keywords, values;
        for (const auto& [keyword, value] : settings) {
            keywords.push_back(keyword);
            values.push_back(value.c_str());
        }
        keywords.push_back(nullptr);
        values.push_back(nullptr);
        connection_.reset(PQconnectStartParams(keywords.data(), values.data(), 0));
    }

    std::optional<Ending> continue_handshake(Handshake& handshake) {
        polling_ = PQconnectPoll(connection_.get());
        note_milestones(handshake);
        if (polling_ == PGRES_POLLING_FAILED) return failure();
        if (polling_ == PGRES_POLLING_OK) return ask();
        return std::nullopt;
    }

    void note_milestones(Handshake& handshake) const {
        const ConnStatusType status = PQstatus(connection_.get());
        const bool handshaking = status == CONNECTION_SSL_STARTUP || status == CONNECTION_BAD;
        if (PQsslInUse(connection_.get()) != 0 && !handshaking) handshake.reach(Milestone::tls);
        if (status == CONNECTION_OK) handshake.reach(Milestone::authentication);
    }

    std::optional<Ending> ask() {
        asked_ = true;
        PQsetnonblocking(connection_.get(), 1);
        if (PQsendQuery(connection_.get(), who_are_you) == 0) return failure();
        return flush();
    }

    std::optional<Ending> flush() {
        const int left = PQflush(connection_.get());
        if (left < 0) return failure();
        flushing_ = left > 0;
        return std::nullopt;
    }

    std::optional<Ending> await_answer(Handshake& handshake) {
        if (flushing_) {
            if (auto failed = flush()) return failed;
        }
        if (PQconsumeInput(connection_.get()) == 0) return failure();
        if (PQisBusy(connection_.get()) != 0) return std::nullopt;
        const Answer answer(PQgetResult(connection_.get()));
        const auto status = PQresultStatus(answer.get());
        if (status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) return failure();
        handshake.reach(Milestone::query);
        if (status == PGRES_EMPTY_QUERY) return Ending{};
        return Ending{{}, false, answerer(answer.get())};
    }

    Ending failure() const {
        const std::string text(trim(PQerrorMessage(connection_.get())));
        // libpq keeps no errno. It words it as strerror does, and we never set a locale.
        return {text, text.find(std::strerror(ECONNREFUSED)) != std::string::npos};
    }

    Dial dial_;
    std::string address_;
    UniqueFd ca_;
    Connection connection_;
    PostgresPollingStatusType polling_ = PGRES_POLLING_WRITING;
    bool asked_ = false;
    bool flushing_ = false;
};

}  // namespace

std::unique_ptr<Dialing> dial_postgresql(const Dial& dial, const std::string& address) {
    return std::make_unique<PostgresqlDialing>(dial, address);
}

}  // namespace pgreach::probe
