#include "lint/admit.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "lint/codes.hpp"
#include "lint/kinds.hpp"
#include "lint/kustomize.hpp"
#include "lint/objections.hpp"
#include "lint/templates.hpp"
#include "lint/variables.hpp"
#include "manifest/kinds.hpp"
#include "page/page.hpp"

namespace pgreach::lint {
namespace {

// etcd takes requests of 1.5 MiB where nobody says otherwise (--max-request-bytes).
constexpr size_t largest_object = 1'572'864;

// A piece of a file, and how it is to be taken.
struct Text {
    SourcePtr source;
    TemplateText filled;
    bool page = false;
    bool named = true;
};

class Admitter {
  public:
    Admitter(const std::vector<File>& files, const Options& options, LintResult& report)
        : report_(report), given_{{}, {}, {}, {}, options}, kustomizations_(files) {}

    void take(const File& file);
    Given finish() {
        given_.rules = rules_of(given_.policies);
        return std::move(given_);
    }

  private:
    void take_text(const Text& text);
    void take_faults(const Text& text, Diagnostics faults);
    void take_object(const Text& text, manifest::Manifest object);
    void take_other(const Text& text, manifest::Manifest object);
    void take_policy(const Text& text, const manifest::Manifest& policy);
    void settle_namespace(const Text& text, manifest::Manifest& object) const;
    static bool is_directed(const Text& text, const manifest::Manifest& object);
    void say_template(const Text& text);
    void say_not_enforced(const manifest::Manifest& object);
    void complain(const manifest::Manifest& object, Severity severity, Mark mark, const char* code, std::string text,
                  std::string remedy) {
        report_.findings.push_back({severity, object.source, mark, std::move(text), std::move(remedy), code});
    }

