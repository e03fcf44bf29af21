#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "model/names.hpp"
#include "reach/compare_render.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Why& why) {
    if (why.ground != engine::Ground::rule) return {{"reason", to_text(why)}};
    return {{"rule", why.rule}, {"file", why.file}, {"line", why.line}};
}

// With a newline at its end; what is no UTF-8 is replaced.
std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_of(const Party& party) {
    return {{"name", party.name}, {"text", party.text}, {"pods", party.pods}};
}

Json json_of(const Parties& list) {
    Json parties = Json::array();
    for (const auto& party : list) parties.push_back(json_of(party));
    return parties;
}

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

Json json_of(const PortAnswer& port, const Lists& lists) {
    Json groups = Json::array();
    for (const auto& group : port.groups) groups.push_back(json_of(group, lists));
    Json could = Json::array();
    for (const auto& exposure : port.exposed) {
        could.push_back({{"text", exposure.text}, {"but", exposure.but}, {"by", json_of(exposure.near)}});
    }
    Json json = {{"port", port.port}, {"protocol", to_string(port.protocol)}};
    if (!port.name.empty()) json["name"] = port.name;
    json["unprotected"] = port.unprotected;
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

Json json_of(const FlowChange& change, bool opened) {
    Json peers = Json::array();
    for (const auto& party : change.peers) {
        peers.push_back(json_of(party));
    }
    Json causes = Json::array();
    for (const auto& cause : change.causes) {
        causes.push_back({{"side", cause.egress ? "egress" : "ingress"},
                          {"before", json_of(cause.before)},
                          {"after", json_of(cause.after)},
                          {"closed_by", cause.closed_by},
                          {"text", describe(cause, opened)}});
    }
    Json json = {
        {"target", json_of(change.target)}, {"port", change.port},     {"protocol", to_string(change.protocol)},
        {"workloads", std::move(peers)},    {"could", change.classes}, {"causes", std::move(causes)}};
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

// What a rule of SARIF stands for.
struct SarifRule {
    const char* id;
    const char* level;
    const char* text;
};
constexpr SarifRule sarif_rules[] = {
    {"opens", "warning", "A flow is open that was closed."},
    {"closes", "note", "A flow is closed that was open."},
    {"need-unmet", "error", "CloudNativePG no longer gets a connection that it needs."},
    {"admission", "error", "A policy is taken otherwise than before."},
};

// "HEAD:policies/db.yaml" is policies/db.yaml in the tree that is looked at.
std::string path_in_tree(const std::string& file) {
    const size_t colon = file.find(':');
    return colon == std::string::npos ? file : file.substr(colon + 1);
}

class Sarif {
  public:
    void add(const char* rule, const std::string& text, const std::string& file, int line);
    std::string finish() const;

  private:
    Json results_ = Json::array();
};

void Sarif::add(const char* rule, const std::string& text, const std::string& file, int line) {
    const auto* found = std::find_if(std::begin(sarif_rules), std::end(sarif_rules),
                                     [rule](const SarifRule& known) { return std::string_view(known.id) == rule; });
    Json result = {{"ruleId", rule}, {"level", found->level}, {"message", {{"text", text}}}};
    if (!file.empty()) {
        Json physical = {{"artifactLocation", {{"uri", path_in_tree(file)}}}};
        if (line > 0) physical["region"] = {{"startLine", line}};
        result["locations"] = Json::array({{{"physicalLocation", std::move(physical)}}});
    }
    results_.push_back(std::move(result));
}

std::string Sarif::finish() const {
    Json rules = Json::array();
    for (const auto& rule : sarif_rules) {
        rules.push_back({{"id", rule.id},
                         {"shortDescription", {{"text", rule.text}}},
                         {"defaultConfiguration", {{"level", rule.level}}}});
    }
    const Json tool = {{"driver", {{"name", "pgreach compare"}, {"rules", std::move(rules)}}}};
    const Json run = {{"tool", tool}, {"results", results_}};
    return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}});
}

void add_flows(const char* rule, const std::vector<FlowChange>& changes, bool opened, Sarif& sarif) {
    for (const auto& change : changes) {
        std::string text = std::string(rule) + ": " + describe(change);
        for (const auto& cause : change.causes) text += "\n" + describe(cause, opened);
        const Why place = place_of(change);
        sarif.add(rule, text, place.file, place.line);
    }
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

std::string to_json(const Comparison& comparison) {
    Json admissions = Json::array();
    for (const auto& change : comparison.admissions) {
        admissions.push_back({{"policy", change.policy},
                              {"before", change.before},
                              {"after", change.after},
                              {"file", change.file},
                              {"line", change.line}});
    }
    return dump({{"schema", "pgreach.compare/v1"},
                 {"old", comparison.old_name},
                 {"new", comparison.new_name},
                 {"opens", json_of(comparison.opened, true)},
                 {"closes", json_of(comparison.closed, false)},
                 {"needs", {{"unmet", json_of(comparison.unmet)}, {"met", json_of(comparison.met)}}},
                 {"admissions", std::move(admissions)}});
}

std::string to_sarif(const Comparison& comparison) {
    Sarif sarif;
    add_flows("opens", comparison.opened, true, sarif);
    add_flows("closes", comparison.closed, false, sarif);
    for (const auto& need : comparison.unmet) {
        sarif.add("need-unmet", need.text + ": " + need.consequence, need.file, need.line);
    }
    for (const auto& change : comparison.admissions) {
        sarif.add("admission", change.policy + ": " + change.after, change.file, change.line);
    }
    return sarif.finish();
}

}  // namespace pgreach::reach
