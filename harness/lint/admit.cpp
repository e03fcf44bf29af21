#include "lint/admit.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "lint/advice.hpp"
#include "lint/codes.hpp"
#include "lint/dropped.hpp"
#include "manifest/kinds.hpp"
#include "manifest/markdown.hpp"

namespace pgreach::lint {
namespace {

// etcd takes requests of 1.5 MiB where nobody says otherwise (--max-request-bytes).
constexpr size_t largest_object = 1'572'864;

class Admitter {
  public:
    Admitter(const Options& options, Report& report) : report_(report), given_{{}, {}, {}, options} {}

    void take(const SourcePtr& file);
    Given finish() {
        given_.rules = rules_of(given_.policies);
        return std::move(given_);
    }

  private:
    void take_text(const SourcePtr& source);
    void take_object(manifest::Manifest manifest);
    void take_policy(manifest::Manifest manifest);
    void report_findings(const manifest::Manifest& manifest, const engine::Examination& examination);
    void report_nulls(const manifest::Manifest& manifest, const engine::Examination& examination);
    void complain(const manifest::Manifest& manifest, Mark mark, const char* code, std::string text,
                  std::string remedy) {
        report_.findings.push_back({Severity::error, manifest.source, mark, std::move(text), std::move(remedy), code});
    }

    Report& report_;
    Given given_;
};

bool is_page(const std::string& name) {
    return name.ends_with(".md") || name.ends_with(".markdown");
}

// A page may hold any YAML; what has no kind is not meant as a manifest.
bool has_kind(const std::string& text) {
    return text.starts_with("kind:") || text.find("\nkind:") != std::string::npos;
}

void Admitter::take(const SourcePtr& file) {
    ++report_.files;
    if (!is_page(file->name)) return take_text(file);
    for (const auto& block : manifest::yaml_blocks(file)) {
        if (has_kind(block.source->text)) take_text(block.source);
    }
}

void Admitter::take_text(const SourcePtr& source) {
    auto read = manifest::read(source);
    report_.findings.insert(report_.findings.end(), read.diagnostics.begin(), read.diagnostics.end());
    for (auto& manifest : read.manifests) take_object(std::move(manifest));
}

Mark mark_of(const manifest::Manifest& manifest, const char* field) {
    return manifest.document.find(field)->mark;
}

void Admitter::take_object(manifest::Manifest manifest) {
    const auto [state, meant] = manifest::judge_kind(manifest);
    switch (state) {
        case manifest::KindState::policy:
            return take_policy(std::move(manifest));
        case manifest::KindState::misspelled:
            return complain(manifest, mark_of(manifest, "kind"), code::wrong_kind,
                            "no API server knows the kind '" + manifest.kind + "'",
                            "write 'kind: " + std::string(meant->kind) + "'");
        case manifest::KindState::wrong_version:
            ++report_.policies;
            return complain(manifest, mark_of(manifest, "apiVersion"), code::wrong_api_version,
                            "there is no " + manifest.kind + " in " + manifest.api_version,
                            "write 'apiVersion: " + std::string(meant->api_version) + "'");
        case manifest::KindState::other:
            ++report_.skipped;
            given_.others.push_back(std::move(manifest));
    }
}

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

void Admitter::take_policy(manifest::Manifest manifest) {
    ++report_.policies;
    if (manifest.source->text.size() > largest_object && yaml::to_json(manifest.document).size() > largest_object) {
        complain(manifest, manifest.document.mark, code::too_large,
                 "this object is larger than 1.5 MiB: the cluster cannot store it",
                 "write several policies: they add up");
    }
    auto examination = engine::examine(manifest, FieldValidation::strict, given_.options.cilium);
    report_findings(manifest, examination);
    if (!examination.admission.in_force()) return;
    report_nulls(manifest, examination);
    given_.policies.push_back({std::move(manifest), std::move(examination)});
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

// Of fields that the API server does not know, so many are told of one policy: more of them are no slips.
constexpr size_t most_unknown_fields = 100;

void Admitter::report_findings(const manifest::Manifest& manifest, const engine::Examination& examination) {
    std::optional<engine::Examination> pruned;  // what would be stored without strict validation
    size_t unknown = 0;
    Mark more{};
    for (const auto& finding : examination.findings) {
        if (is_consequence(finding, examination.findings)) continue;
        if (finding.stage == engine::Stage::fields && ++unknown > most_unknown_fields) {
            if (unknown == most_unknown_fields + 1) more = finding.mark;
            continue;
        }
        std::string text = finding.text;
        if (finding.stage == engine::Stage::agent) text = "Cilium rejects it, so nothing is enforced: " + text;
        Advice advice = advise(manifest, finding, examination.nulls);
        if (finding.stage == engine::Stage::fields) {
            if (!pruned) pruned = engine::examine(manifest, FieldValidation::ignore, given_.options.cilium);
            const Meaning meaning = meaning_without(*pruned, finding.path);
            if (!meaning.text.empty())
                text += "; where strict validation is off it is dropped, and then " + meaning.text;
        }
        complain(manifest, advice.mark, code_of(finding.stage), text, advice.remedy);
    }
    if (unknown <= most_unknown_fields) return;
    complain(manifest, more, code::unknown_field,
             std::to_string(unknown - most_unknown_fields) + " more unknown fields from here on", {});
}

bool is_peer_list(const std::string& field) {
    return (field.starts_with("from") || field.starts_with("to")) && field != "toPorts";
}

// Accepted, and not what it looks like.
void Admitter::report_nulls(const manifest::Manifest& manifest, const engine::Examination& examination) {
    for (const auto& dropped : examination.nulls) {
        const std::string field = dropped.path.substr(dropped.path.rfind('.') + 1);
        const Meaning meaning = meaning_without(examination, dropped.path);
        const std::string then = meaning.text.empty() ? "the policy is as if it were not there" : meaning.text;
        report_.findings.push_back({meaning.opens ? Severity::error : Severity::warning, manifest.source, dropped.mark,
                                    "'" + field + "' is null, and the API server drops it: then " + then,
                                    "give '" + field + "' a value, or take it out" +
                                        (is_peer_list(field) ? "; nobody is '" + field + ": []'" : ""),
                                    meaning.opens ? code::null_opens : code::null_dropped});
    }
}

}  // namespace

Given admit(const std::vector<SourcePtr>& files, const Options& options, Report& report) {
    Admitter admitter(options, report);
    for (const auto& file : files) admitter.take(file);
    return admitter.finish();
}

}  // namespace pgreach::lint
