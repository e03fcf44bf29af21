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

// The places of values of the wrong type.
std::vector<std::string> wrongly_typed(const std::vector<engine::Finding>& findings) {
    std::vector<std::string> paths;
    for (const auto& finding : findings) {
        const bool typed = finding.text.find("must be of type") != std::string::npos;
        if (finding.stage == engine::Stage::schema && typed) paths.push_back(finding.path);
    }
    return paths;
}

// Of a value of the wrong type, no field is known: the type says it all.
bool is_consequence(const engine::Finding& finding, const std::vector<std::string>& typed) {
    if (finding.stage != engine::Stage::fields) return false;
    return std::any_of(typed.begin(), typed.end(), [&finding](const std::string& path) {
        return finding.path.starts_with(path) && finding.path.size() > path.size();
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
    void add(const engine::Finding& finding);
    std::string text_of(const engine::Finding& finding);

    const manifest::Manifest& written_;
    const engine::Examination& examination_;
    const engine::Cilium& cilium_;
    std::optional<engine::Examination> pruned_ = {};  // what would be stored without strict validation
    Diagnostics found_ = {};
};

Diagnostics Objections::collect() {
    const auto typed = wrongly_typed(examination_.findings);
    size_t unknown = 0;
    Mark more{};
    for (const auto& finding : examination_.findings) {
        if (is_consequence(finding, typed)) continue;
        if (finding.stage == engine::Stage::fields && ++unknown > most_unknown_fields) {
            if (unknown == most_unknown_fields + 1) more = finding.mark;
            continue;
        }
        add(finding);
    }
    if (unknown > most_unknown_fields) {
        const std::string text = std::to_string(unknown - most_unknown_fields) + " more unknown fields from here on";
        found_.push_back({Severity::error, written_.source, more, text, {}, code::unknown_field});
    }
    if (examination_.admission.in_force()) add_nulls(written_, examination_, found_);
    return std::move(found_);
}

void Objections::add(const engine::Finding& finding) {
    Advice advice = advise(written_, finding, examination_.nulls);
    found_.push_back({Severity::error, written_.source, advice.mark, text_of(finding), std::move(advice.remedy),
                      code_of(finding.stage)});
}

std::string Objections::text_of(const engine::Finding& finding) {
    if (finding.stage == engine::Stage::agent) return "Cilium rejects it, so nothing is enforced: " + finding.text;
    const bool few = examination_.findings.size() <= most_unknown_fields;  // else what each one means is not asked
    if (finding.stage != engine::Stage::fields || !few) return finding.text;
    if (!pruned_) pruned_ = engine::examine(written_, FieldValidation::ignore, cilium_);
    const Meaning meaning = meaning_without(*pruned_, finding.path);
    if (meaning.text.empty()) return finding.text;
    return finding.text + "; where strict validation is off it is dropped, and then " + meaning.text;
}

}  // namespace

Diagnostics objections(const manifest::Manifest& written, const engine::Examination& examination,
                       const engine::Cilium& cilium) {
    return Objections(written, examination, cilium).collect();
}

}  // namespace pgreach::lint
