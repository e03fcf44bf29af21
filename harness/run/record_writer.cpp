#include <nlohmann/json.hpp>
#include <type_traits>

#include "model/names.hpp"
#include "run/record_json.hpp"

namespace pgreach::run {
namespace {

using OrderedJson = nlohmann::ordered_json;

template <typename T>
OrderedJson list_of(const std::vector<T>& items, OrderedJson (*write_item)(const std::type_identity_t<T>&)) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : items) list.push_back(write_item(item));
    return list;
}

OrderedJson write(const Evidence& evidence) {
    OrderedJson json = {{"kind", to_string(evidence.kind)}, {"detail", evidence.detail}};
    if (!evidence.policies.empty()) json["policies"] = evidence.policies;
    return json;
}

OrderedJson write(const Attempt& attempt) {
    OrderedJson milestones = OrderedJson::object();
    for (const auto& milestone : attempt.milestones)
        milestones[std::string(to_string(milestone.milestone))] = milestone.microseconds;
    OrderedJson json = {{"end", to_string(attempt.end)},
                        {"reached", to_string(attempt.reached)},
                        {"rungs_us", std::move(milestones)},
                        {"duration_us", attempt.duration_us}};
    if (!attempt.source.empty()) json["source"] = attempt.source;
    if (!attempt.destination.empty()) json["destination"] = attempt.destination;
    if (!attempt.answered_by.empty()) json["answered_by"] = attempt.answered_by;
    if (!attempt.error.empty()) json["error"] = attempt.error;
    return json;
}

void add_flow(OrderedJson& json, const Flow& flow) {
    json["from"] = flow.from;
    json["to"] = flow.to;
    json["port"] = flow.port;
    json["protocol"] = to_string(flow.protocol);
}

void add_observation(OrderedJson& json, const Observation& observation) {
    json["observation"] = to_string(observation.observed);
    if (!observation.reason.empty()) json["unclear_because"] = observation.reason;
    json["evidence"] = list_of(observation.evidence, write);
    json["attempts"] = list_of(observation.attempts, write);
}

OrderedJson write(const FlowRecord& record) {
    OrderedJson json = {{"step", record.step}};
    add_flow(json, record.flow);
    json["claim"] = to_string(record.claim);
    json["prediction"] = {{"verdict", to_string(record.prediction)},
                          {"by", record.by},
                          {"reason", record.reason},
                          {"allowed_by", record.allowed_by}};
    add_observation(json, record.observation);
    if (!record.defect.empty()) json["defect"] = record.defect;
    json["judgement"] = record.judgement ? OrderedJson(to_string(*record.judgement)) : OrderedJson(nullptr);
    return json;
}

OrderedJson write(const Admission& admission) {
    return {{"result", to_string(admission.result)},
            {"detail", describe(admission)},
            {"unknown_fields", admission.unknown_fields},
            {"schema_errors", admission.schema_errors},
            {"agent_error", admission.agent_error}};
}

OrderedJson write(const AdmissionRecord& record) {
    OrderedJson json = {{"step", record.step}, {"policy", record.policy}, {"validation", to_string(record.validation)}};
    json.update(write(record.observed));
    json["prediction"] = write(record.predicted);
    if (!record.defect.empty()) {
        json["defect"] = record.defect;
        json["listed"] = to_string(record.listed);
    }
    json["judgement"] = record.judgement ? OrderedJson(to_string(*record.judgement)) : OrderedJson(nullptr);
    return json;
}

void add_check(OrderedJson& json, const HealthCheck& check) {
    json["name"] = check.name;
    json["state"] = to_string(check.state);
    json["detail"] = check.detail;
    json["from"] = check.from;
    json["to"] = check.to;
    json["port"] = check.port;
}

OrderedJson write(const HealthCheck& check) {
    OrderedJson json;
    add_check(json, check);
    return json;
}

OrderedJson write(const HealthRecord& record) {
    OrderedJson json = {{"step", record.step}};
    add_check(json, record.check);
    json["prediction"] = record.prediction ? OrderedJson(to_string(*record.prediction)) : OrderedJson(nullptr);
    return json;
}

OrderedJson write(const StepRecord& step) {
    return {{"name", step.name},           {"settle_ms", step.settle_ms},     {"rounds", step.rounds},
            {"change_ms", step.change_ms}, {"in_force_ms", step.in_force_ms}, {"observe_ms", step.observe_ms},
            {"health_ms", step.health_ms}};
}

OrderedJson write(const DefectRecord& defect) {
    return {{"id", defect.id},
            {"promises", defect.promises},
            {"happens", defect.happens},
            {"link", defect.link},
            {"remedy", defect.remedy}};
}

OrderedJson write(const ScenarioRecord& scenario) {
    std::int64_t settle_ms = 0;
    for (const auto& step : scenario.steps) settle_ms += step.settle_ms;
    return {{"name", scenario.name},
            {"title", scenario.title},
            {"file", scenario.file},
            {"cast", scenario.participants},
            {"page", scenario.page},
            {"settle_ms", settle_ms},
            {"duration_ms", scenario.duration_ms},
            {"steps", list_of(scenario.steps, write)},
            {"admission", list_of(scenario.admissions, write)},
            {"flows", list_of(scenario.flows, write)},
            {"health", list_of(scenario.health, write)},
            {"defects", list_of(scenario.defects, write)}};
}

OrderedJson write(const std::pair<Flow, Observation>& entry) {
    OrderedJson json = OrderedJson::object();
    add_flow(json, entry.first);
    add_observation(json, entry.second);
    return json;
}

OrderedJson write(const ControlRecord& control) {
    return {{"when", control.when},
            {"cast", control.participants},
            {"flows", list_of(control.flows, write)},
            {"health", list_of(control.health, write)}};
}

OrderedJson write(const Phase& phase) {
    return {{"name", phase.name}, {"microseconds", phase.microseconds}};
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

OrderedJson write(const Summary& summary) {
    OrderedJson json = write(summary.flows);
    json["admission"] = write(summary.admissions);
    json["health_differs"] = summary.health_differs;
    json["allowed"] = summary.allowed;
    json["attributed"] = summary.attributed;
    json["exit"] = summary.exit;
    return json;
}

}  // namespace

std::string to_json(const Record& record) {
    const OrderedJson json = {{"schema", record_schema},
                              {"started", record.started},
                              {"command", record.command},
                              {"environment",
                               {{"backend", record.backend},
                                {"engine", record.engine},
                                {"drop_evidence", record.drop_evidence},
                                {"versions", record.versions},
                                {"notes", record.notes}}},
                              {"failure", record.failure},
                              {"interrupted", record.interrupted},
                              {"phases", list_of(record.phases, write)},
                              {"controls", list_of(record.controls, write)},
                              {"scenarios", list_of(record.scenarios, write)},
                              {"summary", write(record.summary)}};
    // Raw errors come from outside and may be anything.
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::run
