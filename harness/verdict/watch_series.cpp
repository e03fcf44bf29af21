#include "verdict/watch_series.hpp"

#include <algorithm>
#include <limits>

namespace pgreach::verdict {
namespace {

std::int64_t end_of(const WatchRecord& watch, size_t change) {
    return change + 1 < watch.changes.size() ? watch.changes[change + 1].begun_us : watch.ended_us;
}

struct Part {
    bool starts = false;  // the first sample of the run is within
    bool ends = false;    // the last one is
    bool any = false;     // there is one, for certain
};

// What of a run lies within a time. A probe that was not let run for longer than that may have no sample there.
Part within(const WatchRun& run, std::int64_t from, std::int64_t to) {
    Part part;
    part.starts = run.first_begin_us >= from && run.first_sent_us <= to;
    part.ends = run.last_begin_us >= from && run.last_sent_us <= to;
    const bool spans = run.first_begin_us < from && run.last_sent_us > to && run.longest_step_us < to - from;
    part.any = part.starts || part.ends || spans;
    return part;
}

// A connection that stays has to be made first: before its first answer from then on it is none.
std::int64_t first_answer(const std::vector<const WatchRun*>& series, std::int64_t from, std::int64_t otherwise) {
    for (const auto* run : series) {
        if (run->outcome == SampleOutcome::answered && run->last_begin_us >= from) {
            return std::max(run->first_begin_us, from);
        }
    }
    return otherwise;
}

}  // namespace

std::vector<Period> periods_of(const WatchRecord& watch, size_t flow) {
    std::vector<Period> periods;
    std::optional<Verdict> before = Verdict::allow;
    for (size_t i = 1; i < watch.changes.size(); ++i) {
        const auto& change = watch.changes[i];
        const auto predicted = change.predictions.at(flow);
        if (predicted && predicted == before && !periods.empty()) {
            periods.back().to_us = end_of(watch, i);
        } else if (predicted) {
            const auto from = predicted == before ? change.begun_us : change.in_force_us;
            periods.push_back({*predicted, from, end_of(watch, i), i, predicted == before});
        }
        before = predicted;
    }
    return periods;
}

Period control_period(const WatchRecord& watch) {
    return {Verdict::allow, watch.changes.front().in_force_us, end_of(watch, 0), 0};
}

std::vector<const WatchRun*> series_of(const WatchedFlow& flow, ConnectionKind kind) {
    std::vector<const WatchRun*> series;
    for (const auto& run : flow.runs) {
        if (run.kind == kind) series.push_back(&run);
    }
    std::stable_sort(series.begin(), series.end(),
                     [](const auto* a, const auto* b) { return a->first_begin_us < b->first_begin_us; });
    return series;
}

std::optional<bool> as_predicted(const WatchRun& run, Verdict predicted) {
    switch (run.outcome) {
        case SampleOutcome::answered:
            return predicted == Verdict::allow;
        case SampleOutcome::silent:
            return predicted == Verdict::deny;
        case SampleOutcome::refused:
        case SampleOutcome::failed:
            break;
    }
    return std::nullopt;
}

bool sampled(const Period& period, const std::vector<const WatchRun*>& series) {
    return std::any_of(series.begin(), series.end(),
                       [&](const WatchRun* run) { return within(*run, period.from_us, period.to_us).any; });
}

std::vector<WatchWindow> windows_in(const Period& period, const std::vector<const WatchRun*>& series, size_t flow) {
    std::vector<WatchWindow> windows;
    if (series.empty()) return windows;
    const bool stays = series.front()->kind == ConnectionKind::established && period.predicted == Verdict::allow;
    // One that was made before, and need not have been cut, is missed from the begin of the period.
    const auto made_after = period.held ? std::numeric_limits<std::int64_t>::min() : period.from_us;
    const auto begin =
        stays ? std::max(period.from_us, first_answer(series, made_after, period.to_us)) : period.from_us;
    for (size_t i = 0; i < series.size(); ++i) {
        const WatchRun& run = *series[i];
        if (as_predicted(run, period.predicted) != false) continue;
        const Part part = within(run, begin, period.to_us);
        if (!part.any) continue;
        WatchWindow window{flow, run.kind, period.predicted, period.change};
        window.from_us = part.starts ? run.first_begin_us : begin;
        window.to_us = std::max(window.from_us, part.ends ? run.last_sent_us : period.to_us);
        window.after_us = part.starts && i > 0 ? std::max(begin, series[i - 1]->last_begin_us) : begin;
        window.before_us =
            part.ends && i + 1 < series.size() ? std::min(period.to_us, series[i + 1]->first_sent_us) : period.to_us;
        window.after_us = std::min(window.after_us, window.from_us);
        window.before_us = std::max(window.before_us, window.to_us);
        windows.push_back(window);
    }
    return windows;
}

bool stood_at(std::int64_t when_us, const std::vector<const WatchRun*>& series) {
    bool answered = false;
    for (const auto* run : series) {
        if (run->first_begin_us < when_us) answered = run->outcome == SampleOutcome::answered;
    }
    return answered;
}

std::optional<std::int64_t> enforced_after(const WatchRecord& watch, size_t change, Verdict predicted,
                                           const std::vector<const WatchRun*>& series) {
    constexpr std::int64_t stays_us = 1'000'000;
    const auto begun = watch.changes[change].begun_us, end = end_of(watch, change);
    std::optional<std::int64_t> when;
    for (const auto* run : series) {
        const auto good = as_predicted(*run, predicted);
        if (!good || !within(*run, begun, end).any) continue;
        if (*good && !when) when = std::max(run->first_sent_us, begun);
        if (!*good && when && run->first_begin_us < *when + stays_us) when.reset();
    }
    return when ? std::optional(*when - begun) : std::nullopt;
}

}  // namespace pgreach::verdict
