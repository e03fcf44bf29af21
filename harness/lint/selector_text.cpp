#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "base/text.hpp"
#include "engine/labels.hpp"
#include "lint/gap.hpp"
#include "lint/templates.hpp"

namespace pgreach::lint {
namespace {

using engine::Operator;
using engine::Requirement;

bool is_word(std::string_view text) {
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '/';
    };
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), plain);
}

// Of every pod, so that "any" and "k8s" ask for the same.
std::string key_text(const Requirement& requirement) {
    const auto& key = requirement.key;
    return key.source == "any" || key.source == "k8s" ? quoted(key.key) : quoted(key.source + ":" + key.key);
}

const char* operator_text(Operator op) {
    switch (op) {
        case Operator::equals:
        case Operator::in:
            return "In";
        case Operator::not_in:
            return "NotIn";
        case Operator::exists:
            return "Exists";
        case Operator::does_not_exist:
            return "DoesNotExist";
    }
    return "";
}

std::string expression(const Requirement& requirement) {
    std::string text = "{key: " + key_text(requirement) + ", operator: " + operator_text(requirement.op);
    if (requirement.values.empty()) return text + "}";
    std::vector<std::string> values;
    for (const auto& value : requirement.values) values.push_back(quoted(value));
    return text + ", values: [" + join(values, ", ") + "]}";
}

}  // namespace

std::string quoted(const std::string& text) {
    constexpr std::array keywords = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
    const bool keyword = std::find(keywords.begin(), keywords.end(), lower_case(text)) != keywords.end();
    if (is_word(text) && !keyword && !has_variable(text)) return text;  // what an expression becomes may be anything
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

std::string selector_text(const engine::Selector& selector) {
    std::vector<std::string> labels, expressions;
    for (const auto& requirement : selector.requirements) {
        const auto& key = requirement.key;
        if (key.key == engine::namespace_key && requirement.op == Operator::equals) continue;
        if (requirement.op == Operator::equals && requirement.values.size() == 1) {
            const std::string label = key_text(requirement) + ": " + quoted(requirement.values.front());
            if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
        } else {
            expressions.push_back(expression(requirement));
        }
    }
    std::vector<std::string> parts;
    if (!labels.empty()) parts.push_back("matchLabels: {" + join(labels, ", ") + "}");
    if (!expressions.empty()) parts.push_back("matchExpressions: [" + join(expressions, ", ") + "]");
    return "{" + join(parts, ", ") + "}";
}

}  // namespace pgreach::lint
