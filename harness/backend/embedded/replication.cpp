#include "backend/embedded/replication.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>

namespace pgreach::backend {
namespace {

// How long a receiver may take to go on by itself; beyond, starting it anew is quicker than TCP's backoff.
constexpr auto receiver_patience = std::chrono::milliseconds(15);
constexpr auto receiver_patience_again = std::chrono::milliseconds(300);
constexpr int look_again_ms = 1;

constexpr const char* emit_wal = "SELECT pg_logical_emit_message(true, 'pgreach', '')";
constexpr const char* find_receiver = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walreceiver'";

}  // namespace

// What is known of the replicas since some WAL was written.
struct Replication::Round {
    std::string lsn;  // where that WAL ends
    std::map<std::string, HealthCheck> undecided = {};
    std::vector<HealthCheck> decided = {};
    TimePoint start = SteadyClock().now();

    void decide(const std::string& replica, HealthState state, const std::string& detail) {
        const auto found = undecided.find(replica);
        if (found == undecided.end()) return;
        HealthCheck check = std::move(found->second);
        undecided.erase(found);
        check.state = state;
        check.detail = detail;
        decided.push_back(std::move(check));
    }
    void give_up(const std::string& reason) {
        while (!undecided.empty()) decide(undecided.begin()->first, HealthState::unclear, reason);
    }
};

Result<std::vector<HealthCheck>> Replication::check(const Patience& patience) {
    Round round;
    const InstanceSettings& primary = instances_.front().settings();
    for (size_t index = 1; index < instances_.size(); ++index) {
        const std::string& replica = instances_[index].settings().name;
        HealthCheck check{"replication of " + replica};
        check.from = replica;
        check.to = primary.name;
        check.port = primary.port;
        check.need = "replication";
        round.undecided[replica] = check;
    }
    if (log_ != nullptr) static_cast<void>(log_->drain());  // what was dropped before says nothing
    if (auto watched = watch(round, patience); !watched) {
        if (watched.error().kind == ErrorKind::interrupted) return std::move(watched).error();
        round.give_up(watched.error().message);
    }
    return std::move(round.decided);
}

Result<void> Replication::await_streaming(const Patience& patience) {
    for (;;) {
        auto checks = check(patience);
        if (!checks) return std::move(checks).error();
        const auto ailing = std::find_if(checks->begin(), checks->end(),
                                         [](const HealthCheck& one) { return one.state != HealthState::working; });
        if (ailing == checks->end()) return {};
        if (SteadyClock().now() >= patience.deadline) return environment_error(ailing->name + ": " + ailing->detail);
    }
}

std::string Replication::server_version() const {
    return sessions_.empty() ? std::string() : sessions_.begin()->second.server_version();
}

// The session stays for the next question; one that failed does not.
Result<Replication::Rows> Replication::ask(Instance& instance, const std::string& sql, const Patience& patience) {
    const std::string& name = instance.settings().name;
    const auto failed = [&](Error error) -> Error {
        sessions_.erase(name);
        const std::string dead = instance.death(dying_grace);
        return dead.empty() ? std::move(error).in("PostgreSQL of " + name) : environment_error(dead);
    };
    auto found = sessions_.find(name);
    if (found == sessions_.end()) {
        const InstanceSettings& settings = instance.settings();
        auto opened = SqlSession::open({settings.network, to_string(settings.address), settings.port}, patience);
        if (!opened) return failed(std::move(opened).error());
        found = sessions_.emplace(name, std::move(*opened)).first;
    }
    auto rows = found->second.query(sql, patience);
    if (!rows) return failed(std::move(rows).error());
    return rows;
}

Result<void> Replication::watch(Round& round, const Patience& patience) {
    auto emitted = ask(instances_.front(), emit_wal, patience);
    if (!emitted) return std::move(emitted).error();
    round.lsn = emitted->front().front();
    auto restart_at = round.start + receiver_patience;
    for (;;) {
        if (auto looked = look(round, patience); !looked) return looked;
        if (round.undecided.empty()) return {};
        const auto now = SteadyClock().now();
        if (now >= patience.deadline) {
            round.give_up("new WAL was neither acknowledged nor were packets dropped");
            return {};
        }
        if (now >= restart_at) {
            restart_receivers(round, patience);
            restart_at = SteadyClock().now() + receiver_patience_again;
        }
        if (auto waited = wait_for_news(patience); !waited) return waited;
    }
}

Result<void> Replication::look(Round& round, const Patience& patience) {
    note_drops(round);
    // Receivers call themselves by the cluster_name of their instance.
    auto rows = ask(
        instances_.front(),
        fmt::format("SELECT application_name, flush_lsn FROM pg_stat_replication WHERE flush_lsn >= '{}'", round.lsn),
        patience);
    if (!rows) return std::move(rows).error();
    for (const auto& row : *rows) {
        round.decide(row[0], HealthState::working, fmt::format("flushed {}, {} was written", row[1], round.lsn));
    }
    for (size_t index = 1; index < instances_.size(); ++index) {
        const std::string dead = instances_[index].death();
        if (!dead.empty()) round.decide(instances_[index].settings().name, HealthState::unclear, dead);
    }
    return {};
}

void Replication::note_drops(Round& round) {
    if (log_ == nullptr) return;
    const auto seen = log_->drain();
    if (!seen) return;
    const InstanceSettings& primary = instances_.front().settings();
    for (const auto& drop : seen->drops) {
        if (drop.destination != primary.address || drop.destination_port != primary.port) continue;
        for (const auto& instance : instances_) {
            if (instance.settings().address != drop.source) continue;
            round.decide(instance.settings().name, HealthState::broken,
                         "new WAL is not acknowledged: dropped " + describe(drop));
        }
    }
}

void Replication::restart_receivers(const Round& round, const Patience& patience) {
    for (size_t index = 1; index < instances_.size(); ++index) {
        if (!round.undecided.contains(instances_[index].settings().name)) continue;
        const auto receivers = ask(instances_[index], find_receiver, patience);
        if (!receivers) continue;  // shows in what follows
        // By hand, since pg_terminate_backend() knows backends only. The replica starts another one.
        for (const auto& row : *receivers) ::kill(std::atoi(row.front().c_str()), SIGTERM);
    }
}

Result<void> Replication::wait_for_news(const Patience& patience) const {
    if (patience.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    pollfd watched[2] = {{log_ != nullptr ? log_->fd() : -1, POLLIN, 0}, {patience.stop.fd(), POLLIN, 0}};
    ::poll(watched, 2, look_again_ms);
    return {};
}

}  // namespace pgreach::backend
