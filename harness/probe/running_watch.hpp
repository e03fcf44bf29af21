#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "probe/prober.hpp"
#include "probe/watch_book.hpp"

namespace pgreach::probe {

// A watch under way: its book, the clocks of its peers, and when which of them is asked next. Sends nothing itself.
class RunningWatch {
  public:
    RunningWatch(int number, const std::vector<PlannedFlow>& flows, const Repeat& repeat);

    WatchBook& book() { return book_; }
    const WatchBook& book() const { return book_; }
    const Repeat& repeat() const { return repeat_; }
    std::vector<std::string> peers() const;

    // The next question about the time of a peer.
    AskTime ask_time(const std::string& peer, TimePoint now);
    // Whether that was answered.
    bool knows_time(const std::string& peer) const { return !clocks_.at(peer).waits(); }

    // Takes what the probe of a peer tells; its times become ours.
    void take(const std::string& peer, Message& message, TimePoint now);
    // Whom to ask now, and what.
    std::vector<std::pair<std::string, std::vector<Instruction>>> due(TimePoint now);
    // When somebody is to be asked, unless something comes before.
    TimePoint next_due() const;

    // The stream to a peer is lost, or was had back.
    void lose(const std::string& peer, TimePoint now);
    void resume(const std::string& peer);
    // The lost ones whose stream should be asked for now; whether it may still be had.
    std::vector<std::string> to_resume(TimePoint now);
    bool may_resume(const std::string& peer, TimePoint now) const;

  private:
    struct Turn {
        TimePoint next{};    // when it is asked again
        bool waits = false;  // for what it tells
        bool lost = false;
        TimePoint lost_at{};
    };

    WatchBook book_;
    Repeat repeat_;
    std::map<std::string, PeerClock> clocks_;
    std::map<std::string, Turn> turns_;
    int questions_ = 0;
};

}  // namespace pgreach::probe
