#pragma once

#include <string>
#include <vector>

#include "history/news.hpp"

namespace pgreach::history {

// All of these end in a newline. `all`: every cell by name, not only the first of those that changed alike.
std::string to_text(const std::vector<SeriesNews>& news, const NewsRule& rule, bool all);
std::string to_json(const std::vector<SeriesNews>& news);  // schema "pgreach.history/v1"

// An issue in Markdown: what changed in the last night, in the first line; beside it what is flaky and could not be
// told. Where nothing changed, that.
std::string to_issue(const std::vector<SeriesNews>& news, const NewsRule& rule);

// Series of the last night that saw something new.
std::vector<const SeriesNews*> with_news(const std::vector<SeriesNews>& news);

}  // namespace pgreach::history
