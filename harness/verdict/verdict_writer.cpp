#include <map>
#include <nlohmann/json.hpp>

#include "model/names.hpp"
#include "verdict/record_json.hpp"
#include "verdict/watch_json.hpp"

namespace pgreach::verdict {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson name_of(const std::optional<Judgement>& judgement, const char* otherwise) {
    if (judgement) return to_string(*judgement);
    return otherwise == nullptr ? OrderedJson(nullptr) : OrderedJson(otherwise);
}

// A count for every judgement, also the ones that did not occur, so that a reader need not know the list.
OrderedJson write(const std::map<Judgement, int>& counts) {
    OrderedJson json = OrderedJson::object();
    for (const auto judgement : {Judgement::conforms, Judgement::docs_defect, Judgement::known_defect,
                                 Judgement::stale_defect, Judgement::deviation, Judgement::inconclusive}) {
        const auto found = counts.find(judgement);
        json[std::string(to_string(judgement))] = found == counts.end() ? 0 : found->second;
    }
    return json;
}

OrderedJson write(const Item& item) {
    return {{"step", item.step},
            {"name", item.name},
            {"judgement", name_of(item.judgement, nullptr)},
            {"because", item.text}};
}

// What stands beside flows, policies and checks: each of those carries its own judgement.
OrderedJson write_rest(const std::vector<Item>& items) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : items) {
        if (item.about.index() == 0) list.push_back(write(item));
    }
    return list;
}

OrderedJson write(const ScenarioVerdict& scenario) {
    return {{"name", scenario.name},
            {"headline", name_of(scenario.headline, "not judged")},
            {"items", write_rest(scenario.items)}};
}

OrderedJson write(const RunVerdict& verdict) {
    const auto& summary = verdict.summary;
    OrderedJson scenarios = OrderedJson::array();
    for (const auto& scenario : verdict.scenarios) scenarios.push_back(write(scenario));
    return {{"exit", verdict.exit},
            {"flows", write(summary.flows)},
            {"policies", write(summary.policies)},
            {"health", write(summary.health)},
            {"broken", summary.broken},
            {"allowed", summary.allowed},
            {"attributed", summary.attributed},
            {"scenarios", std::move(scenarios)},
            {"run", write_rest(verdict.run)}};
}

using Items = std::map<const void*, const Item*>;

Items by_record(const RunVerdict& verdict) {
    Items items;
    for (const auto* item : all_items(verdict)) {
        if (const auto* facts = item->flow()) items[facts->record] = item;
        if (const auto* admission = item->admission()) items[admission] = item;
        if (const auto* health = item->health()) items[health->record] = item;
    }
    return items;
}

void annotate(OrderedJson& json, const Item& item) {
    if (const auto* facts = item.flow()) json["observed"] = to_string(facts->conclusion.observed);
    json["judgement"] = name_of(item.judgement, nullptr);
    json["because"] = item.text;
}

template <typename T>
void annotate(OrderedJson& list, const std::vector<T>& records, const Items& items) {
    for (size_t i = 0; i < records.size(); ++i) annotate(list.at(i), *items.at(&records[i]));
}

}  // namespace

std::string to_json(const Record& record, const RunVerdict& verdict) {
    auto json = OrderedJson::parse(to_json(record));
    const auto items = by_record(verdict);
    for (size_t i = 0; i < record.scenarios.size(); ++i) {
        for (size_t j = 0; j < record.scenarios[i].steps.size(); ++j) {
            const auto& step = record.scenarios[i].steps[j];
            auto& written = json["scenarios"].at(i)["steps"].at(j);
            annotate(written["admissions"], step.admissions, items);
            annotate(written["flows"], step.flows, items);
            annotate(written["health"], step.health, items);
        }
    }
    json["verdict"] = write(verdict);
    if (verdict.watch) json["verdict"]["watch"] = write_watch(*record.watch, *verdict.watch);
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::verdict
