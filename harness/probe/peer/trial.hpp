#pragma once

#include <memory>
#include <optional>
#include <string>

#include "probe/peer/dialing.hpp"
#include "probe/peer/handshake.hpp"
#include "probe/peer/lookup.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {

// One attempt in flight: finds the address, dials, watches the socket, and says how it ended. It decides what an answer
// is; the libraries only talk.
class Trial {
  public:
    // Once connected it waits for `release`, at most for `hold`.
    Trial(DialedFlow flow, Duration limit, Duration hold);

    int id() const { return flow_.id; }
    TimePoint deadline() const { return deadline_; }

    void begin();
    void proceed();
    // At its deadline, once everything that had come was looked at.
    void expire();
    void cancel(const std::string& reason);
    void release() { held_until_ = TimePoint{}; }

    Wait wait() const;
    bool ended() const { return ended_; }
    // Complete once it has ended; before that, addresses as soon as the socket has them.
    const Attempt& attempt() const { return attempt_; }

  private:
    void dial(const std::string& address);
    void found_address();
    void look();
    void notice(int socket);
    void hear(const std::string& first);
    void conclude(const Ending& ending);
    void end(AttemptEnd how, std::string error);
    bool proven() const;
    bool brief_is_over() const;
    bool held() const;

    DialedFlow flow_;
    TimePoint start_;
    TimePoint deadline_;
    TimePoint held_until_;
    Handshake handshake_;
    std::unique_ptr<Lookup> lookup_;
    std::unique_ptr<Dialing> dialing_;
    Attempt attempt_;
    enum class Heard { nothing, answer, noise } heard_ = Heard::nothing;
    bool ended_ = false;
};

}  // namespace pgreach::probe
