#include "engine/examine.hpp"

#include <optional>
#include <utility>

#include "engine/sanitize.hpp"
#include "engine/translate.hpp"
#include "manifest/check.hpp"
#include "manifest/kinds.hpp"
#include "manifest/network_policy_checks.hpp"
#include "manifest/schema.hpp"

namespace pgreach::engine {
namespace {

void add_unknown_fields(Examination& examination, const manifest::Violations& unknown) {
    for (const auto& [path, mark, text] : unknown) {
        examination.violations.push_back({AdmissionCheck::fields, path, mark, text});
        examination.admission.unknown_fields.push_back(path);
    }
}

void add_schema_errors(Examination& examination, const manifest::Violations& errors) {
    for (const auto& [path, mark, text] : errors) {
        examination.violations.push_back({AdmissionCheck::schema, path, mark, text});
        examination.admission.schema_errors.push_back(text);
    }
}

void add_agent_fault(Examination& examination, const AgentFault& fault) {
    examination.violations.push_back({AdmissionCheck::agent, fault.path, fault.mark, fault.text});
    examination.admission.agent_error = fault.text;
    examination.agent_alternatives = fault.alternatives;
}

manifest::Violation no_match(const manifest::Manifest& manifest, const char* field) {
    const yaml::Node* given = manifest.document.find(field);
    const Mark mark = given == nullptr ? manifest.document.mark : given->mark;
    return {field, mark, manifest::no_match_text(manifest)};
}

// A kind that no API server has is refused; one that is no policy is none of our concern.
void refuse_misspelled(const manifest::Manifest& manifest, Examination& examination) {
    if (manifest::judge_kind(manifest).state != manifest::KindState::misspelled) return;
    add_schema_errors(examination, {no_match(manifest, "kind")});
    examination.admission.result = AdmissionResult::refused;
}

// The API server knows a kind only under its own group and version.
void check_api_version(const manifest::Manifest& manifest, manifest::Violations& errors) {
    if (manifest.api_version == manifest::find_policy_kind(manifest.kind)->api_version) return;
    errors.push_back(no_match(manifest, "apiVersion"));
}

AdmissionResult result_of(const Admission& admission, FieldValidation validation) {
    const bool unknown = !admission.unknown_fields.empty();
    if (!admission.schema_errors.empty()) return AdmissionResult::refused;
    if (unknown && validation == FieldValidation::strict) return AdmissionResult::refused;
    if (!admission.agent_error.empty()) return AdmissionResult::rejected;
    return unknown ? AdmissionResult::pruned : AdmissionResult::accepted;
}

}  // namespace

Examination examine(const manifest::Manifest& manifest, FieldValidation validation, const Cilium& cilium) {
    Examination examination;
    examination.stored = manifest;
    const manifest::Schema* schema =
        is_policy(manifest) ? manifest::find_schema(manifest.kind, cilium.version.minor) : nullptr;
    if (schema == nullptr) {
        refuse_misspelled(manifest, examination);
        return examination;
    }
    auto& admission = examination.admission;
    add_unknown_fields(examination, manifest::prune(*schema, examination.stored.document));
    for (auto& null : manifest::drop_nulls(*schema, examination.stored.document)) {
        examination.nulls.push_back({std::move(null.path), null.mark});
    }
    auto errors = manifest::validate(*schema, examination.stored.document);
    check_api_version(manifest, errors);
    add_schema_errors(examination, errors);
    if (admission.schema_errors.empty() && !is_cilium_policy(manifest)) {
        add_schema_errors(examination, manifest::check_network_policy(examination.stored.document));
    }
    if (admission.schema_errors.empty()) {
        if (const auto fault = sanitize(examination.stored, cilium)) add_agent_fault(examination, *fault);
    }
    admission.result = result_of(admission, validation);
    const bool followed = is_cilium_policy(manifest) || cilium.config.network_policies;
    if (admission.in_force() && followed) {
        examination.rules = is_cilium_policy(manifest) ? translate_cilium(examination.stored, cilium)
                                                       : translate_network_policy(examination.stored, cilium);
    }
    return examination;
}

}  // namespace pgreach::engine
