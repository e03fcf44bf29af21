#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "diff/markdown_text.hpp"
#include "history/groups.hpp"
#include "history/render.hpp"
#include "model/names.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::history {
namespace {

using diff::code_span;
using diff::plain;

constexpr size_t issue_names = 8;

std::string date_of(const std::string& timestamp) {
    return timestamp.substr(0, timestamp.find('T'));
}

// Of what is not the same the first alone: what was seen, where that changed.
std::string brief_text(const diff::Group& group) {
    auto change = *group.first;
    if (change.aspects.size() > 1) change.aspects.resize(1);
    return change_text({&change, group.names});
}

// How grave what it is judged as now is.
int gravity_of(const NewsGroup& one) {
    for (const auto& aspect : one.group.first->aspects) {
        const auto judgement = from_string<Judgement>(aspect.after);
        if (aspect.name == "judged" && judgement) return verdict::gravity(*judgement);
    }
    return 0;
}

// What the gravest of the changes is, of equals that of most cells, and that there are more.
std::string headline_of(const SeriesNews& news) {
    const auto groups = grouped(news.changed);
    const auto gravest =
        std::max_element(groups.begin(), groups.end(), [](const NewsGroup& one, const NewsGroup& other) {
            return std::pair(gravity_of(one), one.group.names.size()) <
                   std::pair(gravity_of(other), other.group.names.size());
        });
    if (gravest != groups.end()) {
        const auto text = diff::place_text(gravest->group.first->cell) + ": " + brief_text(gravest->group);
        return groups.size() == 1 ? text : fmt::format("{}, and {} more", text, groups.size() - 1);
    }
    if (const auto missing = missing_text(news); !missing.empty()) return missing;
    for (const auto& trend : news.times) {
        if (trend.beyond_noise) return trend_text(trend);
    }
    return {};
}

// "default-deny, applied: 1 policy rejected → accepted, since 2026-11-24 (kind, Cilium 1.20)"
std::string title_of(const std::vector<const SeriesNews*>& changed) {
    const auto& first = *changed.front();
    const auto where =
        changed.size() == 1 ? first.name : fmt::format("{} and {} more series", first.name, changed.size() - 1);
    return fmt::format("# {}, since {} ({})\n", plain(headline_of(first)), plain(date_of(first.last)), plain(where));
}

std::string names_of(const diff::Group& group) {
    std::vector<std::string> names;
    for (const auto& name : group.names) {
        if (names.size() == issue_names) break;
        names.push_back(code_span(name));
    }
    if (names.size() < group.names.size()) names.push_back(fmt::format("… ({} in all)", group.names.size()));
    return join(names, ", ");
}

std::string changes_table(const std::vector<CellNews>& news) {
    std::string text = "| since | where | what | cells |\n| --- | --- | --- | --- |\n";
    for (const auto& [since, group] : grouped(news)) {
        text += fmt::format("| {} | {} | {} | {} |\n", plain(since), plain(diff::place_text(group.first->cell)),
                            plain(change_text(group)), names_of(group));
    }
    return text + "\n";
}

std::string flaky_list(const SeriesNews& news, const NewsRule& rule) {
    if (news.flaky.empty()) return {};
    std::string text = "Flaky (" + describe_flaky(rule) + "), and not counted as changed:\n\n";
    for (const auto& flaky : news.flaky) {
        text += fmt::format("* {}, {}: {}\n", plain(diff::place_text(flaky.cell)), code_span(flaky.cell.name),
                            plain(flaky.text));
    }
    return text + "\n";
}

std::string untold_list(const SeriesNews& news) {
    std::vector<const diff::Change*> untold;
    for (const auto& change : news.untold) untold.push_back(&change);
    if (untold.empty()) return {};
    std::string text = "The last run could not tell:\n\n";
    for (const auto& group : diff::grouped(untold)) {
        text += fmt::format("* {}: {}\n", plain(diff::place_text(group.first->cell)), names_of(group));
    }
    return text + "\n";
}

std::string series_section(const SeriesNews& news, const NewsRule& rule) {
    std::string text = fmt::format("## {}\n\n", plain(news.name));
    text += fmt::format("{} runs since {}, the last one {}, the one before {}.\n\n", news.runs, plain(news.first),
                        plain(news.last), plain(news.before));
    if (!news.incomplete.empty()) text += "The last run is incomplete: " + plain(news.incomplete) + ".\n\n";
    if (!news.changed.empty()) text += changes_table(news.changed);
    if (const auto missing = missing_text(news); !missing.empty()) text += plain(missing) + "\n\n";
    for (const auto& trend : news.times) {
        text += fmt::format("* {}{}\n", plain(trend_text(trend)),
                            trend.beyond_noise ? ": **beyond what was seen before**" : "");
    }
    if (!news.times.empty()) text += "\n";
    text += flaky_list(news, rule) + untold_list(news);
    if (news.earlier.empty()) return text;
    return text + "<details><summary>changed before</summary>\n\n" + changes_table(news.earlier) + "</details>\n\n";
}

}  // namespace

std::string to_issue(const std::vector<SeriesNews>& news, const NewsRule& rule) {
    const auto changed = with_news(news);
    const bool first = std::all_of(news.begin(), news.end(), [](const SeriesNews& series) { return series.runs == 1; });
    if (first) return fmt::format("The first run of {} series: there is nothing to compare it with.\n", news.size());
    if (changed.empty()) {
        return fmt::format("Nothing changed last night in {} series.\n", news.size());
    }
    std::string text = title_of(changed) + "\n";
    for (const auto* series : changed) text += series_section(*series, rule);
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace pgreach::history
