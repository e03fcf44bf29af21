#include <algorithm>

#include "model/names.hpp"
#include "reach/json_parts.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

Json json_of(const Group& group, const Lists& lists) {
    Json json = {{"by", json_of(group.near)}, {"other_side", json_of(group.far)}};
    const std::string who = group.others ? "every_workload_but" : "workloads";
    if (const size_t number = lists.number_of(group.parties); number != 0) {
        json[who + "_of_list"] = number;
    } else {
        json[who] = json_of(group.parties);
    }
    return json;
}

Json json_of(const std::vector<PeerSet>& sets) {
    std::vector<std::string> texts;
    for (const auto& peers : sets) texts.push_back(to_text(peers));
    std::sort(texts.begin(), texts.end());
    return texts;
}

Json json_of(const PortAnswer& port, const Lists& lists) {
    Json groups = Json::array();
    for (const auto& group : port.passing.groups) groups.push_back(json_of(group, lists));
    Json could = Json::array();
    for (const auto& exposure : port.passing.exposed) {
        could.push_back(
            {{"text", to_text(exposure.peers)}, {"but", json_of(exposure.but)}, {"by", json_of(exposure.near)}});
    }
    Json json = json_of(port.ports);
    json["unprotected"] = port.passing.unprotected;
    json["passes"] = std::move(groups);
    json["could"] = std::move(could);
    return json;
}

Json json_of(const Answer& answer, const Lists& lists) {
    Json ports = Json::array();
    for (const auto& port : answer.ports) ports.push_back(json_of(port, lists));
    Json json = json_of(answer.party);
    if (const size_t number = lists.number_of(answer.subjects); number != 0) {
        json = {
            {"name", list_name(number)}, {"text", describe_list(number, answer.subjects)}, {"pods", answer.party.pods}};
    }
    if (!answer.database.empty()) json["database"] = answer.database;
    json["selected_by"] = answer.selected_by;
    json["ports"] = std::move(ports);
    return json;
}

}  // namespace

std::string to_json(const ReachResult& report) {
    const Lists lists(report);
    Json answers = Json::array();
    for (const auto& answer : report.answers) answers.push_back(json_of(answer, lists));
    Json members = Json::array();
    for (size_t i = 0; i < lists.all().size(); ++i) {
        members.push_back({{"list", i + 1}, {"workloads", json_of(lists.all()[i])}});
    }
    Json not_in_force = Json::array();
    for (const auto& policy : report.not_in_force) {
        not_in_force.push_back({{"policy", describe(policy.id)},
                                {"admission", to_string(policy.admission.result)},
                                {"why", describe(policy.admission)},
                                {"file", policy.source->name},
                                {"line", policy.mark.line}});
    }
    Json json = {{"schema", "pgreach.reach/v1"},  {"direction", report.egress ? "egress" : "ingress"},
                 {"answers", std::move(answers)}, {"not_in_force", std::move(not_in_force)},
                 {"workloads", report.workloads}, {"pods", report.pods},
                 {"policies", report.policies}};
    if (!members.empty()) json["lists"] = std::move(members);
    return dump(json);
}

}  // namespace pgreach::reach
