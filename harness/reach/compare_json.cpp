#include "model/names.hpp"
#include "reach/compare_render.hpp"
#include "reach/json_parts.hpp"

namespace pgreach::reach {
namespace {

Json json_of(const FlowChange& change, bool opened) {
    Json ports = Json::array(), but = Json::array();
    for (const auto& span : change.ports) ports.push_back(json_of(span));
    for (const auto& span : change.but_ports) but.push_back(json_of(span));
    Json causes = Json::array();
    for (const auto& cause : change.causes) {
        causes.push_back({{"side", cause.egress ? "egress" : "ingress"},
                          {"before", json_of(cause.before)},
                          {"after", json_of(cause.after)},
                          {"closed_by", cause.closed_by},
                          {"text", describe(cause, change, opened)}});
    }
    Json json = {{"direction", change.egress ? "egress" : "ingress"},
                 {"subjects", json_of(change.subjects)},
                 {"ports", std::move(ports)}};
    if (!but.empty()) json["other_ports_but"] = std::move(but);
    json["workloads"] = json_of(change.peers);
    json["could"] = change.classes;
    json["causes"] = std::move(causes);
    if (!change.remark.empty()) json["remark"] = change.remark;
    return json;
}

Json json_of(const std::vector<FlowChange>& changes, bool opened) {
    Json list = Json::array();
    for (const auto& change : changes) list.push_back(json_of(change, opened));
    return list;
}

Json json_of(const std::vector<UnmetNeed>& needs) {
    Json list = Json::array();
    for (const auto& need : needs) {
        list.push_back({{"need", need.name},
                        {"text", need.text},
                        {"consequence", need.consequence},
                        {"policy", need.policy},
                        {"file", need.file},
                        {"line", need.line}});
    }
    return list;
}

}  // namespace

Json json_of(const Comparison& comparison) {
    Json admissions = Json::array();
    for (const auto& change : comparison.admissions) {
        admissions.push_back({{"policy", change.policy},
                              {"before", change.before},
                              {"after", change.after},
                              {"repaired", change.repaired},
                              {"file", change.file},
                              {"line", change.line}});
    }
    Json unjudged = Json::array();
    for (const auto& change : comparison.unjudged) {
        unjudged.push_back({{"policy", change.policy},
                            {"what", change.what},
                            {"how", change.how},
                            {"file", change.file},
                            {"line", change.line}});
    }
    return {{"old", comparison.old_name},
            {"new", comparison.new_name},
            {"opens", json_of(comparison.opened, true)},
            {"closes", json_of(comparison.closed, false)},
            {"needs", {{"unmet", json_of(comparison.unmet)}, {"met", json_of(comparison.met)}}},
            {"admissions", std::move(admissions)},
            {"not_judged", std::move(unjudged)},
            {"unclear", comparison.unclear}};
}

std::string to_json(const Comparison& comparison) {
    Json json = {{"schema", "pgreach.compare/v1"}};
    json.update(json_of(comparison));
    return dump(json);
}

}  // namespace pgreach::reach
