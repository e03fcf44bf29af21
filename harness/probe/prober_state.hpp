#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "probe/event_book.hpp"
#include "probe/peer_link.hpp"
#include "probe/prober.hpp"
#include "probe/round.hpp"
#include "probe/running_watch.hpp"

namespace pgreach::probe {

// What the prober works with; rounds in prober.cpp, watches in watch_prober.cpp.
struct Prober::State {
    const StopSignal& stop;
    ProberOptions options;
    Restart restart = {};
    std::map<std::string, PeerLink> peers = {};
    std::vector<EvidenceSource*> sources = {};
    EventBook book = {};
    std::set<const EvidenceSource*> broken = {};     // in this observation
    std::set<std::string> restarted = {};            // in this observation
    std::map<std::string, std::string> losses = {};  // of the peers that could not be restarted: why they were lost
    int batches = 0;
    std::deque<Event> events = {};
    std::optional<RunningWatch> watch = {};
    Resume resume = {};

    void revive(PeerLink& peer);
    void assign(PeerLink& peer, Round& round, Duration limit);
    void await(TimePoint until);
    void take_in(PeerLink& peer, const pollfd* descriptors);
    void take_all(Round* round);
    void drain(EvidenceSource& source);
    void drain_all();
    void mind_peers(Round& round, Duration limit);
    void send_cancels(Round& round);
    void let_go(Round& round);
    void linger(Round& round, Duration limit);

    void enlist(const std::string& peer);
    Result<void> learn_time(TimePoint deadline, bool begin);
    void mind_streams();
};

}  // namespace pgreach::probe
