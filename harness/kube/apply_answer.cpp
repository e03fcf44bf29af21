#include "kube/apply_answer.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

constexpr std::string_view invalid = "\" is invalid:";
constexpr std::string_view unchecked = "some validation rules were not checked";  // a remark, no finding
constexpr std::string_view unknown_field = "unknown field \"";

std::vector<std::string> read_unknown_fields(std::string_view text) {
    std::vector<std::string> fields;
    for (size_t begin = text.find(unknown_field); begin != std::string_view::npos;
         begin = text.find(unknown_field, begin)) {
        begin += unknown_field.size();
        fields.emplace_back(text.substr(begin, text.find('"', begin) - begin));
    }
    return fields;
}

// One error stands on the same line, several on lines of their own that begin with "* ".
std::vector<std::string> read_schema_errors(std::string_view text) {
    std::vector<std::string> errors;
    for (const auto& line : split(text, '\n')) {
        std::string_view error = trim(line);
        if (error.substr(0, 2) == "* ") error.remove_prefix(2);
        if (!error.empty() && error.find(unchecked) == std::string_view::npos) errors.emplace_back(error);
    }
    return errors;
}

std::optional<ApplyAnswer> read_refusal(const std::string& err) {
    ApplyAnswer answer{.state = ApplyAnswer::State::refused};
    if (err.find("strict decoding error") != std::string::npos) {
        answer.unknown_fields = read_unknown_fields(err);
        if (answer.unknown_fields.empty()) answer.schema_errors = {std::string(trim(err))};
        return answer;
    }
    if (const size_t begin = err.find(invalid); begin != std::string::npos) {
        answer.schema_errors = read_schema_errors(std::string_view(err).substr(begin + invalid.size()));
        return answer;
    }
    if (err.find("no matches for kind") != std::string::npos) {
        answer.schema_errors = {std::string(trim(err))};
        return answer;
    }
    return std::nullopt;
}

void collect_missing(const yaml::Node& sent, const yaml::Node* stored, const std::string& path,
                     std::vector<std::string>& missing) {
    if (sent.is_null()) return;  // the API server drops nulls, whether it knows the field or not
    if (stored == nullptr) {
        missing.push_back(path);
        return;
    }
    for (const auto& [key, mark, value] : sent.entries) {
        collect_missing(value, stored->find(key), path.empty() ? key : path + "." + key, missing);
    }
    for (size_t i = 0; i < sent.items.size(); ++i) {
        const yaml::Node* item = i < stored->items.size() ? &stored->items[i] : nullptr;
        collect_missing(sent.items[i], item, path + "[" + std::to_string(i) + "]", missing);
    }
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

Result<ApplyAnswer> read_apply(int exit, const std::string& out, const std::string& err) {
    if (exit != 0) {
        if (auto refusal = read_refusal(err)) return *std::move(refusal);
        return environment_error("kubectl apply: " + std::string(trim(err)));
    }
    ApplyAnswer answer{.unknown_fields = read_unknown_fields(err)};
    const std::string_view said = trim(out);
    if (ends_with(said, " unchanged")) {
        answer.state = ApplyAnswer::State::unchanged;
    } else if (ends_with(said, " configured")) {
        answer.state = ApplyAnswer::State::configured;
    } else if (!ends_with(said, " created") && !ends_with(said, " serverside-applied")) {
        return environment_error("kubectl apply answered \"" + std::string(said) + "\"");
    }
    return answer;
}

std::vector<std::optional<ApplyAnswer>> read_apply_of(const std::vector<std::string>& names, const std::string& out) {
    std::vector<std::optional<ApplyAnswer>> answers(names.size());
    for (const auto& line : split(out, '\n')) {
        const auto answer = read_apply(0, std::string(line), {});
        const size_t slash = line.find('/');
        if (!answer || slash == std::string::npos) continue;
        const std::string_view name = std::string_view(line).substr(slash + 1, line.rfind(' ') - slash - 1);
        for (size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) answers[i] = *answer;
        }
    }
    return answers;
}

std::vector<std::string> missing_fields(const yaml::Node& sent, const yaml::Node& stored) {
    std::vector<std::string> missing;
    collect_missing(sent, &stored, {}, missing);
    return missing;
}

AgentVerdict agent_verdict(const yaml::Node& stored_policy) {
    for (const auto& condition : items_at(stored_policy, {"status", "conditions"})) {
        if (text_at(condition, {"type"}) != "Valid") continue;
        const bool valid = text_at(condition, {"status"}) == "True";
        return {valid ? AgentVerdict::State::valid : AgentVerdict::State::invalid, text_at(condition, {"message"})};
    }
    return {};
}

Admission admission_of(const ApplyAnswer& answer, const std::vector<std::string>& missing,
                       const AgentVerdict& verdict) {
    if (answer.state == ApplyAnswer::State::refused) {
        return {AdmissionResult::refused, answer.unknown_fields, answer.schema_errors};
    }
    std::vector<std::string> unknown = answer.unknown_fields;
    for (const auto& field : missing) {
        if (std::find(unknown.begin(), unknown.end(), field) == unknown.end()) unknown.push_back(field);
    }
    if (verdict.state == AgentVerdict::State::invalid) {
        return {AdmissionResult::rejected, unknown, {}, verdict.message};
    }
    return {unknown.empty() ? AdmissionResult::accepted : AdmissionResult::pruned, unknown};
}

}  // namespace pgreach::kube
