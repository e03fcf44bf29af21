#pragma once

#include <string>
#include <vector>

#include "diff/groups.hpp"
#include "history/news.hpp"

namespace pgreach::history {

// Cells that changed alike in one step, and since when.
struct NewsGroup {
    std::string since;
    diff::Group group;
};

// In the order of the news.
std::vector<NewsGroup> grouped(const std::vector<CellNews>& news);

// "1 policy rejected → accepted", "3 flows appeared: open"
std::string change_text(const diff::Group& group);

// "settle: 640 ms in the last run; 190 to 230 ms, median 205 ms, in 10 runs before"
std::string trend_text(const TimeTrend& trend);

// "not in the last run: a and b"; empty where nothing is.
std::string missing_text(const SeriesNews& news);

}  // namespace pgreach::history
