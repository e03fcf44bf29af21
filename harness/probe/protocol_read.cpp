#include <limits>
#include <nlohmann/json.hpp>

#include "model/names.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {
namespace {

using nlohmann::json;

// What is wrong with a line, in the reader's words; it never leaves this file.
struct Faulty {
    std::string what;
};

const json& need(const json& object, const char* key) {
    if (!object.is_object()) throw Faulty{"not an object"};
    const auto found = object.find(key);
    if (found == object.end()) throw Faulty{std::string("no ") + key};
    return *found;
}

std::int64_t integer(const json& value, const char* key, std::int64_t lowest, std::int64_t highest) {
    if (!value.is_number_integer()) throw Faulty{std::string(key) + " is not a whole number"};
    const bool huge = value.is_number_unsigned() &&
                      value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (huge || value.get<std::int64_t>() < lowest || value.get<std::int64_t>() > highest) {
        throw Faulty{std::string(key) + " is out of range"};
    }
    return value.get<std::int64_t>();
}

int number(const json& object, const char* key, int highest = std::numeric_limits<int>::max()) {
    return static_cast<int>(integer(need(object, key), key, 0, highest));
}

std::int64_t duration(const json& object, const char* key) {
    return integer(need(object, key), key, 0, std::int64_t{1} << 52);
}

std::string text(const json& value, const char* key) {
    if (!value.is_string()) throw Faulty{std::string(key) + " is not a string"};
    return value.get<std::string>();
}

bool truth(const json& value, const char* key) {
    if (!value.is_boolean()) throw Faulty{std::string(key) + " is neither true nor false"};
    return value.get<bool>();
}

std::string required(const json& object, const char* key) {
    return text(need(object, key), key);
}

std::string optional(const json& object, const char* key, const std::string& otherwise = {}) {
    return object.contains(key) ? text(object[key], key) : otherwise;
}

template <typename Enum>
Enum named(const json& value, const char* key) {
    const std::string name = text(value, key);
    const auto known = from_string<Enum>(name);
    if (!known) throw Faulty{std::string("unknown ") + key + " \"" + name + "\""};
    return *known;
}

DialedFlow read_flow(const json& object) {
    const Dial standard;
    DialedFlow flow;
    flow.id = number(object, "id");
    Dial& dial = flow.dial;
    dial.purpose = named<PortPurpose>(need(object, "purpose"), "purpose");
    dial.address = required(object, "address");
    dial.port = number(object, "port", 65535);
    dial.user = optional(object, "user");
    dial.database = optional(object, "database");
    dial.password_variable = optional(object, "password_variable");
    dial.password_file = optional(object, "password_file");
    dial.sslmode = optional(object, "sslmode", standard.sslmode);
    dial.path = optional(object, "path", standard.path);
    dial.ca = optional(object, "ca");
    dial.server_name = optional(object, "server_name");
    if (object.contains("brief")) dial.brief = truth(object["brief"], "brief");
    return flow;
}

std::vector<DialedFlow> read_flows(const json& object) {
    std::vector<DialedFlow> all;
    const json& flows = need(object, "flows");
    if (!flows.is_array()) throw Faulty{"flows is not a list"};
    for (const auto& flow : flows) all.push_back(read_flow(flow));
    return all;
}

Batch read_batch(const json& object) {
    Batch batch;
    batch.number = number(object, "batch");
    batch.timeout_ms = duration(object, "timeout_ms");
    if (object.contains("window")) batch.window = number(object, "window");
    if (object.contains("hold_ms")) batch.hold_ms = duration(object, "hold_ms");
    batch.flows = read_flows(object);
    return batch;
}

// A watch that never pauses would take the whole processor.
constexpr std::int64_t shortest_interval_us = 100;

Watch read_watch(const json& object) {
    constexpr std::int64_t day_us = std::int64_t{86400} * 1'000'000;
    Watch watch;
    watch.number = number(object, "watch");
    watch.interval_us = integer(need(object, "interval_us"), "interval_us", shortest_interval_us, day_us);
    watch.patience_us = integer(need(object, "patience_us"), "patience_us", 0, day_us);
    if (object.contains("beat_us")) watch.beat_us = integer(object["beat_us"], "beat_us", 0, day_us);
    watch.most = static_cast<int>(integer(need(object, "most"), "most", 1, 10'000));
    watch.name = optional(object, "name");
    if (object.contains("orphaned_us")) watch.orphaned_us = integer(object["orphaned_us"], "orphaned_us", 0, day_us);
    watch.flows = read_flows(object);
    return watch;
}

FlowRun read_run(const json& object) {
    FlowRun told{number(object, "id")};
    told.run.kind = named<ConnectionKind>(need(object, "kind"), "kind");
    told.run.outcome = named<SampleOutcome>(need(object, "outcome"), "outcome");
    const json& numbers = need(object, "numbers");
    constexpr size_t all = 7;
    if (!numbers.is_array() || numbers.size() != all) throw Faulty{"numbers is not a list of 7"};
    const auto at = [&](size_t place) {
        return integer(numbers[place], "numbers", 0, std::numeric_limits<std::int64_t>::max());
    };
    told.run.count = at(0);
    told.run.first_begin_us = at(1);
    told.run.first_sent_us = at(2);
    told.run.last_begin_us = at(3);
    told.run.last_sent_us = at(4);
    told.run.longest_step_us = at(5);
    told.run.slowest_us = at(6);
    told.run.error = optional(object, "error");
    return told;
}

std::vector<FlowRun> read_runs(const json& object, const char* key) {
    const json& runs = need(object, key);
    if (!runs.is_array()) throw Faulty{std::string(key) + " is not a list"};
    std::vector<FlowRun> all;
    for (const auto& run : runs) all.push_back(read_run(run));
    return all;
}

Told read_told(const json& object) {
    return {number(object, "watch"), duration(object, "first"), read_runs(object, "ended"), read_runs(object, "open"),
            truth(need(object, "over"), "over")};
}

Attempted read_attempt(const json& object) {
    Attempted attempted{number(object, "batch"), number(object, "id")};
    Attempt& attempt = attempted.attempt;
    attempt.end = named<AttemptEnd>(need(object, "end"), "end");
    attempt.reached = named<Milestone>(need(object, "reached"), "reached");
    attempt.duration_us = duration(object, "duration_us");
    const json& milestones = need(object, "milestones");
    if (!milestones.is_array()) throw Faulty{"milestones is not a list"};
    for (const auto& milestone : milestones) {
        if (!milestone.is_array() || milestone.size() != 2) throw Faulty{"a milestone is not [name, microseconds]"};
        attempt.milestones.push_back({named<Milestone>(milestone[0], "milestone"),
                                      integer(milestone[1], "milestone", 0, std::int64_t{1} << 52)});
    }
    attempt.source = optional(object, "source");
    attempt.destination = optional(object, "destination");
    attempt.answered_by = optional(object, "answered_by");
    attempt.error = optional(object, "error");
    return attempted;
}

Instruction read_instruction(const json& line) {
    if (line.contains("batch")) return read_batch(line);
    if (line.contains("cancel")) {
        const json& cancel = line["cancel"];
        return Cancel{number(cancel, "batch"), number(cancel, "id"), optional(cancel, "reason")};
    }
    if (line.contains("go")) return Go{number(line, "go")};
    if (line.contains("watch")) return read_watch(line);
    if (line.contains("unwatch")) return Unwatch{number(line, "unwatch")};
    if (line.contains("tell")) return Tell{number(line, "tell"), duration(line, "since")};
    if (line.contains("ask_time")) return AskTime{number(line, "ask_time")};
    if (line.contains("end")) return End{};
    throw Faulty{"neither batch, cancel, go, watch, unwatch, tell, ask_time nor end"};
}

Message read_message(const json& line) {
    if (line.contains("hello")) return Hello{required(line["hello"], "version"), number(line["hello"], "protocol")};
    if (line.contains("started")) {
        const json& started = line["started"];
        return Started{number(started, "batch"), number(started, "id"), required(started, "source"),
                       required(started, "destination")};
    }
    if (line.contains("attempt")) return read_attempt(line["attempt"]);
    if (line.contains("done")) return Done{number(line, "done")};
    if (line.contains("told")) return read_told(line["told"]);
    if (line.contains("time")) {
        const json& time = line["time"];
        return Time{number(time, "question"), integer(need(time, "now_us"), "now_us", 0, std::int64_t{1} << 62)};
    }
    if (line.contains("error")) return Complaint{required(line, "error")};
    throw Faulty{"neither hello, started, attempt, done, told, time nor error"};
}

std::string quoted(std::string_view line) {
    constexpr size_t limit = 120;
    std::string shown;
    for (const char c : line.substr(0, limit)) shown += (c < ' ' && c >= 0) || c == 127 ? '?' : c;
    return "\"" + shown + (line.size() > limit ? "…\"" : "\"");
}

template <typename Read>
auto parse(std::string_view line, Read read) -> Result<decltype(read(json()))> {
    try {
        const json object = json::parse(line);
        if (!object.is_object()) throw Faulty{"not an object"};
        return read(object);
    } catch (const Faulty& faulty) {
        return input_error(quoted(line) + " is not the probe's protocol: " + faulty.what);
    } catch (const json::exception&) {
        return input_error(quoted(line) + " is not the probe's protocol: not JSON");
    }
}

}  // namespace

Result<Instruction> parse_instruction(std::string_view line) {
    return parse(line, read_instruction);
}

Result<Message> parse_message(std::string_view line) {
    return parse(line, read_message);
}

}  // namespace pgreach::probe
