#include "probe/round.hpp"

#include <algorithm>
#include <utility>

namespace pgreach::probe {

Round::Round(const std::vector<PlannedFlow>& flows, const EventBook& book) : book_(book), running_(flows.size()) {
    for (const auto& flow : flows) {
        by_peer_[flow.peer].push_back(entries_.size());
        entries_.push_back({&flow});
    }
}

Batch Round::batch_for(const std::string& peer, int number, const ProberOptions& options, Duration limit) {
    const auto milliseconds = [](Duration time) { return std::chrono::ceil<std::chrono::milliseconds>(time).count(); };
    Batch batch{number, milliseconds(limit), options.window, milliseconds(options.hold)};
    if (batch.hold_ms > 0) held_[peer] = number;
    for (const size_t place : by_peer_[peer]) {
        Entry& entry = entries_[place];
        if (entry.ended) continue;
        entry = Entry{entry.flow, number};
        batch.flows.push_back({static_cast<int>(place), entry.flow->dial});
    }
    return batch;
}

bool Round::settled() const {
    return std::all_of(entries_.begin(), entries_.end(),
                       [](const Entry& entry) { return entry.ended || !entry.attempt.source.empty(); });
}

std::vector<std::pair<std::string, Go>> Round::release() {
    std::vector<std::pair<std::string, Go>> all;
    for (const auto& [peer, batch] : std::exchange(held_, {})) all.push_back({peer, {batch}});
    return all;
}

void Round::take(const std::string& peer, const Message& message) {
    if (const auto* started = std::get_if<Started>(&message)) {
        if (Entry* entry = find(peer, started->batch, started->id)) {
            entry->attempt.source = started->source;
            entry->attempt.destination = started->destination;
            entry->cancelled = false;
        }
    }
    if (const auto* attempted = std::get_if<Attempted>(&message)) {
        if (Entry* entry = find(peer, attempted->batch, attempted->id)) end(*entry, attempted->attempt);
    }
}

// Null for what was never asked, by that peer in that batch, or has ended.
Round::Entry* Round::find(const std::string& peer, int batch, int id) {
    const auto place = static_cast<size_t>(id);
    if (place >= entries_.size()) return nullptr;
    Entry& entry = entries_[place];
    return entry.flow->peer == peer && entry.batch == batch && !entry.ended ? &entry : nullptr;
}

void Round::give_up(const std::string& peer, const std::string& cause) {
    for (const size_t place : by_peer_[peer]) {
        Entry& entry = entries_[place];
        if (entry.ended) continue;
        Attempt attempt = entry.attempt;
        attempt.end = AttemptEnd::failed;
        attempt.error = cause;
        attempt.began_us = since({}, SteadyClock().now()).count();
        end(entry, std::move(attempt));
    }
}

void Round::end(Entry& entry, Attempt attempt) {
    entry.attempt = std::move(attempt);
    entry.ended = true;
    --running_;
}

std::vector<Connection> Round::Entry::connections() const {
    std::vector<std::string> destinations = flow->behind;
    if (std::find(destinations.begin(), destinations.end(), attempt.destination) == destinations.end()) {
        destinations.push_back(attempt.destination);
    }
    std::vector<Connection> all;
    for (auto& destination : destinations) {
        all.push_back({protocol_of(flow->dial.purpose), attempt.source, std::move(destination)});
    }
    return all;
}

std::vector<std::pair<std::string, Cancel>> Round::cancels() {
    std::vector<std::pair<std::string, Cancel>> wanted;
    for (size_t place = 0; place < entries_.size(); ++place) {
        Entry& entry = entries_[place];
        if (entry.ended || entry.cancelled || entry.attempt.source.empty()) continue;
        for (const auto& connection : entry.connections()) {
            const auto drop = book_.drop(connection);
            if (!drop || entry.cancelled) continue;
            entry.cancelled = true;
            wanted.push_back({entry.flow->peer, {entry.batch, static_cast<int>(place), *drop}});
        }
    }
    return wanted;
}

bool Round::busy(const std::string& peer) const {
    const auto places = by_peer_.find(peer);
    if (places == by_peer_.end()) return false;
    return std::any_of(places->second.begin(), places->second.end(), [&](size_t at) { return !entries_[at].ended; });
}

bool Round::lacks_forward() const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        if (entry.attempt.end != AttemptEnd::answered || !entry.flow->told_of) return false;
        const auto all = entry.connections();
        return std::none_of(all.begin(), all.end(), [&](const auto& connection) { return book_.entered(connection); });
    });
}

std::vector<Probed> Round::results() const {
    std::vector<Probed> results;
    for (const auto& entry : entries_) {
        Probed probed{entry.attempt, {}, book_.lost()};
        probed.attempt.path = entry.flow->path;
        probed.attempt.behind = entry.flow->behind;
        probed.attempt.answerers = entry.flow->answerers;
        for (const auto& connection : entry.connections()) {
            const auto& [protocol, source, destination] = connection;
            if (auto drop = book_.drop(connection)) {
                probed.events.push_back({EvidenceKind::drop_event, source, destination, *std::move(drop), {}});
            }
            if (auto forward = book_.forward(connection)) {
                const auto kind = forward->audited ? EvidenceKind::audit_event : EvidenceKind::forward_event;
                probed.events.push_back(
                    {kind, source, destination, std::move(forward->detail), std::move(forward->policies)});
            }
        }
        results.push_back(std::move(probed));
    }
    return results;
}

}  // namespace pgreach::probe
