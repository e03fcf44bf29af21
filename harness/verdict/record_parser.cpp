#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "verdict/record_json.hpp"
#include "verdict/record_reader.hpp"

namespace pgreach::verdict {
namespace {

using Json = nlohmann::json;

// Whether values stand in each other deeper than that. What is no JSON may be taken for either.
bool is_deeper(std::string_view text, int most) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > most) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

// What is nested deeper than any record is somebody's attempt to exhaust the stack: values are copied recursively. The
// library could ask a callback, but then takes a time that grows with the square of the longest list.
Json parse_json(std::string_view text) {
    constexpr int deepest = 64;
    if (is_deeper(text, deepest)) throw std::invalid_argument("nested too deeply");
    return Json::parse(text);
}

bool is_journal(std::string_view text) {
    return text.starts_with(R"({"run":)");
}

void read_journal_line(const Json& json, Record& record) {
    if (json.contains("run")) {
        auto controls = std::move(record.controls);
        auto scenarios = std::move(record.scenarios);
        record = read_record(json.at("run"));
        record.controls = std::move(controls);
        record.scenarios = std::move(scenarios);
    } else if (json.contains("control")) {
        record.controls.push_back(read_control(json.at("control")));
    } else if (json.contains("scenario")) {
        record.scenarios.push_back(read_scenario(json.at("scenario")));
    } else if (record.scenarios.empty()) {
        throw std::invalid_argument("a step stands before any scenario");
    } else {
        record.scenarios.back().steps.push_back(read_step(json.at("step")));
    }
}

// A killed run may have left half a line at the end, which says nothing.
Record read_journal(std::string_view text) {
    Record record;
    for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        read_journal_line(parse_json(text.substr(0, end)), record);
        text.remove_prefix(end + 1);
    }
    record.complete = false;  // a run that reaches its end replaces its journal by the record
    return record;
}

}  // namespace

Result<Record> parse_record(std::string_view text) {
    try {
        return is_journal(text) ? read_journal(text) : read_record(parse_json(text));
    } catch (const std::exception& exception) {
        return input_error(std::string("this is no record of pgreach: ") + exception.what(),
                           "give a file that pgreach run --record wrote");
    }
}

}  // namespace pgreach::verdict
