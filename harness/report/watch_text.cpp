#include "report/watch_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/paint.hpp"
#include "verdict/watch_items.hpp"

namespace pgreach::report {
namespace {

using verdict::Enforcement;
using verdict::time_text;
using verdict::WatchVerdict;

std::string counted(size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

// The value below which so many percent lie: of few values the largest.
std::int64_t percentile(const std::vector<std::int64_t>& sorted, size_t percent) {
    return sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

std::string resolution_text(ConnectionKind kind, const verdict::Resolution& resolution) {
    if (resolution.usual_step_us == 0) return {};
    const bool fresh = kind == ConnectionKind::fresh;
    return fmt::format("  {:<24} every {}, at worst {}; {}\n", fresh ? "new connections" : "established connections",
                       time_text(resolution.usual_step_us), time_text(resolution.longest_step_us),
                       resolution.noise_us < 0
                           ? "no outage with nothing applied"
                           : "outages of up to " + time_text(resolution.noise_us) + " with nothing applied: the noise");
}

// The changes of one name are repetitions of each other.
struct Timing {
    std::string name;
    std::string change;
    ConnectionKind kind;
    Verdict to;
    std::vector<std::int64_t> flows = {};  // how long each took
    std::vector<std::int64_t> last = {};   // of each repetition
    size_t never = 0;
};

std::vector<Timing> timings_of(const WatchRecord& watch, const WatchVerdict& verdict) {
    std::vector<Timing> timings;
    for (const Enforcement& one : verdict.enforcement) {
        const auto& change = watch.changes[one.change];
        auto timing = std::find_if(timings.begin(), timings.end(), [&](const Timing& known) {
            return known.name == change.name && known.kind == one.kind && known.to == one.to;
        });
        if (timing == timings.end()) {
            timings.push_back({change.name, change.change, one.kind, one.to});
            timing = timings.end() - 1;
        }
        timing->flows.insert(timing->flows.end(), one.took_us.begin(), one.took_us.end());
        if (one.never.empty()) timing->last.push_back(one.took_us.back());
        timing->never += one.never.size();
    }
    for (auto& timing : timings) {
        std::sort(timing.flows.begin(), timing.flows.end());
        std::sort(timing.last.begin(), timing.last.end());
    }
    return timings;
}

std::string timing_text(const Timing& timing) {
    const char* what = timing.kind == ConnectionKind::established ? "cut"
                       : timing.to == Verdict::deny               ? "closed"
                                                                  : "open";
    std::string text = fmt::format("  {} ({}): ", printable_line(timing.name), timing.change);
    if (timing.flows.empty()) {
        text += fmt::format("{} never seen to be {}", counted(timing.never, "flow", "flows"), what);
    } else {
        text += fmt::format("{} {}{}, half of them within {}, 99 % within {}",
                            counted(timing.flows.size(), "flow", "flows"), what,
                            timing.kind == ConnectionKind::established ? " (established connections)" : "",
                            time_text(percentile(timing.flows, 50)), time_text(percentile(timing.flows, 99)));
        if (!timing.last.empty()) {
            text += fmt::format("; the last one after {}", time_text(percentile(timing.last, 50)));
        }
        if (timing.last.size() > 1) {
            text += fmt::format(" (median of {}, at most {})", timing.last.size(), time_text(timing.last.back()));
        }
    }
    if (timing.never > 0 && !timing.flows.empty()) {
        text += fmt::format("; {} never", counted(timing.never, "flow", "flows"));
    }
    return text + "\n";
}

// Changes that are predicted to change no flow.
std::string idle_text(const WatchRecord& watch, const WatchVerdict& verdict) {
    std::string text;
    for (size_t i = 1; i < watch.changes.size(); ++i) {
        const bool timed = std::any_of(verdict.enforcement.begin(), verdict.enforcement.end(),
                                       [&](const Enforcement& one) { return one.change == i; });
        const auto& change = watch.changes[i];
        if (timed || change.change == "nothing") continue;
        text += fmt::format("  {} ({}): no flow is predicted otherwise than before\n", printable_line(change.name),
                            change.change);
    }
    return text;
}

std::string windows_text(const WatchRecord& watch, const std::vector<verdict::WatchWindow>& windows, const char* what,
                         std::string_view colour) {
    std::string text;
    for (const auto& group : verdict::grouped(windows)) {
        const auto& first = group.windows.front();
        const auto flows = group.flows(watch);
        text += fmt::format("  {:>9.3f} s  {} of {} for {}: {}, {} connections, after \"{}\"\n",
                            static_cast<double>(group.from_us) / 1e6, marked(colour, what),
                            counted(flows.size(), "flow", "flows"),
                            verdict::span_text(group.shortest_us, group.longest_us), printable_line(name_some(flows)),
                            to_string(first.kind), printable_line(watch.changes[first.change].name));
    }
    return text;
}

std::string gaps_text(const WatchRecord& watch) {
    std::string text;
    for (const auto& gap : watch.gaps) {
        text +=
            fmt::format("  {:>9.3f} s  everything made {} on purpose for {}\n", static_cast<double>(gap.from_us) / 1e6,
                        gap.everything == Verdict::allow ? "open" : "closed", time_text(gap.to_us - gap.from_us));
    }
    return text;
}

}  // namespace

std::string watch_text(const WatchRecord& watch, const WatchVerdict& verdict) {
    // Not what was prepared before.
    const std::int64_t begun_us = watch.changes.empty() ? 0 : watch.changes.front().begun_us;
    std::string text = fmt::format("{} of {} watched for {}\n", counted(watch.flows.size(), "flow", "flows"),
                                   marked(mark::strong, watch.scenario), time_text(watch.ended_us - begun_us));
    for (const auto kind : {ConnectionKind::fresh, ConnectionKind::established}) {
        text += resolution_text(kind, verdict.of(kind));
    }
    const auto timings = timings_of(watch, verdict);
    const auto idle = idle_text(watch, verdict);
    if (!timings.empty() || !idle.empty()) text += "time to enforce, from when it was asked for:\n";
    for (const auto& timing : timings) text += timing_text(timing);
    text += idle;
    text += "leaks and outages:\n" + gaps_text(watch);
    text += windows_text(watch, verdict.leaks, "leak", mark::bad);
    text += windows_text(watch, verdict.outages, "outage", mark::unsure);
    if (verdict.leaks.empty()) {
        text += fmt::format("  no leak; one of new connections that lasted longer than {} would have been seen\n",
                            time_text(verdict.of(ConnectionKind::fresh).longest_step_us));
    }
    if (verdict.outages.empty()) text += "  no outage\n";
    if (verdict.within_noise > 0) {
        text += fmt::format("  {} no longer than the noise, not told\n",
                            counted(static_cast<size_t>(verdict.within_noise), "outage", "outages"));
    }
    return text + "\n";
}

}  // namespace pgreach::report
