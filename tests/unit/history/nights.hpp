#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "history/news.hpp"
#include "support/records.hpp"

namespace pgreach::history {

// Nights of November from the 1st on, each with one run of a scenario of one flow.
class Nights : public testing::Test {
  protected:
    static Record closed() { return test::record_of_one_closed_flow(); }
    static Record open() {
        auto record = closed();
        record.scenarios[0].steps[0].flows[0].observation = test::answered();
        return record;
    }
    static Record unclear() {
        auto record = closed();
        record.scenarios[0].steps[0].flows[0].observation.evidence.clear();
        return record;
    }
    static Record settled_in(std::int64_t ms) {
        auto record = closed();
        record.scenarios[0].steps[0].settle_ms = ms;
        return record;
    }
    void night(Record record, const std::string& series = "nightly") {
        record.started = "2026-11-" + std::string(day_ < 10 ? "0" : "") + std::to_string(day_) + "T02:00:00Z";
        ++day_;
        runs_.push_back(run_of(record, series));
    }
    SeriesNews news() { return news_of(runs_).at(0); }
    static std::vector<std::string> since(const std::vector<CellNews>& news) {
        std::vector<std::string> dates;
        for (const auto& one : news) dates.push_back(one.since.substr(0, 10));
        return dates;
    }
    int day_ = 1;
    std::vector<history::Run> runs_;
};

}  // namespace pgreach::history
