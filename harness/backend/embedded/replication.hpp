#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/embedded/instance.hpp"
#include "backend/embedded/sql_session.hpp"
#include "model/health.hpp"
#include "netns/drop_log.hpp"

namespace pgreach::backend {

// Watches whether replicas truly stream: whether new WAL of the primary comes back as flushed. It looks from inside
// each pod, where no policy reaches.
class Replication {
  public:
    // The first instance is the primary. `log` may be null: then a cut shows only as silence.
    Replication(std::vector<Instance>& instances, netns::DropLog* log) : instances_(instances), log_(log) {}

    // One check a replica. A replica that has flushed is working; one whose packets to the primary were dropped
    // meanwhile is broken: both are told at once. Silence until the deadline is unclear. A receiver that does not
    // notice by itself that its way is free again is restarted. Fails only when interrupted.
    Result<std::vector<HealthCheck>> check(const Patience& patience);
    // Until every replica works.
    Result<void> await_streaming(const Patience& patience);
    // "15.18"
    std::string server_version() const;

  private:
    struct Round;
    using Rows = std::vector<SqlSession::Row>;
    Result<Rows> ask(Instance& instance, const std::string& sql, const Patience& patience);
    Result<void> look(Round& round, const Patience& patience);
    Result<void> watch(Round& round, const Patience& patience);
    void restart_receivers(const Round& round, const Patience& patience);
    void note_drops(Round& round);
    Result<void> wait_for_news(const Patience& patience) const;

    std::vector<Instance>& instances_;
    netns::DropLog* log_;
    std::map<std::string, SqlSession> sessions_ = {};  // by instance
};

}  // namespace pgreach::backend
