#pragma once

#include <map>
#include <string>
#include <vector>

#include "probe/event_book.hpp"
#include "probe/prober.hpp"

namespace pgreach::probe {

// One observation on its way: which attempts run, which have ended, and which of them the datapath's events name. Knows
// flows by their place in the batch and peers by name; sends nothing itself.
class Round {
  public:
    Round(const std::vector<PlannedFlow>& flows, const EventBook& book);

    // The flows of a peer that have not ended, as a batch to send to it.
    Batch batch_for(const std::string& peer, int number, const ProberOptions& options, Duration limit);
    // Takes a message of a peer; one that belongs to another round is ignored.
    void take(const std::string& peer, const Message& message);
    // Ends what a peer still had to do as failed.
    void give_up(const std::string& peer, const std::string& cause);

    // Once all attempts have an address: what to send to the probes that hold theirs back. Nothing before, and once.
    bool holds() const { return !held_.empty() && settled(); }
    std::vector<std::pair<std::string, Go>> release();

    // The attempts to end because of the events so far, by peer; each is named once.
    std::vector<std::pair<std::string, Cancel>> cancels();

    bool finished() const { return running_ == 0; }
    bool busy(const std::string& peer) const;
    // Whether an answered flow still lacks the event that says who let it pass.
    bool lacks_forward() const;
    std::vector<Probed> results() const;

  private:
    struct Entry {
        const PlannedFlow* flow = nullptr;
        int batch = 0;
        bool ended = false;
        bool cancelled = false;
        Attempt attempt = {};
        // What events may call it: with the destination as dialed, and with what is behind that.
        std::vector<Connection> connections() const;
    };
    bool settled() const;
    Entry* find(const std::string& peer, int batch, int id);
    void end(Entry& entry, Attempt attempt);

    std::vector<Entry> entries_;
    std::map<std::string, std::vector<size_t>> by_peer_;
    std::map<std::string, int> held_;  // the batches of probes that wait for `go`
    const EventBook& book_;
    size_t running_;
};

}  // namespace pgreach::probe
