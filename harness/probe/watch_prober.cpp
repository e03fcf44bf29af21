// The half of the prober that watches.
#include <algorithm>

#include "base/text.hpp"
#include "probe/prober_state.hpp"

namespace pgreach::probe {
namespace {

// The more often a clock is asked, the better it is known.
constexpr int time_questions = 3;

Error interrupted() {
    return {ErrorKind::interrupted, "interrupted while watching"};
}

}  // namespace

Result<void> Prober::start(const std::vector<PlannedFlow>& flows, const Repeat& repeat, Duration limit) {
    State& state = *state_;
    state.broken.clear();
    state.restarted.clear();
    state.drain_all();
    state.events.clear();
    state.watch.emplace(++state.batches, flows, repeat);
    const TimePoint deadline = SteadyClock().now() + limit;
    for (const auto& peer : state.watch->peers()) state.enlist(peer);
    for (int question = 0; question < time_questions; ++question) {
        if (auto known = state.learn_time(deadline, false); !known) return known;
    }
    return state.learn_time(deadline, true);
}

// Whoever has no probe cannot watch, and the others need not wait for it.
void Prober::State::enlist(const std::string& name) {
    const auto peer = peers.find(name);
    if (peer == peers.end()) return watch->book().give_up(name, "there is no probe of " + name);
    if (peer->second.lost()) revive(peer->second);
    if (peer->second.lost()) watch->book().give_up(name, peer->second.cause());
}

// Asks all peers for their time, and waits for it; has them begin first.
Result<void> Prober::State::learn_time(TimePoint deadline, bool begin) {
    std::vector<std::string> asked;
    for (const auto& [name, instruction] : watch->book().instructions()) {
        if (watch->book().over(name)) continue;
        std::vector<Instruction> all;
        if (begin) all.emplace_back(instruction);
        all.emplace_back(watch->ask_time(name, SteadyClock().now()));
        peers.at(name).send(all);
        asked.push_back(name);
    }
    const auto silent = [&](const std::string& name) { return !watch->book().over(name) && !watch->knows_time(name); };
    while (std::any_of(asked.begin(), asked.end(), silent)) {
        if (stop.requested()) return interrupted();
        if (SteadyClock().now() >= deadline) {
            std::erase_if(asked, [&](const auto& name) { return !silent(name); });
            return environment_error("the probes of " + join(asked, ", ") + " did not begin to watch in time");
        }
        await(deadline);
        mind_streams();
    }
    return {};
}

Result<std::optional<Event>> Prober::next(TimePoint until) {
    State& state = *state_;
    while (state.events.empty()) {
        const TimePoint now = SteadyClock().now();
        if (state.stop.requested()) return interrupted();
        if (now >= until) return std::optional<Event>();
        TimePoint wake = until;
        if (state.watch) {
            for (auto& [name, questions] : state.watch->due(now)) state.peers.at(name).send(questions);
            wake = std::min(wake, state.watch->next_due());
        }
        state.await(wake);
        state.mind_streams();
    }
    std::optional<Event> event(std::move(state.events.front()));
    state.events.pop_front();
    return event;
}

// Streams that were lost are asked for again as long as the probe goes on without.
void Prober::State::mind_streams() {
    if (!watch) return;
    const TimePoint now = SteadyClock().now();
    for (auto& [name, peer] : peers) {
        if (peer.lost()) watch->lose(name, now);
    }
    for (const auto& name : watch->to_resume(now)) {
        PeerLink& peer = peers.at(name);
        const std::string cause = peer.cause();
        auto stream = resume ? resume(name, watch->repeat().name) : Result<PeerStream>(environment_error(cause));
        if (stream) {
            peer.replace(*std::move(stream));
            watch->resume(name);
        } else if (!resume || !watch->may_resume(name, now)) {
            watch->book().give_up(name, cause);
        }
    }
}

std::vector<Seen> Prober::seen() const {
    return state_->watch ? state_->watch->book().seen() : std::vector<Seen>();
}

Result<std::vector<Seen>> Prober::finish(Duration limit) {
    State& state = *state_;
    if (!state.watch) return Error{ErrorKind::internal, "nothing is watched"};
    const WatchBook& book = state.watch->book();
    const TimePoint deadline = SteadyClock().now() + limit;
    for (const auto& peer : state.watch->peers()) {
        if (!book.over(peer)) state.peers.at(peer).send(Unwatch{book.number()});
    }
    while (!book.over() && SteadyClock().now() < deadline) {
        const auto soon = SteadyClock().now() + std::chrono::milliseconds(50);
        if (auto event = next(std::min(deadline, soon)); !event) return std::move(event).error();
    }
    for (const auto& peer : state.watch->peers()) {
        state.watch->book().give_up(peer, "the probe of " + peer + " did not tell in time what it saw");
    }
    auto all = book.seen();
    state.watch.reset();
    state.events.clear();
    return all;
}

}  // namespace pgreach::probe
