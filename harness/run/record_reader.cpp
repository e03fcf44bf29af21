#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "model/names.hpp"
#include "run/record_json.hpp"

namespace pgreach::run {
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

Attempt read_attempt(const Json& json) {
    Attempt attempt{.end = read_name<AttemptEnd>(json, "end"),
                    .reached = read_name<Milestone>(json, "reached"),
                    .duration_us = read_number<std::int64_t>(json.at("duration_us")),
                    .source = read_text(json, "source"),
                    .destination = read_text(json, "destination"),
                    .answered_by = read_text(json, "answered_by"),
                    .error = read_text(json, "error")};
    for (const auto& [name, microseconds] : json.at("rungs_us").items()) {
        const auto milestone = from_string<Milestone>(name);
        if (!milestone) throw std::invalid_argument("rungs_us has no milestone '" + name + "'");
        attempt.milestones.push_back({*milestone, read_number<std::int64_t>(microseconds)});
    }
    return attempt;
}

Evidence read_evidence(const Json& json) {
    return {read_name<EvidenceKind>(json, "kind"), read_text(json, "detail"),
            json.value("policies", std::vector<std::string>())};
}

Flow read_flow(const Json& json) {
    return {json.at("from").get<std::string>(), json.at("to").get<std::string>(), read_name<Protocol>(json, "protocol"),
            read_number<int>(json.at("port"))};
}

Observation read_observation(const Json& json) {
    return {read_name<Observed>(json, "observation"), read_text(json, "unclear_because"),
            read_list<Evidence>(json, "evidence", read_evidence), read_list<Attempt>(json, "attempts", read_attempt)};
}

FlowRecord read_flow_record(const Json& json) {
    const auto& prediction = json.at("prediction");
    return {.step = read_text(json, "step"),
            .flow = read_flow(json),
            .claim = read_name<Verdict>(json, "claim"),
            .prediction = read_name<Verdict>(prediction, "verdict"),
            .by = read_text(prediction, "by"),
            .reason = read_text(prediction, "reason"),
            .allowed_by = prediction.value("allowed_by", std::vector<std::string>()),
            .defect = read_text(json, "defect"),
            .observation = read_observation(json)};
}

Admission read_admission(const Json& json) {
    return {read_name<AdmissionResult>(json, "result"), json.value("unknown_fields", std::vector<std::string>()),
            json.value("schema_errors", std::vector<std::string>()), read_text(json, "agent_error")};
}

AdmissionRecord read_admission_record(const Json& json) {
    AdmissionRecord record{.step = read_text(json, "step"),
                           .policy = read_text(json, "policy"),
                           .validation = read_name<FieldValidation>(json, "validation"),
                           .observed = read_admission(json),
                           .predicted = read_admission(json.at("prediction")),
                           .defect = read_text(json, "defect")};
    if (!record.defect.empty()) record.listed = read_name<AdmissionResult>(json, "listed");
    return record;
}

HealthCheck read_check(const Json& json) {
    return {read_text(json, "name"),   read_name<HealthState>(json, "state"),
            read_text(json, "detail"), read_text(json, "from"),
            read_text(json, "to"),     read_number(json, "port", 0)};
}

HealthRecord read_health(const Json& json) {
    HealthRecord record{read_text(json, "step"), read_check(json), {}};
    if (!json.at("prediction").is_null()) record.prediction = read_name<Verdict>(json, "prediction");
    return record;
}

StepRecord read_step(const Json& json) {
    const auto milliseconds = [&](const char* key) { return read_number(json, key, std::int64_t{0}); };
    return {.name = read_text(json, "name"),
            .settle_ms = milliseconds("settle_ms"),
            .rounds = read_number(json, "rounds", 0),
            .change_ms = milliseconds("change_ms"),
            .in_force_ms = milliseconds("in_force_ms"),
            .observe_ms = milliseconds("observe_ms"),
            .health_ms = milliseconds("health_ms")};
}

DefectRecord read_defect(const Json& json) {
    return {read_text(json, "id"), read_text(json, "promises"), read_text(json, "happens"), read_text(json, "link"),
            read_text(json, "remedy")};
}

ScenarioRecord read_scenario(const Json& json) {
    return {.name = json.at("name").get<std::string>(),
            .title = read_text(json, "title"),
            .file = read_text(json, "file"),
            .participants = read_text(json, "cast"),
            .page = read_text(json, "page"),
            .steps = read_list<StepRecord>(json, "steps", read_step),
            .admissions = read_list<AdmissionRecord>(json, "admission", read_admission_record),
            .flows = read_list<FlowRecord>(json, "flows", read_flow_record),
            .health = read_list<HealthRecord>(json, "health", read_health),
            .defects = read_list<DefectRecord>(json, "defects", read_defect),
            .duration_ms = read_number(json, "duration_ms", std::int64_t{0})};
}

ControlRecord read_control(const Json& json) {
    const auto read_entry = [](const Json& flow) { return std::pair(read_flow(flow), read_observation(flow)); };
    return {read_text(json, "when"), read_text(json, "cast"),
            read_list<std::pair<Flow, Observation>>(json, "flows", read_entry),
            read_list<HealthCheck>(json, "health", read_check)};
}

Phase read_phase(const Json& json) {
    return {read_text(json, "name"), read_number<std::int64_t>(json.at("microseconds"))};
}

Record read_record(const Json& json) {
    if (json.value("schema", "") != record_schema) {
        throw std::invalid_argument("the schema is not " + std::string(record_schema));
    }
    const auto& environment = json.at("environment");
    return {.started = read_text(json, "started"),
            .command = read_text(json, "command"),
            .backend = read_text(environment, "backend"),
            .drop_evidence = environment.value("drop_evidence", false),
            .engine = read_text(environment, "engine"),
            .versions = environment.value("versions", std::map<std::string, std::string>()),
            .notes = environment.value("notes", std::vector<std::string>()),
            .controls = read_list<ControlRecord>(json, "controls", read_control),
            .scenarios = read_list<ScenarioRecord>(json, "scenarios", read_scenario),
            .phases = read_list<Phase>(json, "phases", read_phase),
            .failure = read_text(json, "failure"),
            .interrupted = json.value("interrupted", false)};
}

}  // namespace

Result<Record> parse_record(std::string_view text) {
    try {
        return read_record(Json::parse(text));
    } catch (const std::exception& exception) {
        return input_error(std::string("this is no record of pgreach: ") + exception.what(),
                           "give a file that pgreach run --record wrote");
    }
}

}  // namespace pgreach::run
