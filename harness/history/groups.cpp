#include "history/groups.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace pgreach::history {

std::vector<NewsGroup> grouped(const std::vector<CellNews>& news) {
    std::vector<NewsGroup> groups;
    for (auto begin = news.begin(); begin != news.end();) {
        std::vector<const diff::Change*> changes;
        const auto& since = begin->since;
        for (; begin != news.end() && begin->since == since; ++begin) changes.push_back(&begin->change);
        for (auto& group : diff::grouped(changes)) groups.push_back({since, std::move(group)});
    }
    return groups;
}

std::string change_text(const diff::Group& group) {
    const auto& change = *group.first;
    const auto count = diff::count_text(change.cell.kind, group.names.size());
    const auto aspects = diff::aspects_text(change);
    switch (change.kind) {
        case diff::ChangeKind::changed:
            return count + " " + aspects;
        case diff::ChangeKind::appeared:
            return fmt::format("{} appeared: {}", count, aspects);
        case diff::ChangeKind::vanished:
            return fmt::format("{} vanished: {}", count, aspects);
        case diff::ChangeKind::untold:
            return count + " could not be told";
    }
    return count;
}

std::string trend_text(const TimeTrend& trend) {
    std::string text = fmt::format("{}: {:.0f} ms in the last run", trend.name, trend.last_ms);
    if (trend.runs == 0) return text;
    return text + fmt::format("; {:.0f} to {:.0f} ms, median {:.0f} ms, in {} before", trend.least_ms, trend.most_ms,
                              trend.median_ms, trend.runs == 1 ? "1 run" : fmt::format("{} runs", trend.runs));
}

std::string missing_text(const SeriesNews& news) {
    return news.missing.empty() ? "" : "not in the last run: " + enumerate(news.missing);
}

}  // namespace pgreach::history
