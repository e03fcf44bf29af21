#include "history/series_track.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::history {
namespace {

using diff::ChangeKind;

std::string seen_text(const diff::Cell& cell) {
    return cell.seen.empty() ? "could not tell" : cell.seen;
}

// How many of these runs are within the window.
template <typename T, typename Number>
size_t count_since(const std::vector<T>& all, size_t from, Number number) {
    return static_cast<size_t>(
        std::count_if(all.begin(), all.end(), [&](const T& one) { return number(one) >= from; }));
}

}  // namespace

void SeriesTrack::add(const Run& run) {
    started_.push_back(run.started);
    for (const auto& [name, scenario] : run.scenarios) {
        auto& last = last_[name];
        if (last == scenario.picture) {
            // What contradicts itself does so anew in each run.
            for (const auto& [key, cell] : *last) {
                if (cell.unstable()) tracks_[key].unstable.push_back(started_.size() - 1);
            }
            continue;
        }
        add_scenario(name, *scenario.picture, run.incomplete.empty());
        last = scenario.picture;
    }
}

void SeriesTrack::add_scenario(const std::string& name, const Picture& picture, bool complete) {
    const bool is_new = last_[name] == nullptr;
    for (const auto& [key, cell] : picture) see(key, cell, is_new);
    if (!complete || is_new) return;
    for (auto& [key, track] : tracks_) {
        if (key.scenario != name || !track.there || track.told.by_chance || picture.contains(key)) continue;
        track.there = false;
        note(track, {ChangeKind::vanished, key, {{"seen", seen_text(track.told), ""}}});
    }
}

void SeriesTrack::see(const diff::CellKey& key, const diff::Cell& cell, bool is_new_scenario) {
    const auto [place, is_new] = tracks_.try_emplace(key);
    auto& track = place->second;
    if (cell.unstable()) track.unstable.push_back(started_.size() - 1);
    const bool appeared = (is_new && !is_new_scenario && !cell.by_chance) || !track.there;
    if (appeared) note(track, {ChangeKind::appeared, key, {{"seen", "", seen_text(cell)}}});
    track.there = true;
    // What could not be told says nothing of whether it is as it was.
    if (cell.seen.empty()) return;
    if (!track.told.seen.empty() && !appeared) {
        auto aspects = diff::aspects_of(key.kind, track.told, cell);
        if (!aspects.empty()) note(track, {ChangeKind::changed, key, std::move(aspects)});
    }
    track.told = cell;
}

std::string SeriesTrack::flaky_text(const Track& track, size_t from, const NewsRule& rule) const {
    const auto changes = count_since(track.events, from, [](const Event& event) { return event.run; });
    const auto unstable = count_since(track.unstable, from, [](size_t run) { return run; });
    if (changes < rule.flaky_changes && unstable == 0) return {};
    const auto times = [](size_t count) { return count == 1 ? "once" : fmt::format("{} times", count); };
    std::vector<std::string> parts;
    if (unstable > 0) parts.push_back("contradicted itself " + times(unstable));
    if (changes > 0) parts.push_back("changed " + times(changes));
    return fmt::format("{} in the last {} runs, last told: {}", enumerate(parts), started_.size() - from,
                       track.told.seen.empty() ? "nothing" : track.told.seen);
}

void SeriesTrack::tell(const NewsRule& rule, SeriesNews& news) const {
    const size_t from = started_.size() > rule.window ? started_.size() - rule.window : 0;
    for (const auto& [key, track] : tracks_) {
        if (auto text = flaky_text(track, from, rule); !text.empty()) {
            news.flaky.push_back({key, std::move(text)});
            continue;
        }
        if (track.events.empty() || track.events.back().run < from) continue;
        const auto& event = track.events.back();
        const bool now = event.run + 1 == started_.size();
        (now ? news.changed : news.earlier).push_back({started_[event.run], event.change});
    }
    std::stable_sort(news.earlier.begin(), news.earlier.end(),
                     [](const CellNews& one, const CellNews& other) { return one.since > other.since; });
}

}  // namespace pgreach::history
