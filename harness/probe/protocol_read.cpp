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

Batch read_batch(const json& object) {
    Batch batch;
    batch.number = number(object, "batch");
    batch.timeout_ms = duration(object, "timeout_ms");
    if (object.contains("window")) batch.window = number(object, "window");
    if (object.contains("hold_ms")) batch.hold_ms = duration(object, "hold_ms");
    const json& flows = need(object, "flows");
    if (!flows.is_array()) throw Faulty{"flows is not a list"};
    for (const auto& flow : flows) batch.flows.push_back(read_flow(flow));
    return batch;
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
    if (line.contains("end")) return End{};
    throw Faulty{"neither batch, cancel, go nor end"};
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
    if (line.contains("error")) return Complaint{required(line, "error")};
    throw Faulty{"neither hello, started, attempt, done nor error"};
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
