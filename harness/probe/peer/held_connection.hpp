#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "probe/peer/dialing.hpp"
#include "probe/peer/run_log.hpp"

namespace pgreach::probe {

// One connection that stays, as a client's does: a session of PostgreSQL, a connection of HTTP with or without TLS. A
// small request is made on it with every beat; a beat that finds no answer to the one before waits with it. Where it
// ends, or patience does, another is made.
class HeldConnection {
  public:
    HeldConnection(DialedFlow flow, RunLog& log);

    // A beat: asks, where nothing is under way.
    void beat();
    // What it waits for was there.
    void proceed();
    // Gives up what has waited too long by now.
    void expire(std::int64_t now_us, std::int64_t patience_us);
    bool waits() const { return !beats_.empty(); }
    Wait wait() const { return asking_ && dialing_ ? dialing_->wait() : Wait{}; }

  private:
    void dial();
    void ask();
    void take(const std::optional<Ending>& ending);
    void note(SampleOutcome outcome, std::int64_t answered_us = 0, const std::string& error = {});
    void drop();
    // How often packets of ours had to be sent again because they were lost.
    int losses() const;

    DialedFlow flow_;
    RunLog& log_;
    std::unique_ptr<Dialing> dialing_;
    std::optional<Handshake> handshake_;
    int socket_ = -1;
    bool asking_ = false;
    bool made_ = false;  // it was answered once
    // What is answered next was asked too long ago, or of a connection that has ended.
    bool replaced_ = false;
    int losses_before_ = 0;
    std::vector<std::int64_t> beats_;  // that wait for an answer
};

}  // namespace pgreach::probe
