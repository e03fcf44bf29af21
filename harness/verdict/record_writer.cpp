#include <nlohmann/json.hpp>
#include <type_traits>

#include "model/names.hpp"
#include "verdict/participants_json.hpp"
#include "verdict/record_json.hpp"
#include "verdict/watch_json.hpp"

namespace pgreach::verdict {
namespace {

using OrderedJson = nlohmann::ordered_json;

template <typename T>
OrderedJson list_of(const std::vector<T>& items, OrderedJson (*write_item)(const std::type_identity_t<T>&)) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : items) list.push_back(write_item(item));
    return list;
}

OrderedJson write(const PolicyId& policy) {
    return {{"kind", policy.kind}, {"namespace", policy.ns}, {"name", policy.name}};
}

OrderedJson write(const Evidence& evidence) {
    OrderedJson json = {{"kind", to_string(evidence.kind)},
                        {"source", evidence.source},
                        {"destination", evidence.destination},
                        {"detail", evidence.detail}};
    if (!evidence.policies.empty()) json["policies"] = list_of(evidence.policies, write);
    return json;
}

OrderedJson write(const Doubt& doubt) {
    return {{"cause", to_string(doubt.cause)}, {"text", doubt.text}};
}

OrderedJson write(const Attempt& attempt) {
    OrderedJson milestones = OrderedJson::object();
    for (const auto& one : attempt.milestones) milestones[std::string(to_string(one.milestone))] = one.microseconds;
    OrderedJson json = {{"end", to_string(attempt.end)},
                        {"reached", to_string(attempt.reached)},
                        {"began_us", attempt.began_us},
                        {"duration_us", attempt.duration_us},
                        {"milestones_us", std::move(milestones)}};
    const auto add = [&](const char* key, const auto& value) {
        if (!value.empty()) json[key] = value;
    };
    add("source", attempt.source);
    add("destination", attempt.destination);
    add("path", attempt.path);
    add("behind", attempt.behind);
    add("answerers", attempt.answerers);
    add("answered_by", attempt.answered_by);
    add("error", attempt.error);
    return json;
}

OrderedJson write(const Flow& flow) {
    return {{"from", flow.from}, {"to", flow.to}, {"protocol", to_string(flow.protocol)}, {"port", flow.port}};
}

void add_observation(OrderedJson& json, const Observation& observation) {
    json["attempts"] = list_of(observation.attempts, write);
    json["evidence"] = list_of(observation.evidence, write);
    json["doubts"] = list_of(observation.doubts, write);
}

OrderedJson write(const RulePlace& rule) {
    OrderedJson json = {{"policy", write(rule.policy)}, {"path", rule.path}, {"line", rule.line}};
    if (!rule.decides) json["nearest"] = true;
    return json;
}

OrderedJson write(const FlowRecord& record) {
    OrderedJson json = write(record.flow);
    json["claim"] = to_string(record.claim);
    json["prediction"] = {{"verdict", to_string(record.prediction)},
                          {"by", record.by},
                          {"reason", record.reason},
                          {"allowed_by", list_of(record.allowed_by, write)}};
    add_observation(json, record.observation);
    if (record.rule) json["prediction"]["rule"] = write(*record.rule);
    if (record.by_configuration) json["by_configuration"] = true;
    if (!record.causes.empty()) json["causes"] = record.causes;
    if (!record.defect.empty()) json["defect"] = record.defect;
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
    OrderedJson json = {{"policy", write(record.policy)}, {"validation", to_string(record.validation)}};
    json["observed"] = write(record.observed);
    json["predicted"] = write(record.predicted);
    if (record.by_configuration) json["by_configuration"] = true;
    if (!record.doubts.empty()) json["doubts"] = list_of(record.doubts, write);
    if (!record.defect.empty()) {
        json["defect"] = record.defect;
        json["listed"] = to_string(record.listed);
    }
    return json;
}

OrderedJson write(const HealthCheck& check) {
    OrderedJson json = {{"name", check.name}, {"state", to_string(check.state)}, {"detail", check.detail}};
    if (!check.need.empty()) json["need"] = check.need;
    if (check.by_chance) json["by_chance"] = true;
    json["from"] = check.from;
    json["to"] = check.to;
    json["port"] = check.port;
    json["doubts"] = list_of(check.doubts, write);
    return json;
}

OrderedJson write(const HealthRecord& record) {
    OrderedJson json = write(record.check);
    json["prediction"] = record.prediction ? OrderedJson(to_string(*record.prediction)) : OrderedJson(nullptr);
    return json;
}

OrderedJson write(const DefectRecord& defect) {
    return {{"id", defect.id},
            {"promises", defect.promises},
            {"happens", defect.happens},
            {"link", defect.link},
            {"remedy", defect.remedy}};
}

OrderedJson write(const std::pair<Flow, Observation>& entry) {
    OrderedJson json = write(entry.first);
    add_observation(json, entry.second);
    return json;
}

OrderedJson write(const Phase& phase) {
    OrderedJson json = {{"name", phase.name}, {"microseconds", phase.microseconds}};
    if (phase.began_us >= 0) json["began_us"] = phase.began_us;
    return json;
}

OrderedJson write(const PolicyText& policy) {
    OrderedJson json = write(policy.policy);
    json["file"] = policy.file;
    json["line"] = policy.line;
    if (policy.step > 0) json["step"] = policy.step;
    json["text"] = policy.text;
    return json;
}

