#include "verdict/record_reader.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "model/names.hpp"
#include "verdict/participants_json.hpp"
#include "verdict/record_json.hpp"
#include "verdict/record_v1.hpp"
#include "verdict/watch_json.hpp"

namespace pgreach::verdict {
namespace {

using Json = nlohmann::json;

template <typename Enum>
Enum read_name(const Json& json, const char* key) {
    const auto name = json.at(key).get<std::string>();
    if (const auto value = from_string<Enum>(name)) return *value;
    throw std::invalid_argument(std::string(key) + " cannot be '" + name + "'");
}

// A whole number that the type holds. The library would make an int of 1e99 as well, which nothing defines.
template <typename Number>
Number read_number(const Json& json) {
    const bool fits = json.is_number_unsigned()
                          ? std::in_range<Number>(json.get<std::uint64_t>())
                          : json.is_number_integer() && std::in_range<Number>(json.get<std::int64_t>());
    if (!fits) throw std::invalid_argument(json.dump() + " stands where a whole number belongs");
    return json.get<Number>();
}
template <typename Number>
Number read_number(const Json& json, const char* key, Number otherwise) {
    return json.contains(key) ? read_number<Number>(json.at(key)) : otherwise;
}

// All items of the list `key`, each read by `read`; absent means none.
template <typename T, typename Read>
std::vector<T> read_list(const Json& json, const char* key, Read read) {
    std::vector<T> items;
    if (!json.contains(key)) return items;
    for (const auto& item : json.at(key)) items.push_back(read(item));
    return items;
}

std::string read_text(const Json& json, const char* key) {
    return json.value(key, std::string());
}

std::vector<std::string> read_texts(const Json& json, const char* key) {
    return json.value(key, std::vector<std::string>());
}

Attempt read_attempt(const Json& json) {
    Attempt attempt{.end = read_name<AttemptEnd>(json, "end"),
                    .reached = read_name<Milestone>(json, "reached"),
                    .began_us = read_number(json, "began_us", std::int64_t{0}),
                    .duration_us = read_number<std::int64_t>(json.at("duration_us")),
                    .source = read_text(json, "source"),
                    .destination = read_text(json, "destination"),
                    .path = read_text(json, "path"),
                    .behind = read_texts(json, "behind"),
                    .answerers = read_texts(json, "answerers"),
                    .answered_by = read_text(json, "answered_by"),
                    .error = read_text(json, "error")};
    for (const auto& [name, microseconds] : json.at("milestones_us").items()) {
        const auto milestone = from_string<Milestone>(name);
        if (!milestone) throw std::invalid_argument("milestones_us has no milestone '" + name + "'");
        attempt.milestones.push_back({*milestone, read_number<std::int64_t>(microseconds)});
    }
    return attempt;
}

PolicyId read_policy(const Json& json) {
    return {read_text(json, "kind"), read_text(json, "namespace"), json.at("name").get<std::string>()};
}

Evidence read_evidence(const Json& json) {
    return {read_name<EvidenceKind>(json, "kind"), read_text(json, "source"), read_text(json, "destination"),
            read_text(json, "detail"), read_list<PolicyId>(json, "policies", read_policy)};
}

Doubt read_doubt(const Json& json) {
    return {read_name<DoubtCause>(json, "cause"), read_text(json, "text")};
}

Flow read_flow(const Json& json) {
    return {json.at("from").get<std::string>(), json.at("to").get<std::string>(), read_name<Protocol>(json, "protocol"),
            read_number<int>(json.at("port"))};
}

Observation read_observation(const Json& json) {
    return {read_list<Attempt>(json, "attempts", read_attempt), read_list<Evidence>(json, "evidence", read_evidence),
            read_list<Doubt>(json, "doubts", read_doubt)};
}

std::optional<RulePlace> read_rule(const Json& prediction) {
    if (!prediction.contains("rule")) return std::nullopt;
    const auto& rule = prediction.at("rule");
    return RulePlace{read_policy(rule.at("policy")), read_text(rule, "path"), read_number(rule, "line", 0),
                     !rule.value("nearest", false)};
}

FlowRecord read_flow_record(const Json& json) {
    const auto& prediction = json.at("prediction");
    return {.flow = read_flow(json),
            .claim = read_name<Verdict>(json, "claim"),
            .prediction = read_name<Verdict>(prediction, "verdict"),
            .by = read_text(prediction, "by"),
            .reason = read_text(prediction, "reason"),
            .allowed_by = read_list<PolicyId>(prediction, "allowed_by", read_policy),
            .rule = read_rule(prediction),
            .by_configuration = json.value("by_configuration", false),
            .defect = read_text(json, "defect"),
            .causes = read_texts(json, "causes"),
            .observation = read_observation(json)};
}

Admission read_admission(const Json& json) {
    return {read_name<AdmissionResult>(json, "result"), read_texts(json, "unknown_fields"),
            read_texts(json, "schema_errors"), read_text(json, "agent_error")};
}

AdmissionRecord read_admission_record(const Json& json) {
    AdmissionRecord record{.policy = read_policy(json.at("policy")),
                           .validation = read_name<FieldValidation>(json, "validation"),
                           .observed = read_admission(json.at("observed")),
                           .predicted = read_admission(json.at("predicted")),
                           .by_configuration = json.value("by_configuration", false),
                           .defect = read_text(json, "defect")};
    record.doubts = read_list<Doubt>(json, "doubts", read_doubt);
    if (!record.defect.empty()) record.listed = read_name<AdmissionResult>(json, "listed");
    return record;
}

HealthCheck read_check(const Json& json) {
    return {read_text(json, "name"),
            read_name<HealthState>(json, "state"),
            read_text(json, "detail"),
            read_text(json, "from"),
            read_text(json, "to"),
            read_number(json, "port", 0),
            read_list<Doubt>(json, "doubts", read_doubt),
            json.value("by_chance", false),
            read_text(json, "need")};
}

HealthRecord read_health(const Json& json) {
    HealthRecord record{read_check(json), {}};
    if (!json.at("prediction").is_null()) record.prediction = read_name<Verdict>(json, "prediction");
    return record;
}

DefectRecord read_defect(const Json& json) {
    return {read_text(json, "id"), read_text(json, "promises"), read_text(json, "happens"), read_text(json, "link"),
            read_text(json, "remedy")};
}

PlannedFlows read_planned_flows(const Json& json) {
    return {read_text(json, "participants"), read_list<Flow>(json, "flows", read_flow)};
}

PlannedStep read_planned_step(const Json& json) {
    return {read_text(json, "name"), read_list<PolicyId>(json, "applies", read_policy)};
}

PlannedScenario read_planned_scenario(const Json& json) {
    return {read_text(json, "name"), read_text(json, "participants"),
            read_list<PlannedStep>(json, "steps", read_planned_step)};
}

std::optional<RunPlan> read_plan(const Json& json) {
    if (!json.contains("plan")) return std::nullopt;
    const auto& plan = json.at("plan");
    return RunPlan{read_list<PlannedFlows>(plan, "flows", read_planned_flows),
                   read_list<PlannedScenario>(plan, "scenarios", read_planned_scenario)};
}

std::optional<ShardRecord> read_shard(const Json& json) {
    if (!json.contains("shard")) return std::nullopt;
    const auto& shard = json.at("shard");
    return ShardRecord{read_number(shard, "index", 1), read_number(shard, "count", 1),
                       read_list<PlannedScenario>(shard, "whole", read_planned_scenario)};
}

Phase read_phase(const Json& json) {
    return {read_text(json, "name"), read_number<std::int64_t>(json.at("microseconds")),
            read_number(json, "began_us", std::int64_t{-1})};
}

PolicyText read_policy_text(const Json& json) {
    return {read_policy(json), read_text(json, "text"), read_text(json, "file"), read_number(json, "line", 1),
            read_number(json, "step", size_t{0})};
}

CiliumRecord read_cilium(const Json& json) {
    using Texts = std::map<std::string, std::string>;
    return {.release = read_text(json, "release"),
            .configuration = json.value("configuration", Texts()),
            .releases = json.value("releases", Texts()),
            .assumptions = read_texts(json, "assumptions"),
            .not_followed = read_texts(json, "not_followed")};
}

std::optional<AuditRecord> read_audit(const Json& json) {
    if (!json.contains("audit")) return std::nullopt;
    const auto read_flow_of_step = [](const Json& flow) {
        return AuditedFlow{read_flow(flow), read_name<Verdict>(flow, "prediction"), read_text(flow, "denied")};
    };
    const auto read_step_of_audit = [&](const Json& step) {
        return AuditedStep{read_text(step, "scenario"), read_text(step, "name"),
                           read_list<AuditedFlow>(step, "flows", read_flow_of_step)};
    };
    const auto& audit = json.at("audit");
    return AuditRecord{read_texts(audit, "endpoints"), read_list<AuditedStep>(audit, "steps", read_step_of_audit)};
}

Record read_present(const Json& json) {
    const auto& environment = json.at("environment");
    return {.started = read_text(json, "started"),
            .command = read_text(json, "command"),
            .backend = read_text(environment, "backend"),
            .drop_evidence = environment.value("drop_evidence", false),
            .cilium = read_cilium(environment.at("cilium")),
            .versions = environment.value("versions", std::map<std::string, std::string>()),
            .notes = read_texts(environment, "notes"),
            .faults = read_texts(environment, "faults"),
            .plan = read_plan(json),
            .shard = read_shard(json),
            .participants = read_list<Participants>(json, "participants", read_participants),
            .controls = read_list<ControlRecord>(json, "controls", read_control),
            .scenarios = read_list<ScenarioRecord>(json, "scenarios", read_scenario),
            .audit = read_audit(json),
            .watch = json.contains("watch") ? std::optional(read_watch(json.at("watch"))) : std::nullopt,
            .phases = read_list<Phase>(json, "phases", read_phase),
            .failure = read_text(json, "failure"),
            .interrupted = json.value("interrupted", false),
            .complete = json.value("complete", false)};
}

}  // namespace

StepRecord read_step(const Json& json) {
    const auto milliseconds = [&](const char* key) { return read_number(json, key, std::int64_t{0}); };
    return {.name = read_text(json, "name"),
            .settle_ms = milliseconds("settle_ms"),
            .rounds = read_number(json, "rounds", 0),
            .change_ms = milliseconds("change_ms"),
            .in_force_ms = milliseconds("in_force_ms"),
            .observe_ms = milliseconds("observe_ms"),
            .health_ms = milliseconds("health_ms"),
            .admissions = read_list<AdmissionRecord>(json, "admissions", read_admission_record),
            .flows = read_list<FlowRecord>(json, "flows", read_flow_record),
            .health = read_list<HealthRecord>(json, "health", read_health),
            .removes = read_list<PolicyId>(json, "removes", read_policy),
            .began_us = read_number(json, "began_us", std::int64_t{-1})};
}

ScenarioRecord read_scenario(const Json& json) {
    return {.name = json.at("name").get<std::string>(),
            .title = read_text(json, "title"),
            .file = read_text(json, "file"),
            .participants = read_text(json, "participants"),
            .page = read_text(json, "page"),
            .argument = read_text(json, "argument"),
            .repeats = read_text(json, "repeats"),
            .steps = read_list<StepRecord>(json, "steps", read_step),
            .defects = read_list<DefectRecord>(json, "defects", read_defect),
            .duration_ms = read_number(json, "duration_ms", std::int64_t{0}),
            .policies = read_list<PolicyText>(json, "policies", read_policy_text)};
}

ControlRecord read_control(const Json& json) {
    const auto read_entry = [](const Json& flow) { return std::pair(read_flow(flow), read_observation(flow)); };
    return {read_text(json, "when"), read_text(json, "participants"),
            read_list<std::pair<Flow, Observation>>(json, "flows", read_entry),
            read_list<HealthCheck>(json, "health", read_check)};
}

// Without its plan nobody could tell what is missing from a record; only those of schema v1 never had one.
Record read_record(const Json& json) {
    const auto schema = json.value("schema", "");
    if (schema == record_schema_v1) return read_present(upgrade_v1(json));
    if (schema != record_schema) throw std::invalid_argument("the schema is not " + std::string(record_schema));
    if (!json.contains("plan")) throw std::invalid_argument("it has no plan of what the run set out to do");
    return read_present(json);
}

}  // namespace pgreach::verdict
