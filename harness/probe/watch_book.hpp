#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/watch.hpp"
#include "probe/peer_clock.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {

struct PlannedFlow;
struct Repeat;

// What was seen of one flow of a watch so far.
struct Seen {
    std::vector<WatchRun> runs = {};  // each series in the order of time; of SteadyClock, in microseconds
    std::string missing = {};         // why something is; empty where nothing is
    std::int64_t clock_error_us = 0;  // by how much all times may be off, at most
};

// One watch as its probes tell it. Knows flows by their place in the list and peers by name; sends nothing itself.
class WatchBook {
  public:
    WatchBook(int number, const std::vector<PlannedFlow>& flows, const Repeat& repeat);

    int number() const { return number_; }
    // What to send to each peer.
    const std::map<std::string, Watch>& instructions() const { return instructions_; }
    Tell next_question(const std::string& peer) const;
    // Takes what a probe told; its times become ours.
    void take(const std::string& peer, Told& told, const PeerClock& clock);
    void give_up(const std::string& peer, const std::string& cause);
    // Whether all that this probe has to tell was told.
    bool over(const std::string& peer) const;
    bool over() const;
    std::vector<Seen> seen() const;

  private:
    struct Log {
        std::int64_t next = 0;  // run
        bool over = false;
        std::vector<FlowRun> open = {};
    };

    int number_;
    std::map<std::string, Watch> instructions_;
    std::map<std::string, Log> logs_;  // by peer
    std::vector<Seen> flows_;          // the ended runs
};

}  // namespace pgreach::probe