OrderedJson write(const PlannedFlows& planned) {
    return {{"participants", planned.participants}, {"flows", list_of(planned.flows, write)}};
}

OrderedJson write(const PlannedStep& planned) {
    return {{"name", planned.name}, {"applies", list_of(planned.applies, write)}};
}

OrderedJson write(const PlannedScenario& planned) {
    return {{"name", planned.name}, {"participants", planned.participants}, {"steps", list_of(planned.steps, write)}};
}

OrderedJson write(const RunPlan& plan) {
    return {{"flows", list_of(plan.flows, write)}, {"scenarios", list_of(plan.scenarios, write)}};
}

OrderedJson write(const ShardRecord& shard) {
    return {{"index", shard.index}, {"count", shard.count}, {"whole", list_of(shard.whole, write)}};
}

OrderedJson write_times(const StepRecord& step) {
    return {{"name", step.name},           {"settle_ms", step.settle_ms},     {"rounds", step.rounds},
            {"change_ms", step.change_ms}, {"in_force_ms", step.in_force_ms}, {"observe_ms", step.observe_ms},
            {"health_ms", step.health_ms}};
}

OrderedJson write(const StepRecord& step) {
    OrderedJson json = write_times(step);
    if (step.began_us >= 0) json["began_us"] = step.began_us;
    if (!step.removes.empty()) json["removes"] = list_of(step.removes, write);
    json["admissions"] = list_of(step.admissions, write);
    json["flows"] = list_of(step.flows, write);
    json["health"] = list_of(step.health, write);
    return json;
}

OrderedJson write_without_steps(const ScenarioRecord& scenario) {
    OrderedJson json = {{"name", scenario.name}, {"title", scenario.title},
                        {"file", scenario.file}, {"participants", scenario.participants},
                        {"page", scenario.page}, {"argument", scenario.argument}};
    if (!scenario.repeats.empty()) json["repeats"] = scenario.repeats;
    json["duration_ms"] = scenario.duration_ms;
    json["defects"] = list_of(scenario.defects, write);
    if (!scenario.policies.empty()) json["policies"] = list_of(scenario.policies, write);
    return json;
}

OrderedJson write(const ScenarioRecord& scenario) {
    OrderedJson json = write_without_steps(scenario);
    json["steps"] = list_of(scenario.steps, write);
    return json;
}

OrderedJson write(const ControlRecord& control) {
    return {{"when", control.when},
            {"participants", control.participants},
            {"flows", list_of(control.flows, write)},
            {"health", list_of(control.health, write)}};
}

OrderedJson write(const CiliumRecord& cilium) {
    OrderedJson json = {{"release", cilium.release}, {"configuration", cilium.configuration}};
    const auto add = [&](const char* key, const auto& value) {
        if (!value.empty()) json[key] = value;
    };
    add("releases", cilium.releases);
    add("assumptions", cilium.assumptions);
    add("not_followed", cilium.not_followed);
    return json;
}

OrderedJson write(const AuditedFlow& audited) {
    OrderedJson json = write(audited.flow);
    json["prediction"] = to_string(audited.prediction);
    json["denied"] = audited.denied;
    return json;
}

OrderedJson write(const AuditedStep& step) {
    return {{"scenario", step.scenario}, {"name", step.name}, {"flows", list_of(step.flows, write)}};
}

OrderedJson write(const AuditRecord& audit) {
    return {{"endpoints", audit.endpoints}, {"steps", list_of(audit.steps, write)}};
}

OrderedJson write_without_results(const Record& record) {
    OrderedJson json = {{"schema", record_schema}, {"started", record.started}, {"command", record.command}};
    json["environment"] = {{"backend", record.backend},
                           {"drop_evidence", record.drop_evidence},
                           {"cilium", write(record.cilium)},
                           {"versions", record.versions},
                           {"notes", record.notes}};
    if (!record.faults.empty()) json["environment"]["faults"] = record.faults;
    if (record.plan) json["plan"] = write(*record.plan);
    if (record.shard) json["shard"] = write(*record.shard);
    if (!record.participants.empty()) json["participants"] = list_of(record.participants, write_participants);
    if (record.audit) json["audit"] = write(*record.audit);
    if (record.watch) json["watch"] = write_watch(*record.watch);
    json["failure"] = record.failure;
    json["interrupted"] = record.interrupted;
    json["complete"] = record.complete;
    json["phases"] = list_of(record.phases, write);
    return json;
}

// Raw errors come from outside and may be anything.
std::string dump(const OrderedJson& json, int indent) {
    return json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string line(const char* kind, OrderedJson&& value) {
    return dump(OrderedJson{{kind, std::move(value)}}, -1);
}

}  // namespace

std::string to_json(const Record& record) {
    OrderedJson json = write_without_results(record);
    json["controls"] = list_of(record.controls, write);
    json["scenarios"] = list_of(record.scenarios, write);
    return dump(json, 1);
}

std::string journal_line(const Record& record) {
    return line("run", write_without_results(record));
}
std::string journal_line(const ControlRecord& control) {
    return line("control", write(control));
}
std::string journal_line(const ScenarioRecord& scenario) {
    return line("scenario", write_without_steps(scenario));
}
std::string journal_line(const StepRecord& step) {
    return line("step", write(step));
}

}  // namespace pgreach::verdict
