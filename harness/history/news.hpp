#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "diff/diff.hpp"
#include "history/run.hpp"

namespace pgreach::history {

// When something is called what.
struct NewsRule {
    size_t window = 30;            // of runs, the last ones: what is older is not told
    size_t flaky_changes = 3;      // so many times in these a cell was seen otherwise than before
    size_t least_runs = 5;         // before the last one, for its times to be compared with them
    double least_ratio = 1.5;      // of a time and the median of those before
    double least_ms = 100;         // between them
    std::int64_t night_s = 86400;  // a series is of last night if its last run is not older than the newest of all
};

// "a cell is flaky …": the rule of flaky cells as a sentence.
std::string describe_flaky(const NewsRule& rule);

// One cell that is not as it was, and the start of the run that saw it first.
struct CellNews {
    std::string since;
    diff::Change change;
};

// A cell that is seen to and fro.
struct FlakyCell {
    diff::CellKey cell;
    std::string text;  // "changed 4 times in the last 14 runs, now open"
};

// A time of the last run beside those of the runs before.
struct TimeTrend {
    std::string name;  // as in diff/times.hpp
    double last_ms = 0;
    size_t runs = 0;  // before it
    double median_ms = 0;
    double least_ms = 0;
    double most_ms = 0;
    bool beyond_noise = false;  // and outside of all that was seen before
};

// What there is to say of one series.
struct SeriesNews {
    std::string name;
    size_t runs = 0;
    std::string first;   // start of its first run
    std::string before;  // of the last but one; empty where there is none
    std::string last;
    int exit = 0;                           // of the last run
    std::string incomplete;                 // why the last run does not hold all that was planned
    bool last_night = true;                 // it has a run as new as the newest of all series
    std::vector<CellNews> changed = {};     // in the last run
    std::vector<CellNews> earlier = {};     // before, the newest first, as far as it is still so
    std::vector<FlakyCell> flaky = {};      // their changes are not among those above
    std::vector<diff::Change> untold = {};  // what the last run could not tell
    std::vector<std::string> missing = {};  // scenarios of the run before that the last one does not have
    std::vector<TimeTrend> times = {};

    // Whether the last run saw something that the ones before did not: what an issue is made of.
    bool has_news() const;
};

// Of runs by series and start. A cell that a run could not tell is as it was last told.
std::vector<SeriesNews> news_of(const std::vector<Run>& runs, const NewsRule& rule = {});

// How long each scenario takes: the median of the last ten runs that measured it.
std::map<std::string, double> scenario_times(const std::vector<Run>& runs);

}  // namespace pgreach::history
