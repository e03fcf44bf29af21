#include "lint/objections.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/advice.hpp"
#include "lint/codes.hpp"
#include "lint/dropped.hpp"

namespace pgreach::lint {
namespace {

const char* code_of(engine::Stage stage) {
    switch (stage) {
        case engine::Stage::fields:
            return code::unknown_field;
        case engine::Stage::schema:
            return code::schema;
        case engine::Stage::agent:
            return code::rejected;
    }
    return code::schema;
}

// Of a value of the wrong type, no field is known: the type says it all.
bool is_consequence(const engine::Finding& finding, const std::vector<engine::Finding>& all) {
    return finding.stage == engine::Stage::fields &&
           std::any_of(all.begin(), all.end(), [&finding](const engine::Finding& other) {
               const bool typed =
                   other.stage == engine::Stage::schema && other.text.find("must be of type") != std::string::npos;
               return typed && finding.path.starts_with(other.path) && finding.path.size() > other.path.size();
           });
}

bool is_peer_list(const std::string& field) {
    return (field.starts_with("from") || field.starts_with("to")) && field != "toPorts";
}

// Accepted, and not what it looks like.
void add_nulls(const manifest::Manifest& written, const engine::Examination& examination, Diagnostics& found) {
    for (const auto& dropped : examination.nulls) {
        const std::string field = dropped.path.substr(dropped.path.rfind('.') + 1);
        const Meaning meaning = meaning_without(examination, dropped.path);
        const std::string then = meaning.text.empty() ? "the policy is as if it were not there" : meaning.text;
        const std::string nobody = is_peer_list(field) ? "; nobody is '" + field + ": []'" : "";
        found.push_back({meaning.opens ? Severity::error : Severity::warning, written.source, dropped.mark,
                         "'" + field + "' is null, and the API server drops it: then " + then,
                         "give '" + field + "' a value, or take it out" + nobody,
                         meaning.opens ? code::null_opens : code::null_dropped});
    }
}

}  // namespace

Diagnostics objections(const manifest::Manifest& written, const engine::Examination& examination,
                       const engine::Cilium& cilium) {
    Diagnostics found;
    std::optional<engine::Examination> pruned;  // what would be stored without strict validation
    for (const auto& finding : examination.findings) {
        if (is_consequence(finding, examination.findings)) continue;
        std::string text = finding.text;
        if (finding.stage == engine::Stage::agent) text = "Cilium rejects it, so nothing is enforced: " + text;
        if (finding.stage == engine::Stage::fields) {
            if (!pruned) pruned = engine::examine(written, FieldValidation::ignore, cilium);
            const Meaning meaning = meaning_without(*pruned, finding.path);
            if (!meaning.text.empty()) {
                text += "; where strict validation is off it is dropped, and then " + meaning.text;
            }
        }
        Advice advice = advise(written, finding, examination.nulls);
        found.push_back({Severity::error, written.source, advice.mark, std::move(text), std::move(advice.remedy),
                         code_of(finding.stage)});
    }
    if (examination.admission.in_force()) add_nulls(written, examination, found);
    return found;
}

}  // namespace pgreach::lint
