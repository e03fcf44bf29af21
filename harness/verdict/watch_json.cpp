#include "verdict/watch_json.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "model/names.hpp"

namespace pgreach::verdict {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

OrderedJson write_flow_of_watch(const Flow& flow) {
    return {{"from", flow.from}, {"to", flow.to}, {"protocol", to_string(flow.protocol)}, {"port", flow.port}};
}

OrderedJson write_run(const WatchRun& run) {
    OrderedJson json = {{"connections", to_string(run.kind)},
                        {"outcome", to_string(run.outcome)},
                        {"count", run.count},
                        {"first_us", {run.first_begin_us, run.first_sent_us}},
                        {"last_us", {run.last_begin_us, run.last_sent_us}},
                        {"longest_step_us", run.longest_step_us},
                        {"slowest_us", run.slowest_us}};
    if (!run.error.empty()) json["error"] = run.error;
    return json;
}

OrderedJson write_watched(const WatchedFlow& watched) {
    OrderedJson json = write_flow_of_watch(watched.flow);
    json["runs"] = OrderedJson::array();
    for (const auto& run : watched.runs) json["runs"].push_back(write_run(run));
    if (!watched.missing.empty()) json["missing"] = watched.missing;
    if (watched.clock_error_us > 0) json["clock_error_us"] = watched.clock_error_us;
    return json;
}

OrderedJson write_change(const WatchedChange& change) {
    OrderedJson predictions = OrderedJson::array();
    for (const auto& prediction : change.predictions) {
        predictions.push_back(prediction ? OrderedJson(to_string(*prediction)) : OrderedJson(nullptr));
    }
    return {{"name", change.name},
            {"change", change.change},
            {"begun_us", change.begun_us},
            {"in_force_us", change.in_force_us},
            {"predictions", std::move(predictions)}};
}

OrderedJson write_window(const WatchRecord& watch, const WatchWindow& window) {
    OrderedJson json = write_flow_of_watch(watch.flows[window.flow].flow);
    json["connections"] = to_string(window.kind);
    json["after_change"] = watch.changes[window.change].name;
    json["from_us"] = window.from_us;
    json["shortest_us"] = window.shortest_us();
    json["longest_us"] = window.longest_us();
    return json;
}

OrderedJson write_windows(const WatchRecord& watch, const std::vector<WatchWindow>& windows) {
    OrderedJson list = OrderedJson::array();
    for (const auto& window : windows) list.push_back(write_window(watch, window));
    return list;
}

OrderedJson write_resolution(const Resolution& resolution) {
    OrderedJson json = {{"usual_step_us", resolution.usual_step_us}, {"longest_step_us", resolution.longest_step_us}};
    json["noise_us"] = resolution.noise_us < 0 ? OrderedJson(nullptr) : OrderedJson(resolution.noise_us);
    return json;
}

std::int64_t whole(const Json& json) {
    const bool fits =
        json.is_number_unsigned() ? std::in_range<std::int64_t>(json.get<std::uint64_t>()) : json.is_number_integer();
    // Some years: no sum of differences overflows.
    constexpr std::int64_t largest = std::int64_t{1} << 47;
    const std::int64_t number = fits ? json.get<std::int64_t>() : largest + 1;
    if (number > largest || number < -largest) {
        throw std::invalid_argument(json.dump() + " stands where a time or a count belongs");
    }
    return number;
}

template <typename Enum>
Enum name_in(const Json& json, const char* key) {
    const auto name = json.at(key).get<std::string>();
    if (const auto value = from_string<Enum>(name)) return *value;
    throw std::invalid_argument(std::string(key) + " cannot be '" + name + "'");
}

WatchRun read_run(const Json& json) {
    return {.kind = name_in<ConnectionKind>(json, "connections"),
            .outcome = name_in<SampleOutcome>(json, "outcome"),
            .count = whole(json.at("count")),
            .first_begin_us = whole(json.at("first_us").at(0)),
            .first_sent_us = whole(json.at("first_us").at(1)),
            .last_begin_us = whole(json.at("last_us").at(0)),
            .last_sent_us = whole(json.at("last_us").at(1)),
            .longest_step_us = whole(json.at("longest_step_us")),
            .slowest_us = whole(json.at("slowest_us")),
            .error = json.value("error", std::string())};
}

WatchedFlow read_watched(const Json& json) {
    const auto port = whole(json.at("port"));
    if (!std::in_range<int>(port)) throw std::invalid_argument("port is out of range");
    WatchedFlow watched{{json.at("from").get<std::string>(), json.at("to").get<std::string>(),
                         name_in<Protocol>(json, "protocol"), static_cast<int>(port)}};
    for (const auto& run : json.at("runs")) watched.runs.push_back(read_run(run));
    watched.missing = json.value("missing", std::string());
    if (json.contains("clock_error_us")) watched.clock_error_us = whole(json.at("clock_error_us"));
    return watched;
}

WatchedChange read_change(const Json& json, size_t flows) {
    WatchedChange change{json.at("name").get<std::string>(), json.value("change", std::string()),
                         whole(json.at("begun_us")), whole(json.at("in_force_us"))};
    for (const auto& prediction : json.at("predictions")) {
        std::optional<Verdict> verdict;
        if (!prediction.is_null()) verdict = from_string<Verdict>(prediction.get<std::string>());
        if (!prediction.is_null() && !verdict) throw std::invalid_argument("a prediction is neither allow nor deny");
        change.predictions.push_back(verdict);
    }
    if (change.predictions.size() != flows) throw std::invalid_argument("a change does not predict each flow");
    return change;
}

MadeGap read_gap(const Json& json) {
    return {name_in<Verdict>(json, "everything"), whole(json.at("from_us")), whole(json.at("to_us"))};
}

}  // namespace

