#pragma once

#include <poll.h>

#include <vector>

#include "base/unique_fd.hpp"
#include "probe/peer/connector.hpp"
#include "probe/peer/held_connection.hpp"

namespace pgreach::probe {

// One watch at work. Owns all its sockets; whoever runs it waits for it together with everything else.
class Watching {
  public:
    // Fails where a flow cannot be watched, or there are no descriptors.
    static Result<Watching> create(Watch watch);

    int number() const { return watch_.number; }
    const Watch& instruction() const { return watch_; }

    // Appends what to wait for, and says until when.
    TimePoint wait(std::vector<pollfd>& descriptors) const;
    // Does what is due; `descriptors` are those of `wait`, after poll.
    void go_on(const pollfd* descriptors);
    // Begins nothing more.
    void stop();
    // Nothing will be added any more.
    bool over() const;
    Told tell(std::int64_t since) const;

  private:
    Watching(Watch watch, UniqueFd epoll);

    void take_answers();
    void begin_due();
    void expire();
    void keep_decided();

    Watch watch_;
    UniqueFd epoll_;
    std::unique_ptr<RunLog> log_;
    std::vector<Connector> connectors_;  // one for each flow
    std::vector<HeldConnection> held_;   // one for each flow, or none
    std::int64_t next_us_ = 0;           // when connections begin
    std::int64_t next_beat_us_ = 0;
    std::int64_t stopped_us_ = 0;  // 0: not yet
};

}  // namespace pgreach::probe
