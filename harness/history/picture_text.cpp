#include "history/picture_text.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace pgreach::history {
namespace {

using Json = nlohmann::json;

std::optional<diff::CellKind> kind_of(const std::string& name) {
    for (const auto kind : {diff::CellKind::policy, diff::CellKind::flow, diff::CellKind::health}) {
        if (name == diff::to_string(kind)) return kind;
    }
    return {};
}

Json write(const diff::CellKey& key, const diff::Cell& cell) {
    Json json = {{"step", key.step}, {"kind", diff::to_string(key.kind)}, {"name", key.name}, {"seen", cell.counts}};
    const auto add = [&](const char* name, const auto& value) {
        if (!value.empty()) json[name] = value;
    };
    add("claim", cell.claim);
    add("prediction", cell.prediction);
    add("decided_by", cell.decided_by);
    add("judgement", cell.judgement);
    if (!cell.all_deciders) json["one_decider"] = true;
    if (cell.by_chance) json["by_chance"] = true;
    return json;
}

std::pair<diff::CellKey, diff::Cell> read(const Json& json, const std::string& scenario) {
    const auto kind = kind_of(json.at("kind").get<std::string>());
    if (!kind) throw std::invalid_argument("there is no such kind of cell");
    diff::Cell cell;
    cell.counts = json.at("seen").get<std::map<std::string, int>>();
    if (cell.counts.size() == 1 && !cell.counts.contains("unclear")) cell.seen = cell.counts.begin()->first;
    cell.claim = json.value("claim", "");
    cell.prediction = json.value("prediction", "");
    cell.decided_by = json.value("decided_by", std::vector<std::string>());
    cell.judgement = json.value("judgement", "");
    cell.all_deciders = !json.value("one_decider", false);
    cell.by_chance = json.value("by_chance", false);
    return {{scenario, json.at("step").get<std::string>(), *kind, json.at("name").get<std::string>()}, cell};
}

}  // namespace

std::string to_text(const Picture& picture) {
    Json json = Json::array();
    for (const auto& [key, cell] : picture) json.push_back(write(key, cell));
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Picture> parse_picture(std::string_view text, const std::string& scenario) {
    try {
        Picture picture;
        for (const auto& one : Json::parse(text)) picture.insert(read(one, scenario));
        return picture;
    } catch (const std::exception& exception) {
        return input_error(std::string("a picture in it cannot be read: ") + exception.what());
    }
}

}  // namespace pgreach::history
