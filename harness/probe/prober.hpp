#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/stop.hpp"
#include "model/observation.hpp"
#include "probe/event.hpp"
#include "probe/evidence.hpp"
#include "probe/peer.hpp"
#include "probe/protocol.hpp"
#include "probe/watch_book.hpp"

namespace pgreach::probe {

// One flow to try: by which peer, and how.
struct PlannedFlow {
    std::string peer;
    Dial dial;
    // Where a service may send it: events name the pod behind it ("10.244.0.3:5432") instead of the dialed address.
    std::vector<std::string> behind = {};
    std::string path = {};                    // what this way of dialing is called, where there are several
    std::vector<std::string> answerers = {};  // who may answer, by name or address; empty: anybody
    // Whether the datapath tells that it lets it pass. It says nothing of what no policy is asked about.
    bool told_of = true;
};

// One attempt, and what the datapath said of it.
struct Probed {
    Attempt attempt;
    std::vector<Evidence> events = {};
    std::string evidence_lost = {};  // why events may be missing; empty where none are

    // Adds it to what was seen of its flow.
    void add_to(Observation& observation) const;
};

struct ProberOptions {
    int window = 0;                               // attempts at once in one probe; 0: all
    Duration patience = std::chrono::seconds(2);  // how long after an attempt's limit a probe may stay silent
    // How long connections wait for all others before targets are spoken to, where there is evidence: what is denied is
    // then decided before the open flows take the processor.
    Duration hold = std::chrono::milliseconds(50);
};

// How flows are tried again and again (probe/protocol.hpp, Watch).
struct Repeat {
    Duration interval = std::chrono::milliseconds(5);
    Duration patience = std::chrono::seconds(3);
    Duration beat = std::chrono::milliseconds(100);  // 0: no connection stays
    Duration ask = std::chrono::milliseconds(200);   // how often probes are asked what they saw
    std::string name = {};                           // for `on_stream_lost`
    Duration orphaned = std::chrono::seconds(60);
};

// Drives the probes of all peers and reads the evidence, on one poll loop: a source of events. A round (`observe`) is
// one way to use it, a watch (`start` to `finish`) another; one at a time.
class Prober {
  public:
    // Starts the probe of a peer anew; empty: a lost probe stays lost.
    using Restart = std::function<Result<PeerStream>(const std::string& peer)>;
    // Another stream to the probe that lost its own in the middle of the watch of that name.
    using Resume = std::function<Result<PeerStream>(const std::string& peer, const std::string& watch)>;

    explicit Prober(const StopSignal& stop, ProberOptions options = {});
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    void add_peer(const std::string& name, PeerStream stream);
    void add_evidence(EvidenceSource& source);  // must retire the prober
    void on_lost(Restart restart);
    void on_stream_lost(Resume resume);

    // Waits until every probe has said hello. Fails with all that went wrong.
    Result<void> greet(Duration limit);
    // One attempt of each flow, all at once, in the order of the flows. A drop event ends its attempt at once. The
    // flows of a probe that is lost, and cannot be restarted, are `failed` with the cause. `linger`: how long to wait
    // afterwards for the forward events of answered flows that are told of. Fails only when interrupted.
    Result<std::vector<Probed>> observe(const std::vector<PlannedFlow>& flows, Duration limit, Duration linger = {});

    // Begins to watch flows: all probes are at it when this returns. Fails where that takes longer than `limit`.
    Result<void> start(const std::vector<PlannedFlow>& flows, const Repeat& repeat, Duration limit);
    // The next event; nothing where none comes until then. Fails only when interrupted.
    Result<std::optional<Event>> next(TimePoint until);
    // What the watch saw so far, in the order of the flows.
    std::vector<Seen> seen() const;
    // Ends the watch: begins nothing more, waits for the answers that are out, and gives all that was seen. What is not
    // told within `limit` is missing.
    Result<std::vector<Seen>> finish(Duration limit);

    // Asks the probes to end, and ends those that do not.
    void end();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace pgreach::probe
