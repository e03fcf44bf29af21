#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/record.hpp"

namespace pgreach::diff {

// The times of a step that records are compared by.
struct TimeKind {
    const char* name;  // as it is told: "settle"
    const char* what;  // what is measured
    std::int64_t (*of)(const StepRecord&);
};
const std::vector<TimeKind>& time_kinds();

// A time is told to differ where all of these hold; what is less is taken for noise.
struct NoiseRule {
    size_t least_steps = 5;          // that both records measured
    double least_ratio = 1.5;        // of the medians, the larger by the smaller
    std::int64_t least_ms = 100;     // between the medians
    double least_share = 2.0 / 3.0;  // of the steps that moved in the same direction
};

// "at least 5 steps measured in both, medians …": the rule as a sentence.
std::string describe(const NoiseRule& rule);

// One time in two records: medians over the steps that both have.
struct TimeDifference {
    std::string name;
    size_t steps = 0;
    double before_ms = 0;
    double after_ms = 0;
    bool beyond_noise = false;

    // How much longer it takes now; 0 where it took no time before.
    double ratio() const { return before_ms > 0 ? after_ms / before_ms : 0; }
};

// Of records from one kind of backend; of others times say nothing about each other.
std::vector<TimeDifference> compare_times(const Record& before, const Record& after, const NoiseRule& rule);

// How many milliseconds each scenario took, the median of its repetitions; without those that did not come to an end.
std::map<std::string, double> scenario_times(const Record& record);

// The middle one, or the mean of the middle two; 0 of none.
double median(std::vector<double> values);

}  // namespace pgreach::diff
