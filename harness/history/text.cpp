#include <fmt/format.h>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "history/groups.hpp"
#include "history/render.hpp"

namespace pgreach::history {
namespace {

constexpr size_t shown_names = 4;

std::string line(const std::string& text) {
    return printable_line(text) + "\n";
}

std::string groups_text(const std::vector<CellNews>& news, bool with_since, bool all) {
    std::string text;
    for (const auto& [since, group] : grouped(news)) {
        const auto names = diff::some_of(group.names, all ? group.names.size() : shown_names);
        text += "    " + line((with_since ? "since " + since + "  " : "") + diff::place_text(group.first->cell) + ": " +
                              change_text(group));
        text += "      " + line(names);
    }
    return text;
}

std::string changes_text(const SeriesNews& news, bool all) {
    if (news.before.empty()) return "  its first run: there is nothing to compare it with\n";
    std::string text;
    if (news.changed.empty()) {
        text = "  nothing changed in the last run\n";
    } else {
        text =
            "  changed in the last run (before it: " + line(news.before + ")") + groups_text(news.changed, false, all);
    }
    if (!news.earlier.empty()) text += "  changed before:\n" + groups_text(news.earlier, true, all);
    return text;
}

std::string doubts_text(const SeriesNews& news, const NewsRule& rule, bool all) {
    std::string text;
    if (!news.flaky.empty()) text += "  flaky, " + describe_flaky(rule) + ":\n";
    for (const auto& flaky : news.flaky) {
        text += "    " + line(diff::place_text(flaky.cell) + ", " + flaky.cell.name + ": " + flaky.text);
    }
    std::vector<const diff::Change*> untold;
    for (const auto& change : news.untold) untold.push_back(&change);
    if (!untold.empty()) text += "  could not tell in the last run:\n";
    for (const auto& group : diff::grouped(untold)) {
        const auto names = diff::some_of(group.names, all ? group.names.size() : shown_names);
        text += "    " + line(diff::place_text(group.first->cell) + ": " + names);
    }
    if (const auto missing = missing_text(news); !missing.empty()) text += "  " + line(missing);
    return text;
}

std::string series_text(const SeriesNews& news, const NewsRule& rule, bool all) {
    std::string text =
        line(news.runs == 1 ? fmt::format("{}: 1 run, {}", news.name, news.last)
                            : fmt::format("{}: {} runs, {} to {}", news.name, news.runs, news.first, news.last));
    if (!news.last_night) text += "  not run last night\n";
    if (!news.incomplete.empty()) text += "  the last run is incomplete: " + line(news.incomplete);
    text += changes_text(news, all) + doubts_text(news, rule, all);
    for (const auto& trend : news.times) {
        text += "  " + line(trend_text(trend) + (trend.beyond_noise ? ": beyond what was seen before" : ""));
    }
    return text + "\n";
}

}  // namespace

std::string to_text(const std::vector<SeriesNews>& news, const NewsRule& rule, bool all) {
    std::string text;
    for (const auto& series : news) text += series_text(series, rule, all);
    const auto changed = with_news(news);
    if (changed.empty()) return text + "nothing changed last night\n";
    return text + fmt::format("changed last night: {} of {} series\n", changed.size(), news.size());
}

std::vector<const SeriesNews*> with_news(const std::vector<SeriesNews>& news) {
    std::vector<const SeriesNews*> some;
    for (const auto& series : news) {
        if (series.last_night && series.has_news()) some.push_back(&series);
    }
    return some;
}

}  // namespace pgreach::history
