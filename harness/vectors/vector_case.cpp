#include "vectors/vector_case.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "engine/versions.hpp"
#include "vectors/json_reader.hpp"
#include "vectors/json_values.hpp"
#include "vectors/world_reader.hpp"
#include "yaml/utf8.hpp"

namespace pgreach::vectors {
namespace {

const std::map<std::string_view, engine::EnforcementMode> modes = {
    {"default", engine::EnforcementMode::default_mode},
    {"always", engine::EnforcementMode::always},
    {"never", engine::EnforcementMode::never},
};
const std::map<std::string_view, Answer> answers = {
    {"allowed", Answer::allowed},
    {"denied", Answer::denied},
    {"any", Answer::any},
};

constexpr auto nowhere = static_cast<std::uint32_t>(-1);

// A word of a closed set.
template <typename Value>
Value read_word(JsonReader& json, const std::map<std::string_view, Value>& words, const char* what) {
    const std::string_view given = json.text();
    const auto found = words.find(given);
    if (found != words.end()) return found->second;
    json.fail(std::string("unknown ") + what + " '" + std::string(given) + "'");
    return {};
}

VectorCase::PolicyAnswer read_policy_answer(JsonReader& json) {
    VectorCase::PolicyAnswer answer;
    json.map([&](std::string_view key) {
        if (key == "unknownFields") {
            auto& fields = answer.unknown_fields.emplace();
            json.list([&] { fields.emplace_back(json.text()); });
        } else if (key == "schemaErrors") {
            json.list([&] {
                json.text();
                answer.schema_error = true;
            });
        } else if (key == "agentError") {
            answer.agent_error = json.text();
        } else {
            json.skip();
        }
    });
    return answer;
}

VectorCase::FlowAnswer read_flow_answer(JsonReader& json) {
    VectorCase::FlowAnswer answer;
    if (json.next() != '[') {
        answer.both = read_word(json, answers, "verdict");
        return answer;
    }
    size_t given = 0;
    json.list([&] { (given++ == 0 ? answer.ingress : answer.egress) = read_word(json, answers, "verdict"); });
    if (given != 2) json.fail("a verdict is [ingress, egress], or one word for both");
    return answer;
}

// Cilium's policy code answers for both sides, always.
bool is_extended(const VectorCase::FlowAnswer& answer) {
    return answer.ingress == Answer::any || answer.egress == Answer::any;
}

// Reads the parts of one case. A map of JSON has no order, so first where each part stands is noted.
class CaseReader {
  public:
    explicit CaseReader(std::string_view line) : line_(line) {}
    Result<VectorCase> read();

  private:
    // Calls with a reader of that part; false where there is none.
    template <typename Read>
    bool part(const std::string& name, const Read& read);
    template <typename Read>
    void required(const std::string& name, const Read& read) {
        if (!part(name, read)) fail("'" + name + "' is missing");
    }
    void fail(std::string fault) {
        if (!error_) error_ = std::move(fault);
    }
    void read_head();
    void read_world();
    void read_flows();
    std::uint32_t place(std::string_view name);
    void read_answers();
    void read_validation();

