#include <nlohmann/json.hpp>

#include "diff/render.hpp"

namespace pgreach::diff {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson write(const Side& side) {
    return {{"name", side.name},           {"started", side.started}, {"place", side.place},
            {"scenarios", side.scenarios}, {"cells", side.cells},     {"incomplete", side.incomplete}};
}

OrderedJson write(const std::vector<Aspect>& aspects) {
    OrderedJson list = OrderedJson::array();
    for (const auto& aspect : aspects) {
        list.push_back({{"name", aspect.name}, {"before", aspect.before}, {"after", aspect.after}});
    }
    return list;
}

OrderedJson write(const Change& change) {
    return {{"kind", to_string(change.kind)}, {"scenario", change.cell.scenario},
            {"step", change.cell.step},       {"cell", to_string(change.cell.kind)},
            {"name", change.cell.name},       {"aspects", write(change.aspects)},
            {"because", change.why}};
}

OrderedJson write(const TimeDifference& time) {
    return {{"name", time.name},
            {"steps", time.steps},
            {"before_ms", time.before_ms},
            {"after_ms", time.after_ms},
            {"ratio", time.before_ms > 0 ? OrderedJson(time.ratio()) : OrderedJson(nullptr)},
            {"beyond_noise", time.beyond_noise}};
}

}  // namespace

std::string to_json(const Difference& difference) {
    OrderedJson json = {{"schema", "pgreach.diff/v1"},
                        {"exit", difference.exit()},
                        {"before", write(difference.before)},
                        {"after", write(difference.after)},
                        {"environment", write(difference.environment)},
                        {"same", difference.same}};
    json["changes"] = OrderedJson::array();
    for (const auto& change : difference.changes) json["changes"].push_back(write(change));
    json["times"] = OrderedJson::array();
    for (const auto& time : difference.times) json["times"].push_back(write(time));
    json["noise"] = describe(difference.rule);
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::diff
