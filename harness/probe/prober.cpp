#include "probe/prober.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "probe/event_book.hpp"
#include "probe/peer_link.hpp"
#include "probe/round.hpp"

namespace pgreach::probe {

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

    void revive(PeerLink& peer);
    void assign(PeerLink& peer, Round& round, Duration limit);
    void await(Round* round, TimePoint until);
    void drain(EvidenceSource& source);
    void drain_all();
    void mind_peers(Round& round, Duration limit);
    void send_cancels(Round& round);
    void let_go(Round& round);
    void linger(Round& round, Duration limit);
};

void Probed::add_to(Observation& observation) const {
    observation.attempts.push_back(attempt);
    observation.evidence.insert(observation.evidence.end(), events.begin(), events.end());
    if (!evidence_lost.empty()) observation.doubts.push_back({DoubtCause::evidence_lost, evidence_lost});
}

Prober::Prober(const StopSignal& stop, ProberOptions options) : state_(new State{stop, options}) {}
Prober::~Prober() = default;

void Prober::add_peer(const std::string& name, PeerStream stream) {
    state_->peers.insert_or_assign(name, PeerLink(name, std::move(stream)));
}

void Prober::add_evidence(EvidenceSource& source) {
    state_->sources.push_back(&source);
}

void Prober::on_lost(Restart restart) {
    state_->restart = std::move(restart);
}

Result<void> Prober::greet(Duration limit) {
    const TimePoint deadline = SteadyClock().now() + limit;
    const auto waiting = [](const auto& peer) { return !peer.second.greeted() && !peer.second.lost(); };
    auto& peers = state_->peers;
    while (std::any_of(peers.begin(), peers.end(), waiting) && SteadyClock().now() < deadline) {
        if (state_->stop.requested()) return Error{ErrorKind::interrupted, "interrupted while probes start"};
        state_->await(nullptr, deadline);
    }
    std::vector<std::string> wrong;
    for (const auto& [name, peer] : peers) {
        if (peer.lost())
            wrong.push_back(peer.cause());
        else if (!peer.greeted())
            wrong.push_back("the probe of " + name + " did not say hello in time");
    }
    if (wrong.empty()) return {};
    return environment_error(join(wrong, "\n"));
}

Result<std::vector<Probed>> Prober::observe(const std::vector<PlannedFlow>& flows, Duration limit, Duration linger) {
    State& state = *state_;
    state.broken.clear();
    state.restarted.clear();
    // What happened before this observation is no evidence in it.
    state.drain_all();
    state.book.forget();
    state.broken.clear();

    Round round(flows, state.book);
    for (const auto& flow : flows) {
        if (state.peers.count(flow.peer) == 0) round.give_up(flow.peer, "there is no probe of " + flow.peer);
    }
    for (auto& [name, peer] : state.peers) state.assign(peer, round, limit);
    while (!round.finished()) {
        if (state.stop.requested()) return Error{ErrorKind::interrupted, "interrupted while observing"};
        state.await(&round, SteadyClock().now() + state.options.patience);
        state.mind_peers(round, limit);
        state.send_cancels(round);
        state.let_go(round);
    }
    state.drain_all();
    state.linger(round, linger);
    return round.results();
}

void Prober::end() {
    for (auto& [name, peer] : state_->peers) peer.send(End{});
    for (auto& [name, peer] : state_->peers) peer.end(std::chrono::milliseconds(500));
}

// Once in an observation, so that a probe that always fails ends it.
void Prober::State::revive(PeerLink& peer) {
    if (!restart || !restarted.insert(peer.name()).second) return;
    // Tried again in every observation: what is told is the loss, not that a restart failed before.
    const std::string cause = losses.emplace(peer.name(), peer.cause()).first->second;
    auto stream = restart(peer.name());
    if (!stream)
        return peer.lose(fmt::format("is lost ({}) and cannot be restarted: {}", cause, stream.error().message));
    losses.erase(peer.name());
    peer.replace(*std::move(stream));
}

// Gives a peer what it still has to do in this round.
void Prober::State::assign(PeerLink& peer, Round& round, Duration limit) {
    if (!round.busy(peer.name())) return;
    if (peer.lost()) revive(peer);
    if (peer.lost()) return round.give_up(peer.name(), peer.cause());
    ProberOptions asked = options;
    if (sources.empty() || options.window > 0) asked.hold = Duration::zero();
    peer.send(round.batch_for(peer.name(), ++batches, asked, limit));
}

// Waits for anything to happen, and takes it in.
void Prober::State::await(Round* round, TimePoint until) {
    std::vector<pollfd> watched{{stop.fd(), POLLIN, 0}};
    for (const auto* source : sources) watched.push_back({broken.count(source) != 0 ? -1 : source->fd(), POLLIN, 0});
    const size_t first_peer = watched.size();
    for (const auto& [name, peer] : peers) peer.watch(watched);
    if (::poll(watched.data(), watched.size(), poll_timeout(until, SteadyClock().now())) < 0) return;

    for (size_t i = 0; i < sources.size(); ++i) {
        if (watched[1 + i].revents != 0) drain(*sources[i]);
    }
    const pollfd* at = &watched[first_peer];
    for (auto& [name, peer] : peers) {
        for (const auto& message : peer.receive(at)) {
            if (round != nullptr) round->take(name, message);
        }
        at += PeerLink::watched_descriptors;
    }
}

void Prober::State::drain(EvidenceSource& source) {
    auto events = source.drain();
    if (events) return book.add(*std::move(events));
    broken.insert(&source);
    book.add({{}, {}, events.error().message});
}

void Prober::State::drain_all() {
    for (auto* source : sources) {
        if (broken.count(source) == 0) drain(*source);
    }
}

void Prober::State::mind_peers(Round& round, Duration limit) {
    const TimePoint now = SteadyClock().now();
    for (auto& [name, peer] : peers) {
        if (!round.busy(name)) continue;
        const Duration silent = since(peer.last_heard(), now);
        if (!peer.lost() && silent > limit + options.patience) {
            peer.lose(fmt::format("said nothing for {:.1f} s", std::chrono::duration<double>(silent).count()));
        }
        if (peer.lost()) assign(peer, round, limit);
    }
}

void Prober::State::send_cancels(Round& round) {
    std::map<std::string, std::vector<Instruction>> by_peer;
    for (auto& [name, cancel] : round.cancels()) by_peer[name].emplace_back(std::move(cancel));
    for (const auto& [name, cancels] : by_peer) peers.at(name).send(cancels);
}

// All connections are on their way; what the datapath drops of them it has dropped by now.
void Prober::State::let_go(Round& round) {
    if (!round.holds()) return;
    drain_all();
    send_cancels(round);
    for (auto& [name, go] : round.release()) peers.at(name).send(go);
}

void Prober::State::linger(Round& round, Duration limit) {
    const TimePoint until = SteadyClock().now() + limit;
    while (!sources.empty() && round.lacks_forward() && SteadyClock().now() < until && !stop.requested()) {
        await(&round, until);
    }
}

}  // namespace pgreach::probe