    std::string_view line_;
    std::map<std::string, std::string_view, std::less<>> parts_;
    std::unordered_map<std::string_view, std::uint32_t> places_;
    VectorCase case_;
    std::optional<std::string> error_;
};

template <typename Read>
bool CaseReader::part(const std::string& name, const Read& read) {
    const auto found = parts_.find(name);
    if (found == parts_.end()) return false;
    JsonReader json(found->second);
    read(json);
    json.finish();
    if (json.error()) fail(name + ": " + *json.error());
    return true;
}

void CaseReader::read_head() {
    required("id", [this](JsonReader& json) { case_.id = json.text(); });
    part("mode", [this](JsonReader& json) { case_.mode = read_word(json, modes, "mode"); });
    part("cilium", [this](JsonReader& json) {
        const std::string text(json.text());
        case_.cilium = engine::parse_version(text);
        if (!case_.cilium) json.fail("unknown release of Cilium '" + text + "'");
    });
    required("policies",
             [this](JsonReader& json) { json.list([&] { case_.policies.push_back(read_manifest(json)); }); });
}

void CaseReader::read_world() {
    WorldReader reader;
    const auto read = [&reader](const char* name) {
        return [&reader, name](JsonReader& json) { reader.read(name, json); };
    };
    required("pods", read("pods"));
    for (const char* name : {"namespaces", "namedPorts", "objects", "dns"}) part(name, read(name));
    if (reader.is_extended()) case_.origin = VectorCase::Origin::others;
    case_.world = reader.take();
    const auto& endpoints = case_.world.endpoints;
    for (std::uint32_t i = 0; i < endpoints.size(); ++i) places_.try_emplace(endpoints[i].name, i);
}

std::uint32_t CaseReader::place(std::string_view name) {
    const auto found = places_.find(name);
    if (found != places_.end()) return found->second;
    fail("a flow names '" + std::string(name) + "', which is no pod");
    return 0;
}

void CaseReader::read_flows() {
    required("flows", [this](JsonReader& json) {
        json.list([&] {
            VectorCase::Question& question = case_.flows.emplace_back();
            question.from = question.to = nowhere;
            json.map([&](std::string_view key) {
                if (key == "from") {
                    question.from = place(json.text());
                } else if (key == "to") {
                    question.to = place(json.text());
                } else if (key == "port") {
                    question.port = static_cast<std::uint16_t>(read_port(json));
                } else if (key == "proto") {
                    question.protocol = read_protocol(json);
                } else {
                    json.skip();
                }
            });
            if (question.from == nowhere || question.to == nowhere) json.fail("a flow has no 'from' or no 'to'");
        });
    });
}

void CaseReader::read_answers() {
    required("expect", [this](JsonReader& json) {
        json.map([&](std::string_view key) {
            if (key == "policies") {
                json.list([&] { case_.policy_answers.push_back(read_policy_answer(json)); });
            } else if (key == "verdicts") {
                json.list([&] { case_.flow_answers.push_back(read_flow_answer(json)); });
            } else {
                json.skip();
            }
        });
    });
    if (case_.policy_answers.size() != case_.policies.size() || case_.flow_answers.size() != case_.flows.size()) {
        fail("there must be one answer for each policy and for each flow");
    }
    const auto& verdicts = case_.flow_answers;
    if (std::any_of(verdicts.begin(), verdicts.end(), is_extended)) case_.origin = VectorCase::Origin::others;
    if (case_.world.endpoints.empty()) case_.origin = VectorCase::Origin::checks;
    // The policy code alone has no agent that learns what peers call their ports.
    case_.world.peer_ports_known = case_.origin == VectorCase::Origin::others;
}

// {name, ok, manifest}: whether the API server takes it, and nothing else.
void CaseReader::read_validation() {
    case_.origin = VectorCase::Origin::validation;
    part("name", [this](JsonReader& json) { case_.id = json.text(); });
    part("manifest", [this](JsonReader& json) { case_.policies.push_back(read_manifest(json)); });
    required("ok", [this](JsonReader& json) {
        case_.policy_answers.push_back({.schema_error = !json.node().as_boolean().value_or(true)});
    });
}

Result<VectorCase> CaseReader::read() {
    const auto wrong = [](const std::string& fault) { return input_error("not a case: " + fault); };
    if (yaml::find_invalid_utf8(line_)) return wrong("it is not UTF-8");
    JsonReader json(line_);
    json.map([&](std::string_view name) {
        std::string key(name);
        parts_[std::move(key)] = json.skip();
    });
    json.finish();
    if (json.error()) return wrong(*json.error());
    if (parts_.count("manifest") != 0) {
        read_validation();
    } else {
        read_head();
        read_world();
        read_flows();
        read_answers();
    }
    if (error_) return wrong(*error_);
    return std::move(case_);
}

}  // namespace

Flow VectorCase::flow(const Question& question) const {
    return {world.endpoints[question.from].name, world.endpoints[question.to].name, question.protocol, question.port};
}

Result<VectorCase> parse_vector_case(const std::string& line) {
    return CaseReader(line).read();
}

}  // namespace pgreach::vectors
