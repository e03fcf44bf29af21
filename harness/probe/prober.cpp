#include "probe/prober.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "probe/prober_state.hpp"

namespace pgreach::probe {

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

void Prober::on_stream_lost(Resume resume) {
    state_->resume = std::move(resume);
}

Result<void> Prober::greet(Duration limit) {
    const TimePoint deadline = SteadyClock().now() + limit;
    const auto waiting = [](const auto& peer) { return !peer.second.greeted() && !peer.second.lost(); };
    auto& peers = state_->peers;
    while (std::any_of(peers.begin(), peers.end(), waiting) && SteadyClock().now() < deadline) {
        if (state_->stop.requested()) return Error{ErrorKind::interrupted, "interrupted while probes start"};
        state_->await(deadline);
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
    state.events.clear();
    state.book.forget();
    state.broken.clear();

    Round round(flows, state.book);
    for (const auto& flow : flows) {
        if (state.peers.count(flow.peer) == 0) round.give_up(flow.peer, "there is no probe of " + flow.peer);
    }
    for (auto& [name, peer] : state.peers) state.assign(peer, round, limit);
    while (!round.finished()) {
        if (state.stop.requested()) return Error{ErrorKind::interrupted, "interrupted while observing"};
        state.await(SteadyClock().now() + state.options.patience);
        state.take_all(&round);
        state.mind_peers(round, limit);
        state.send_cancels(round);
        state.let_go(round);
    }
    state.drain_all();
    state.take_all(&round);
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

// Waits for anything to happen, and makes events of it.
void Prober::State::await(TimePoint until) {
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
        take_in(peer, at);
        at += PeerLink::watched_descriptors;
    }
}

// The clock of a probe may not be ours: what it does not tell the time of is counted back from when its message came.
void Prober::State::take_in(PeerLink& peer, const pollfd* descriptors) {
    const bool there = !peer.lost();
    auto messages = peer.receive(descriptors);
    const TimePoint now = SteadyClock().now();
    for (auto& message : messages) {
        if (auto* attempted = std::get_if<Attempted>(&message)) {
            attempted->attempt.began_us = since({}, now).count() - attempted->attempt.duration_us;
        }
        if (watch) watch->take(peer.name(), message, now);
        events.push_back({now, peer.name(), std::move(message)});
    }
    if (there && peer.lost()) events.push_back({now, peer.name(), Loss{peer.cause()}});
}

// Of a round: evidence may be of connections that nobody knows of yet, so all of it is kept.
void Prober::State::take_all(Round* round) {
    for (auto& event : std::exchange(events, {})) {
        if (auto* told = std::get_if<Events>(&event.what)) {
            book.add(std::move(*told));
        } else if (const auto* message = std::get_if<Message>(&event.what); message != nullptr && round != nullptr) {
            round->take(event.peer, *message);
        }
    }
}

void Prober::State::drain(EvidenceSource& source) {
    auto told = source.drain();
    if (!told) broken.insert(&source);
    events.push_back({SteadyClock().now(), {}, told ? *std::move(told) : Events{{}, {}, told.error().message}});
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
    take_all(&round);
    send_cancels(round);
    for (auto& [name, go] : round.release()) peers.at(name).send(go);
}

void Prober::State::linger(Round& round, Duration limit) {
    const TimePoint until = SteadyClock().now() + limit;
    while (!sources.empty() && round.lacks_forward() && SteadyClock().now() < until && !stop.requested()) {
        await(until);
        take_all(&round);
    }
}

}  // namespace pgreach::probe
