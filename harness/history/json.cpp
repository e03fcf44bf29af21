#include <nlohmann/json.hpp>

#include "history/render.hpp"

namespace pgreach::history {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson write(const diff::CellKey& cell) {
    return {
        {"scenario", cell.scenario}, {"step", cell.step}, {"cell", diff::to_string(cell.kind)}, {"name", cell.name}};
}

template <typename T, typename Write>
OrderedJson list_of(const std::vector<T>& items, Write write_one) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : items) list.push_back(write_one(item));
    return list;
}

OrderedJson write(const CellNews& news) {
    OrderedJson json = write(news.change.cell);
    json["since"] = news.since;
    json["aspects"] = list_of(news.change.aspects, [](const diff::Aspect& aspect) {
        return OrderedJson{{"name", aspect.name}, {"before", aspect.before}, {"after", aspect.after}};
    });
    return json;
}

OrderedJson write(const FlakyCell& flaky) {
    OrderedJson json = write(flaky.cell);
    json["because"] = flaky.text;
    return json;
}

OrderedJson write(const TimeTrend& trend) {
    return {{"name", trend.name},
            {"last_ms", trend.last_ms},
            {"runs", trend.runs},
            {"median_ms", trend.median_ms},
            {"least_ms", trend.least_ms},
            {"most_ms", trend.most_ms},
            {"beyond_noise", trend.beyond_noise}};
}

OrderedJson write(const SeriesNews& news) {
    OrderedJson json = {
        {"name", news.name}, {"runs", news.runs}, {"first", news.first},           {"before", news.before},
        {"last", news.last}, {"exit", news.exit}, {"incomplete", news.incomplete}, {"last_night", news.last_night}};
    const auto write_one = [](const auto& item) { return write(item); };
    json["changed"] = list_of(news.changed, write_one);
    json["earlier"] = list_of(news.earlier, write_one);
    json["flaky"] = list_of(news.flaky, write_one);
    json["untold"] = list_of(news.untold, [](const diff::Change& change) { return write(change.cell); });
    json["missing"] = news.missing;
    json["times"] = list_of(news.times, write_one);
    return json;
}

}  // namespace

std::string to_json(const std::vector<SeriesNews>& news) {
    OrderedJson json = {{"schema", "pgreach.history/v1"}};
    json["series"] = list_of(news, [](const SeriesNews& series) { return write(series); });
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::history
