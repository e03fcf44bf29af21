#include "probe/running_watch.hpp"

#include <algorithm>

namespace pgreach::probe {
namespace {

constexpr auto resume_interval = std::chrono::seconds(1);

}  // namespace

RunningWatch::RunningWatch(int number, const std::vector<PlannedFlow>& flows, const Repeat& repeat)
    : book_(number, flows, repeat), repeat_(repeat) {
    for (const auto& peer : peers()) {
        clocks_[peer];
        turns_[peer];
    }
}

std::vector<std::string> RunningWatch::peers() const {
    std::vector<std::string> all;
    for (const auto& [peer, watch] : book_.instructions()) all.push_back(peer);
    return all;
}

AskTime RunningWatch::ask_time(const std::string& peer, TimePoint now) {
    clocks_.at(peer).asked(++questions_, now);
    return {questions_};
}

void RunningWatch::take(const std::string& peer, Message& message, TimePoint now) {
    const auto clock = clocks_.find(peer);
    if (clock == clocks_.end()) return;
    if (const auto* time = std::get_if<Time>(&message)) clock->second.answered(time->question, time->now_us, now);
    auto* told = std::get_if<Told>(&message);
    if (told == nullptr) return;
    book_.take(peer, *told, clock->second);
    turns_.at(peer).waits = false;
    turns_.at(peer).next = now + repeat_.ask;
}

std::vector<std::pair<std::string, std::vector<Instruction>>> RunningWatch::due(TimePoint now) {
    std::vector<std::pair<std::string, std::vector<Instruction>>> all;
    for (auto& [peer, turn] : turns_) {
        if (turn.waits || turn.lost || turn.next > now || book_.over(peer)) continue;
        turn.waits = true;
        all.push_back({peer, {ask_time(peer, now), book_.next_question(peer)}});
    }
    return all;
}

TimePoint RunningWatch::next_due() const {
    TimePoint next = TimePoint::max();
    for (const auto& [peer, turn] : turns_) {
        if (!turn.waits && !book_.over(peer)) next = std::min(next, turn.next);
    }
    return next;
}

void RunningWatch::lose(const std::string& peer, TimePoint now) {
    const auto turn = turns_.find(peer);
    if (turn == turns_.end() || turn->second.lost) return;
    turn->second = {now, false, true, now};
}

void RunningWatch::resume(const std::string& peer) {
    turns_.at(peer) = {};
}

std::vector<std::string> RunningWatch::to_resume(TimePoint now) {
    std::vector<std::string> all;
    for (auto& [peer, turn] : turns_) {
        if (!turn.lost || turn.next > now || book_.over(peer)) continue;
        turn.next = now + resume_interval;
        all.push_back(peer);
    }
    return all;
}

bool RunningWatch::may_resume(const std::string& peer, TimePoint now) const {
    return now < turns_.at(peer).lost_at + repeat_.orphaned;
}

}  // namespace pgreach::probe
