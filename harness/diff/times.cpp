#include "diff/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace pgreach::diff {
namespace {

// Each step's time, the median of its repetitions.
std::map<std::string, double> times_of(const Record& record, const TimeKind& kind) {
    std::map<std::string, std::vector<double>> all;
    for (const auto& scenario : record.scenarios) {
        const auto& name = scenario.repeats.empty() ? scenario.name : scenario.repeats;
        for (const auto& step : scenario.steps) {
            all[name + '\n' + step.name].push_back(static_cast<double>(kind.of(step)));
        }
    }
    std::map<std::string, double> times;
    for (auto& [step, values] : all) times[step] = median(std::move(values));
    return times;
}

bool is_beyond_noise(const TimeDifference& time, size_t longer, size_t shorter, const NoiseRule& rule) {
    const double least = std::min(time.before_ms, time.after_ms);
    const double most = std::max(time.before_ms, time.after_ms);
    const auto moved = static_cast<double>(time.after_ms > time.before_ms ? longer : shorter);
    return time.steps >= rule.least_steps && most >= least * rule.least_ratio &&
           most - least >= static_cast<double>(rule.least_ms) &&
           moved >= rule.least_share * static_cast<double>(time.steps);
}

TimeDifference compare(const Record& before, const Record& after, const TimeKind& kind, const NoiseRule& rule) {
    const auto earlier = times_of(before, kind);
    const auto later = times_of(after, kind);
    std::vector<double> first;
    std::vector<double> second;
    size_t longer = 0;
    size_t shorter = 0;
    for (const auto& [step, time] : earlier) {
        const auto found = later.find(step);
        if (found == later.end()) continue;
        first.push_back(time);
        second.push_back(found->second);
        longer += found->second > time ? 1 : 0;
        shorter += found->second < time ? 1 : 0;
    }
    TimeDifference time{kind.name, first.size(), median(first), median(second)};
    time.beyond_noise = is_beyond_noise(time, longer, shorter, rule);
    return time;
}

}  // namespace

const std::vector<TimeKind>& time_kinds() {
    static const std::vector<TimeKind> kinds = {
        {"settle", "from the last change until everything was as predicted",
         [](const StepRecord& step) { return step.settle_ms; }},
        {"in force", "from a change until every endpoint had it in force",
         [](const StepRecord& step) { return step.change_ms + step.in_force_ms; }},
    };
    return kinds;
}

std::string describe(const NoiseRule& rule) {
    return fmt::format(
        "medians over the steps that both have (at least {}), {} times and {} ms apart, and {:.0f} % of the steps "
        "moved "
        "the same way",
        rule.least_steps, rule.least_ratio, rule.least_ms, rule.least_share * 100);
}

std::vector<TimeDifference> compare_times(const Record& before, const Record& after, const NoiseRule& rule) {
    std::vector<TimeDifference> times;
    if (before.backend != after.backend) return times;
    for (const auto& kind : time_kinds()) times.push_back(compare(before, after, kind, rule));
    return times;
}

std::map<std::string, double> scenario_times(const Record& record) {
    std::map<std::string, std::vector<double>> all;
    for (const auto& scenario : record.scenarios) {
        if (scenario.duration_ms <= 0) continue;
        all[scenario.repeats.empty() ? scenario.name : scenario.repeats].push_back(
            static_cast<double>(scenario.duration_ms));
    }
    std::map<std::string, double> times;
    for (auto& [name, values] : all) times[name] = median(std::move(values));
    return times;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace pgreach::diff
