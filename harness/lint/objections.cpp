#include "lint/objections.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/advice.hpp"
#include "lint/codes.hpp"
#include "lint/dropped.hpp"

namespace pgreach::lint {
namespace {

const char* code_of(engine::AdmissionCheck check) {
    switch (check) {
        case engine::AdmissionCheck::fields:
            return code::unknown_field;
        case engine::AdmissionCheck::schema:
            return code::schema;
        case engine::AdmissionCheck::agent:
            return code::rejected;
    }
    return code::schema;
}

// The places of values of the wrong type.
std::vector<std::string> wrongly_typed(const std::vector<engine::Violation>& violations) {
    std::vector<std::string> paths;
    for (const auto& violation : violations) {
        const bool typed = violation.text.find("must be of type") != std::string::npos;
        if (violation.check == engine::AdmissionCheck::schema && typed) paths.push_back(violation.path);
    }
    return paths;
}

// Of a value of the wrong type, no field is known: the type says it all.
bool is_consequence(const engine::Violation& violation, const std::vector<std::string>& typed) {
    if (violation.check != engine::AdmissionCheck::fields) return false;
    return std::any_of(typed.begin(), typed.end(), [&violation](const std::string& path) {
        return violation.path.starts_with(path) && violation.path.size() > path.size();
    });
}

// Of fields that the API server does not know, so many are told of one policy: more of them are no slips.
constexpr size_t most_unknown_fields = 100;

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

class Objections {
  public:
    Objections(const manifest::Manifest& written, const engine::Examination& examination, const engine::Cilium& cilium)
        : written_(written), examination_(examination), cilium_(cilium) {}

    Diagnostics collect();

  private:
    void add(const engine::Violation& violation);
    std::string text_of(const engine::Violation& violation);

    const manifest::Manifest& written_;
    const engine::Examination& examination_;
    const engine::Cilium& cilium_;
    std::optional<engine::Examination> pruned_ = {};  // what would be stored without strict validation
    Diagnostics found_ = {};
};

Diagnostics Objections::collect() {
    const auto typed = wrongly_typed(examination_.violations);
    size_t unknown = 0;
    Mark more{};
    for (const auto& violation : examination_.violations) {
        if (is_consequence(violation, typed)) continue;
        if (violation.check == engine::AdmissionCheck::fields && ++unknown > most_unknown_fields) {
            if (unknown == most_unknown_fields + 1) more = violation.mark;
            continue;
        }
        add(violation);
    }
    if (unknown > most_unknown_fields) {
        const std::string text = std::to_string(unknown - most_unknown_fields) + " more unknown fields from here on";
        found_.push_back({Severity::error, written_.source, more, text, {}, code::unknown_field});
    }
    if (examination_.admission.in_force()) add_nulls(written_, examination_, found_);
    return std::move(found_);
}

void Objections::add(const engine::Violation& violation) {
    Advice advice = advise(written_, violation, examination_.nulls);
    found_.push_back({Severity::error, written_.source, advice.mark, text_of(violation), std::move(advice.remedy),
                      code_of(violation.check)});
}

std::string Objections::text_of(const engine::Violation& violation) {
    if (violation.check == engine::AdmissionCheck::agent)
        return "Cilium rejects it, so nothing is enforced: " + violation.text;
    const bool few = examination_.violations.size() <= most_unknown_fields;  // else what each one means is not asked
    if (violation.check != engine::AdmissionCheck::fields || !few) return violation.text;
    if (!pruned_) pruned_ = engine::examine(written_, FieldValidation::ignore, cilium_);
    const Meaning meaning = meaning_without(*pruned_, violation.path);
    if (meaning.text.empty()) return violation.text;
    return violation.text + "; where strict validation is off it is dropped, and then " + meaning.text;
}

}  // namespace

Diagnostics objections(const manifest::Manifest& written, const engine::Examination& examination,
                       const engine::Cilium& cilium) {
    return Objections(written, examination, cilium).collect();
}

}  // namespace pgreach::lint
