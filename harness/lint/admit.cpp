#include "lint/admit.hpp"

#include <utility>

#include "lint/advice.hpp"
#include "lint/codes.hpp"
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
    void tell(const manifest::Manifest& manifest, const std::vector<engine::Finding>& findings);
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

// Of fields that the API server does not know, so many are told of one policy: more of them are no slips.
constexpr size_t most_unknown_fields = 100;

void Admitter::tell(const manifest::Manifest& manifest, const std::vector<engine::Finding>& findings) {
    size_t unknown = 0;
    Mark more{};
    for (const auto& finding : findings) {
        if (finding.stage == engine::Stage::fields && ++unknown > most_unknown_fields) {
            if (unknown == most_unknown_fields + 1) more = finding.mark;
            continue;
        }
        const std::string before =
            finding.stage == engine::Stage::agent ? "Cilium rejects it, so nothing is enforced: " : "";
        const Advice advice = advise(manifest, finding);
        complain(manifest, advice.mark, code_of(finding.stage), before + finding.text, advice.remedy);
    }
    if (unknown <= most_unknown_fields) return;
    complain(manifest, more, code::unknown_field,
             std::to_string(unknown - most_unknown_fields) + " more unknown fields from here on", {});
}

void Admitter::take_policy(manifest::Manifest manifest) {
    ++report_.policies;
    if (manifest.source->text.size() > largest_object && yaml::to_json(manifest.document).size() > largest_object) {
        complain(manifest, manifest.document.mark, code::too_large,
                 "this object is larger than 1.5 MiB: the cluster cannot store it",
                 "write several policies: they add up");
    }
    auto examination = engine::examine(manifest, FieldValidation::strict, given_.options.cilium);
    tell(manifest, examination.findings);
    if (examination.admission.in_force()) given_.policies.push_back({std::move(manifest), std::move(examination)});
}

}  // namespace

Given admit(const std::vector<SourcePtr>& files, const Options& options, Report& report) {
    Admitter admitter(options, report);
    for (const auto& file : files) admitter.take(file);
    return admitter.finish();
}

}  // namespace pgreach::lint
