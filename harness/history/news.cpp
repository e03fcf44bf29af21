#include "history/news.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "diff/times.hpp"
#include "history/series_track.hpp"
#include "model/names.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::history {
namespace {

constexpr size_t trend_runs = 10;  // before the last one

using Runs = std::vector<const Run*>;

// Whose start is not told did not run last night.
std::int64_t start_of(const std::string& timestamp) {
    return diff::seconds_of(timestamp).value_or(0);
}

std::vector<diff::Change> untold_of(const Run& run) {
    std::vector<diff::Change> untold;
    for (const auto& [name, scenario] : run.scenarios) {
        for (const auto& [key, cell] : *scenario.picture) {
            if (cell.seen.empty() && !cell.unstable()) untold.push_back({diff::ChangeKind::untold, key});
        }
    }
    return untold;
}

TimeTrend trend_of(const Runs& runs, const std::string& name, const NewsRule& rule) {
    TimeTrend trend{.name = name, .last_ms = runs.back()->times.at(name)};
    std::vector<double> earlier;
    for (auto run = runs.rbegin() + 1; run != runs.rend() && earlier.size() < trend_runs; ++run) {
        const auto found = (*run)->times.find(name);
        if (found != (*run)->times.end()) earlier.push_back(found->second);
    }
    trend.runs = earlier.size();
    if (earlier.empty()) return trend;
    trend.least_ms = *std::min_element(earlier.begin(), earlier.end());
    trend.most_ms = *std::max_element(earlier.begin(), earlier.end());
    trend.median_ms = diff::median(std::move(earlier));
    const double more = std::max(trend.last_ms, trend.median_ms);
    const double less = std::min(trend.last_ms, trend.median_ms);
    trend.beyond_noise = trend.runs >= rule.least_runs && more >= less * rule.least_ratio &&
                         more - less >= rule.least_ms &&
                         (trend.last_ms > trend.most_ms || trend.last_ms < trend.least_ms);
    return trend;
}

// A run that found something in flaky cells and in no others.
bool found_in_flaky_alone(const Run& run, const std::vector<FlakyCell>& flaky) {
    std::set<diff::CellKey> known;
    for (const auto& one : flaky) known.insert(one.cell);
    bool found = false;
    for (const auto& [name, scenario] : run.scenarios) {
        for (const auto& [key, cell] : *scenario.picture) {
            const auto judgement = from_string<Judgement>(cell.judgement);
            // Of repetitions that contradict each other no judgement is told.
            if (!cell.unstable() && !(judgement && verdict::is_finding(*judgement))) continue;
            if (!known.contains(key)) return false;
            found = true;
        }
    }
    return found;
}

// Scenarios that the last run does not have, though the last complete one before it, or one since then, did.
std::vector<std::string> missing_of(const Runs& runs) {
    std::set<std::string> missing;
    for (auto run = runs.rbegin() + 1; run != runs.rend(); ++run) {
        for (const auto& [name, scenario] : (*run)->scenarios) {
            if (!runs.back()->scenarios.contains(name)) missing.insert(name);
        }
        if ((*run)->incomplete.empty()) break;
    }
    return {missing.begin(), missing.end()};
}

SeriesNews news_of_series(const Runs& runs, const NewsRule& rule) {
    const auto& last = *runs.back();
    SeriesNews news{.name = last.series, .runs = runs.size(), .first = runs.front()->started};
    news.last = last.started;
    news.exit = last.exit;
    news.incomplete = last.incomplete;
    SeriesTrack track;
    for (const auto* run : runs) track.add(*run);
    track.tell(rule, news);
    news.untold = untold_of(last);
    news.flaky_alone = found_in_flaky_alone(last, news.flaky);
    for (const auto& [name, ms] : last.times) news.times.push_back(trend_of(runs, name, rule));
    if (runs.size() < 2) return news;
    const auto& before = **(runs.end() - 2);
    news.before = before.started;
    news.exit_before = before.exit;
    news.missing = missing_of(runs);
    return news;
}

}  // namespace

std::string describe_flaky(const NewsRule& rule) {
    return fmt::format("seen otherwise at least {} times in the last {} runs, or not alike within one run",
                       rule.flaky_changes, rule.window);
}

bool SeriesNews::turned_red() const {
    return exit == verdict::exit_finding && exit_before && *exit_before != exit && !flaky_alone;
}

bool SeriesNews::has_news() const {
    return turned_red() || !changed.empty() || !missing.empty() ||
           std::any_of(times.begin(), times.end(), [](const TimeTrend& time) { return time.beyond_noise; });
}

std::vector<SeriesNews> news_of(const std::vector<Run>& runs, const NewsRule& rule) {
    std::map<std::string, Runs> series;
    std::int64_t newest = 0;
    for (const auto& run : runs) {
        series[run.series].push_back(&run);
        newest = std::max(newest, start_of(run.started));
    }
    std::vector<SeriesNews> all;
    for (const auto& [name, of_series] : series) {
        all.push_back(news_of_series(of_series, rule));
        all.back().last_night = newest - start_of(all.back().last) < rule.night_s;
    }
    return all;
}

std::map<std::string, double> scenario_times(const std::vector<Run>& runs) {
    Runs by_start;
    for (const auto& run : runs) by_start.push_back(&run);
    std::stable_sort(by_start.begin(), by_start.end(),
                     [](auto* one, auto* other) { return one->started > other->started; });
    std::map<std::string, std::vector<double>> all;
    for (const auto* run : by_start) {
        for (const auto& [name, scenario] : run->scenarios) {
            auto& values = all[name];
            if (scenario.duration_ms > 0 && values.size() < trend_runs) values.push_back(scenario.duration_ms);
        }
    }
    std::map<std::string, double> times;
    for (auto& [name, values] : all) {
        if (!values.empty()) times[name] = diff::median(std::move(values));
    }
    return times;
}

}  // namespace pgreach::history