    LintResult& report_;
    Given given_;
    Kustomizations kustomizations_;
};

// A page may hold any YAML; what has no kind is not meant as a manifest.
bool has_kind(const std::string& text) {
    return text.starts_with("kind:") || text.find("\nkind:") != std::string::npos;
}

void Admitter::take(const File& file) {
    ++report_.files;
    const std::string& name = file.source->name;
    if (file.of_page) {
        take_text({file.source, read_template(file.source, true), true, file.named});
        return;
    }
    if (page::is_page(name)) {
        for (const auto& block : page::yaml_blocks(file.source)) {
            if (has_kind(block.source->text)) {
                take_text({block.source, read_template(block.source, true), true, file.named});
            }
        }
        return;
    }
    const bool part = kustomizations_.is_patch(name) || Kustomizations::is_kustomization(name);
    if (part || (!file.named && !may_matter(file.source->text))) {
        const size_t objects = part ? 0 : count_objects(file.source->text);
        report_.skipped += objects;
        if (objects == 0) ++report_.no_objects;
        return;
    }
    take_text({file.source, read_template(file.source, false), false, file.named});
}

// Once a file, and only where it matters.
void Admitter::say_template(const Text& text) {
    if (text.filled.kind == TemplateKind::none || text.page) return;
    report_.findings.push_back({Severity::note,
                                text.source,
                                {},
                                to_text(text.filled.kind) + ": what depends on its expressions is not judged",
                                how_to_render(text.filled.kind),
                                code::is_template});
}

void Admitter::take_text(const Text& text) {
    report_.sources.push_back(text.source);
    auto read = manifest::read(text.filled.readable);
    const size_t policies = report_.policies;
    take_faults(text, std::move(read.diagnostics));
    for (auto& object : read.manifests) {
        object.source = text.source;
        take_object(text, std::move(object));
    }
    if (report_.policies > policies || text.named) say_template(text);
}

// A folder holds other things, too, and a template need not be YAML before it is filled in.
void Admitter::take_faults(const Text& text, Diagnostics faults) {
    for (auto& fault : faults) {
        const bool no_object = fault.code == code::not_a_manifest;
        const bool unreadable = text.filled.kind != TemplateKind::none && !text.page;
        if (unreadable || (no_object && !text.named)) {
            ++(unreadable ? report_.templates : report_.no_objects);
            continue;
        }
        fault.source = text.source;
        report_.findings.push_back(std::move(fault));
    }
}

// Between the same two lines "---" there are directives: whether the object is there, and what is in it, they decide.
bool Admitter::is_directed(const Text& text, const manifest::Manifest& object) {
    if (text.filled.directives.empty()) return false;
    int first = text.source->first_line, line = first, last = first;
    std::string_view rest = text.filled.readable->text;
    bool past = false;
    while (!rest.empty() && !past) {
        const size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        if (rest.starts_with("---")) {
            past = line > object.document.mark.line;
            if (!past) first = line;
        }
        if (!past) last = line;
        rest.remove_prefix(end);
        ++line;
    }
    return std::any_of(text.filled.directives.begin(), text.filled.directives.end(),
                       [&](int directive) { return directive >= first && directive <= last; });
}

// What no kustomization says is known to nobody. Files of one folder are taken to go to one namespace.
void Admitter::settle_namespace(const Text& text, manifest::Manifest& object) const {
    if (object.kind == "CiliumClusterwideNetworkPolicy") return;
    const auto& told = kustomizations_.namespaces_of(text.source->name);
    if (told.size() == 1) object.ns = *told.begin();
    if (told.size() > 1 || object.ns.empty()) {
        object.ns = unknown_namespace(std::filesystem::path(text.source->name).parent_path().string());
    }
}

void Admitter::say_not_enforced(const manifest::Manifest& object) {
    const std::string why = why_not_enforced(object, given_.options.cilium);
    if (why.empty()) return;
    complain(object, Severity::warning, object.document.find("kind")->mark, code::not_enforced,
             "this " + object.kind + " is not enforced: " + why, "");
}

void Admitter::take_object(const Text& text, manifest::Manifest object) {
    const auto [state, meant] = manifest::judge_kind(object);
    switch (state) {
        case manifest::KindState::policy:
            settle_namespace(text, object);
            return take_policy(text, object);
        case manifest::KindState::misspelled:
            return complain(object, Severity::error, object.document.find("kind")->mark, code::wrong_kind,
                            "no API server knows the kind '" + object.kind + "'",
                            "write 'kind: " + std::string(meant->kind) + "'");
        case manifest::KindState::wrong_version:
            ++report_.policies;
            return complain(object, Severity::error, object.document.find("apiVersion")->mark, code::wrong_api_version,
                            "there is no " + object.kind + " in " + object.api_version,
                            "write 'apiVersion: " + std::string(meant->api_version) + "'");
        case manifest::KindState::other:
            return take_other(text, std::move(object));
    }
}

void Admitter::take_other(const Text& text, manifest::Manifest object) {
    ++report_.skipped;
    say_not_enforced(object);
    settle_namespace(text, object);
    if (!is_directed(text, object)) given_.others.push_back(std::move(object));
}

// The value there, or something around or below it, comes from a variable.
bool depends_on(const std::string& path, const std::vector<std::string>& variables) {
    return !path.empty() && std::any_of(variables.begin(), variables.end(), [&path](const std::string& variable) {
        return variable.starts_with(path) || path.starts_with(variable);
    });
}

void Admitter::take_policy(const Text& text, const manifest::Manifest& policy) {
    ++report_.policies;
    if (text.source->text.size() > largest_object && yaml::to_json(policy.document).size() > largest_object) {
        complain(policy, Severity::error, policy.document.mark, code::too_large,
                 "this object is larger than 1.5 MiB: the cluster cannot store it",
                 "write several policies: they add up");
    }
    manifest::Manifest judged = policy;
    auto variables = text.filled.kind == TemplateKind::none ? std::vector<std::string>() : fill_in_variables(judged);
    auto examination = engine::examine(judged, FieldValidation::strict, given_.options.cilium);
    const bool directed = is_directed(text, policy);
    std::erase_if(examination.violations, [&](const engine::Violation& finding) {
        const bool structural = finding.check != engine::AdmissionCheck::fields;
        return (directed && structural) || depends_on(finding.path, variables);
    });
    auto faults = objections(policy, examination, given_.options.cilium);
    if (directed) std::erase_if(faults, [](const Diagnostic& fault) { return fault.code != code::unknown_field; });
    report_.findings.insert(report_.findings.end(), faults.begin(), faults.end());
    if (directed || (!variables.empty() && !examination.admission.in_force())) ++report_.templates;
    const bool rejected = examination.admission.result == AdmissionResult::rejected;
    if (rejected && !directed) {
        given_.rejected.push_back(std::move(judged));
        return;
    }
    if (directed || !examination.admission.in_force()) return;
    say_not_enforced(policy);
    given_.policies.push_back({std::move(judged), std::move(examination), std::move(variables)});
}

}  // namespace

Given admit(const std::vector<File>& files, const Options& options, LintResult& report) {
    Admitter admitter(files, options, report);
    for (const auto& file : files) admitter.take(file);
    return admitter.finish();
}

}  // namespace pgreach::lint
