#include <nlohmann/json.hpp>

#include "model/names.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {
namespace {

using nlohmann::json;

// Keys of empty values are left out; the reader knows the defaults.
void put(json& object, const char* key, const std::string& value) {
    if (!value.empty()) object[key] = value;
}

json to_json(const DialedFlow& flow) {
    const Dial& dial = flow.dial;
    json object = {{"id", flow.id},           {"purpose", to_string(dial.purpose)},
                   {"address", dial.address}, {"port", dial.port},
                   {"sslmode", dial.sslmode}, {"path", dial.path}};
    put(object, "user", dial.user);
    put(object, "database", dial.database);
    put(object, "password_variable", dial.password_variable);
    put(object, "password_file", dial.password_file);
    put(object, "ca", dial.ca);
    put(object, "server_name", dial.server_name);
    if (dial.brief) object["brief"] = true;
    return object;
}

json to_json(const Batch& batch) {
    json flows = json::array();
    for (const auto& flow : batch.flows) flows.push_back(to_json(flow));
    return {{"batch", batch.number},
            {"timeout_ms", batch.timeout_ms},
            {"window", batch.window},
            {"hold_ms", batch.hold_ms},
            {"flows", flows}};
}

json to_json(const Watch& watch) {
    json flows = json::array();
    for (const auto& flow : watch.flows) flows.push_back(to_json(flow));
    json object = {{"watch", watch.number},
                   {"interval_us", watch.interval_us},
                   {"patience_us", watch.patience_us},
                   {"beat_us", watch.beat_us},
                   {"most", watch.most},
                   {"orphaned_us", watch.orphaned_us},
                   {"flows", flows}};
    put(object, "name", watch.name);
    return object;
}

json to_json(const Unwatch& unwatch) {
    return {{"unwatch", unwatch.watch}};
}

json to_json(const Tell& tell) {
    return {{"tell", tell.watch}, {"since", tell.since}};
}

json to_json(const AskTime& ask) {
    return {{"ask_time", ask.question}};
}

json to_json(const Cancel& cancel) {
    return {{"cancel", {{"batch", cancel.batch}, {"id", cancel.id}, {"reason", cancel.reason}}}};
}

json to_json(const Go& go) {
    return {{"go", go.batch}};
}

json to_json(const End&) {
    return {{"end", true}};
}

json to_json(const Hello& hello) {
    return {{"hello", {{"version", hello.version}, {"protocol", hello.protocol}}}};
}

json to_json(const Started& started) {
    return {{"started",
             {{"batch", started.batch},
              {"id", started.id},
              {"source", started.source},
              {"destination", started.destination}}}};
}

json to_json(const Attempted& attempted) {
    const Attempt& attempt = attempted.attempt;
    json milestones = json::array();
    for (const auto& milestone : attempt.milestones)
        milestones.push_back({to_string(milestone.milestone), milestone.microseconds});
    json object = {{"batch", attempted.batch},      {"id", attempted.id},
                   {"end", to_string(attempt.end)}, {"reached", to_string(attempt.reached)},
                   {"milestones", milestones},      {"duration_us", attempt.duration_us}};
    put(object, "source", attempt.source);
    put(object, "destination", attempt.destination);
    put(object, "answered_by", attempt.answered_by);
    put(object, "error", attempt.error);
    return {{"attempt", object}};
}

json to_json(const Done& done) {
    return {{"done", done.batch}};
}

json to_json(const FlowRun& told) {
    const WatchRun& run = told.run;
    json object = {{"id", told.id},
                   {"kind", to_string(run.kind)},
                   {"outcome", to_string(run.outcome)},
                   {"numbers",
                    {run.count, run.first_begin_us, run.first_sent_us, run.last_begin_us, run.last_sent_us,
                     run.longest_step_us, run.slowest_us}}};
    put(object, "error", run.error);
    return object;
}

json to_json(const std::vector<FlowRun>& runs) {
    json list = json::array();
    for (const auto& run : runs) list.push_back(to_json(run));
    return list;
}

json to_json(const Told& told) {
    return {{"told",
             {{"watch", told.watch},
              {"first", told.first},
              {"ended", to_json(told.ended)},
              {"open", to_json(told.open)},
              {"over", told.over}}}};
}

json to_json(const Time& time) {
    return {{"time", {{"question", time.question}, {"now_us", time.now_us}}}};
}

json to_json(const Complaint& complaint) {
    return {{"error", complaint.text}};
}

std::string line_of(const json& object) {
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string to_line(const Instruction& instruction) {
    return std::visit([](const auto& one) { return line_of(to_json(one)); }, instruction);
}

std::string to_line(const Message& message) {
    return std::visit([](const auto& one) { return line_of(to_json(one)); }, message);
}

std::string endpoint_text(const std::string& address, int port) {
    const bool v6 = address.find(':') != std::string::npos;
    return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

}  // namespace pgreach::probe
