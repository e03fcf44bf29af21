#include "verdict/record_v1.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "verdict/record_json.hpp"

namespace pgreach::verdict {
namespace {

using Json = nlohmann::json;

// How reasons begin that follow from attempts, evidence and controls, and so are found again.
constexpr std::array<std::string_view, 9> derived = {"the positive control failed:",
                                                     "no positive control:",
                                                     "silence",
                                                     "refused: ",
                                                     "failed: ",
                                                     "answered",
                                                     "ended as dropped",
                                                     "connected, then silence",
                                                     "nothing was attempted"};
constexpr std::string_view lost_evidence = "no answer, and evidence was lost: ";

bool begins_with_one_of_derived(const std::string& reason) {
    return std::any_of(derived.begin(), derived.end(),
                       [&](std::string_view beginning) { return reason.starts_with(beginning); });
}

Json doubts_of(const Json& observation) {
    const std::string reason = observation.value("unclear_because", "");
    if (observation.value("observation", "") != "unclear" || begins_with_one_of_derived(reason)) return Json::array();
    if (reason.starts_with(lost_evidence)) {
        return Json::array({{{"cause", "evidence-lost"}, {"text", reason.substr(lost_evidence.size())}}});
    }
    return Json::array({{{"cause", "recorded"}, {"text", reason.empty() ? "recorded as unclear" : reason}}});
}

// v1 told no kinds: "default/x", or only "x".
Json upgrade_policy(const Json& old) {
    const auto name = old.get<std::string>();
    const size_t slash = name.find('/');
    if (slash == std::string::npos) return {{"name", name}};
    return {{"namespace", name.substr(0, slash)}, {"name", name.substr(slash + 1)}};
}

Json upgrade_policies(const Json& list) {
    Json policies = Json::array();
    for (const auto& policy : list) policies.push_back(upgrade_policy(policy));
    return policies;
}

// v1 named the connection of an event in its text alone: "… 10.244.0.7:40312 → 10.244.0.3:5432 …". What matched then,
// also behind a service, matches now.
void name_connection(Json& event, Json& attempts) {
    const std::string detail = event.value("detail", "");
    constexpr std::string_view arrow = " → ";
    const size_t at = detail.find(arrow);
    if (at == std::string::npos) return;
    const size_t begin = detail.rfind(' ', at - (at > 0 ? 1 : 0));
    const std::string source = detail.substr(begin == std::string::npos || begin >= at ? 0 : begin + 1,
                                             at - (begin == std::string::npos || begin >= at ? 0 : begin + 1));
    const size_t after = at + arrow.size();
    const std::string destination = detail.substr(after, detail.find_first_of(" ,;", after) - after);
    event["source"] = source;
    event["destination"] = destination;
    for (auto& attempt : attempts) {
        if (attempt.value("source", "") == source && attempt.value("destination", "") != destination) {
            attempt["behind"].push_back(destination);
        }
    }
}

Json upgrade_observation(Json json) {
    Json attempts = json.value("attempts", Json::array());
    for (auto& attempt : attempts) attempt["milestones_us"] = attempt.at("rungs_us");
    Json evidence = Json::array();
    for (auto event : json.value("evidence", Json::array())) {
        const auto kind = event.value("kind", "");
        if (kind == "reply" || kind == "positive-control") continue;  // an attempt or a control says it
        name_connection(event, attempts);
        if (event.contains("policies")) event["policies"] = upgrade_policies(event["policies"]);
        evidence.push_back(std::move(event));
    }
    json["doubts"] = doubts_of(json);
    json["attempts"] = std::move(attempts);
    json["evidence"] = std::move(evidence);
    return json;
}

Json upgrade_flow(const Json& old) {
    Json json = upgrade_observation(old);
    auto& prediction = json["prediction"];
    if (prediction.contains("allowed_by")) prediction["allowed_by"] = upgrade_policies(prediction["allowed_by"]);
    return json;
}

Json upgrade_admission(const Json& old) {
    Json json = old;
    json["policy"] = upgrade_policy(old.at("policy"));
    json["observed"] = old;
    json["predicted"] = old.at("prediction");
    return json;
}

// The items of `key` that belong to this step, each as `upgrade` makes it.
Json of_step(const Json& scenario, const char* key, const std::string& step, Json (*upgrade)(const Json&)) {
    Json list = Json::array();
    for (const auto& item : scenario.value(key, Json::array())) {
        if (item.value("step", "") == step) list.push_back(upgrade(item));
    }
    return list;
}

Json upgrade_scenario(const Json& old) {
    Json json = old;
    json["participants"] = old.value("cast", "");
    Json steps = Json::array();
    for (auto step : old.value("steps", Json::array())) {
        const std::string name = step.value("name", "");
        step["admissions"] = of_step(old, "admission", name, upgrade_admission);
        step["flows"] = of_step(old, "flows", name, upgrade_flow);
        step["health"] = of_step(old, "health", name, [](const Json& health) { return health; });
        steps.push_back(std::move(step));
    }
    json["steps"] = std::move(steps);
    return json;
}

Json upgrade_control(const Json& old) {
    Json json = old;
    json["participants"] = old.value("cast", "");
    json["flows"] = Json::array();
    for (const auto& flow : old.value("flows", Json::array())) json["flows"].push_back(upgrade_observation(flow));
    return json;
}

}  // namespace

Json upgrade_v1(const Json& old) {
    Json json = old;
    json["schema"] = record_schema;
    const std::string engine = old.at("environment").value("engine", "cilium-1.20");
    json["environment"]["cilium"] = {{"release", engine.substr(engine.find('-') + 1)}};
    json["controls"] = Json::array();
    for (const auto& control : old.value("controls", Json::array()))
        json["controls"].push_back(upgrade_control(control));
    json["scenarios"] = Json::array();
    for (const auto& scenario : old.value("scenarios", Json::array())) {
        json["scenarios"].push_back(upgrade_scenario(scenario));
    }
    json["complete"] = true;  // v1 was written as a whole; failure and interruption stand in it
    return json;
}

}  // namespace pgreach::verdict