OrderedJson write_watch(const WatchRecord& watch) {
    OrderedJson json = {{"scenario", watch.scenario},
                        {"interval_us", watch.rate.interval_us},
                        {"patience_us", watch.rate.patience_us},
                        {"beat_us", watch.rate.beat_us},
                        {"outage_budget_us", watch.outage_budget_us},
                        {"ended_us", watch.ended_us},
                        {"changes", OrderedJson::array()},
                        {"flows", OrderedJson::array()}};
    for (const auto& change : watch.changes) json["changes"].push_back(write_change(change));
    for (const auto& flow : watch.flows) json["flows"].push_back(write_watched(flow));
    for (const auto& gap : watch.gaps) {
        json["gaps"].push_back(
            {{"everything", to_string(gap.everything)}, {"from_us", gap.from_us}, {"to_us", gap.to_us}});
    }
    return json;
}

OrderedJson write_watch(const WatchRecord& watch, const WatchVerdict& verdict) {
    OrderedJson enforcement = OrderedJson::array();
    for (const auto& one : verdict.enforcement) {
        OrderedJson never = OrderedJson::array();
        for (const size_t flow : one.never) never.push_back(write_flow_of_watch(watch.flows[flow].flow));
        enforcement.push_back({{"change", watch.changes[one.change].name},
                               {"connections", to_string(one.kind)},
                               {"to", to_string(one.to)},
                               {"took_us", one.took_us},
                               {"never", std::move(never)}});
    }
    return {{"new", write_resolution(verdict.of(ConnectionKind::fresh))},
            {"established", write_resolution(verdict.of(ConnectionKind::established))},
            {"leaks", write_windows(watch, verdict.leaks)},
            {"outages", write_windows(watch, verdict.outages)},
            {"within_noise", verdict.within_noise},
            {"enforcement", std::move(enforcement)}};
}

WatchRecord read_watch(const Json& json) {
    WatchRecord watch{.scenario = json.value("scenario", std::string()),
                      .rate = {whole(json.at("interval_us")), whole(json.at("patience_us")), whole(json.at("beat_us"))},
                      .outage_budget_us = whole(json.at("outage_budget_us")),
                      .ended_us = whole(json.at("ended_us"))};
    for (const auto& flow : json.at("flows")) watch.flows.push_back(read_watched(flow));
    for (const auto& change : json.at("changes")) watch.changes.push_back(read_change(change, watch.flows.size()));
    if (!json.contains("gaps")) return watch;
    for (const auto& gap : json.at("gaps")) watch.gaps.push_back(read_gap(gap));
    return watch;
}

}  // namespace pgreach::verdict
