#include "history/news.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "diff/times.hpp"
#include "history/series_track.hpp"

namespace pgreach::history {
namespace {

constexpr size_t trend_runs = 10;  // before the last one

// Seconds since 1970 of "2026-11-24T02:59:21Z"; 0 where it is something else.
std::int64_t seconds_of(const std::string& timestamp) {
    std::tm time{};
    if (std::sscanf(timestamp.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ", &time.tm_year, &time.tm_mon, &time.tm_mday,
                    &time.tm_hour, &time.tm_min, &time.tm_sec) != 6) {
        return 0;
    }
    time.tm_year -= 1900;
    time.tm_mon -= 1;
    return ::timegm(&time);
}

using Runs = std::vector<const Run*>;

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
    for (const auto& [name, ms] : last.times) news.times.push_back(trend_of(runs, name, rule));
    if (runs.size() < 2) return news;
    const auto& before = **(runs.end() - 2);
    news.before = before.started;
    for (const auto& [name, scenario] : before.scenarios) {
        if (!last.scenarios.contains(name)) news.missing.push_back(name);
    }
    return news;
}

}  // namespace

std::string describe_flaky(const NewsRule& rule) {
    return fmt::format("seen otherwise at least {} times in the last {} runs, or not alike within one run",
                       rule.flaky_changes, rule.window);
}

bool SeriesNews::has_news() const {
    return !changed.empty() || !missing.empty() ||
           std::any_of(times.begin(), times.end(), [](const TimeTrend& time) { return time.beyond_noise; });
}

std::vector<SeriesNews> news_of(const std::vector<Run>& runs, const NewsRule& rule) {
    std::map<std::string, Runs> series;
    std::int64_t newest = 0;
    for (const auto& run : runs) {
        series[run.series].push_back(&run);
        newest = std::max(newest, seconds_of(run.started));
    }
    std::vector<SeriesNews> all;
    for (const auto& [name, of_series] : series) {
        all.push_back(news_of_series(of_series, rule));
        all.back().last_night = newest - seconds_of(all.back().last) < rule.night_s;
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
