#include "run/predictor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "engine/agent_config_text.hpp"
#include "engine/versions.hpp"
#include "model/names.hpp"

namespace pgreach::run {
namespace {

// All that run; first the one that predictions follow.
std::vector<engine::Cilium> all_of(const backend::Semantics& semantics) {
    std::vector<engine::Cilium> all = {semantics.cilium};
    for (const auto& [node, cilium] : semantics.nodes) {
        if (std::find(all.begin(), all.end(), cilium) == all.end()) all.push_back(cilium);
    }
    return all;
}

// "Cilium 1.20 with enable-policy=always", with as much as tells it from the others.
std::string name_of(const engine::Cilium& cilium, const std::vector<engine::PolicySet>& all) {
    std::string name = "Cilium " + engine::to_string(cilium.version);
    const bool same =
        std::all_of(all.begin(), all.end(), [&](const auto& other) { return other.cilium().config == cilium.config; });
    if (same) return name;
    const std::string settings = engine::describe_settings(cilium);
    return name + " with " + (settings.empty() ? "its default settings" : settings);
}

}  // namespace

CiliumRecord describe(const backend::Semantics& semantics) {
    CiliumRecord record{.release = engine::to_string(semantics.cilium.version),
                        .configuration = engine::settings_of(semantics.cilium),
                        .assumptions = semantics.assumptions,
                        .not_followed = semantics.not_followed};
    for (const auto& [node, release] : backend::releases_of(semantics)) {
        record.releases[node] = engine::to_string(release);
    }
    return record;
}

Predictor::Predictor(World world, const backend::Semantics& semantics) : world_(std::move(world)) {
    for (const auto& cilium : all_of(semantics)) {
        policies_.emplace_back(cilium);
        for (const auto& manifest : semantics.baseline) policies_.back().apply(manifest, FieldValidation::strict);
    }
    if (semantics.cilium.config != engine::AgentConfig{}) installed_.emplace(semantics.cilium.version);
    if (!semantics.baseline.empty()) bare_.emplace(semantics.cilium);
}

void Predictor::apply(const manifest::Manifest& manifest, FieldValidation validation, AdmissionRecord& record) {
    std::vector<std::string> said;
    bool agree = true;
    for (auto& policies : policies_) {
        const auto admission = policies.apply(manifest, validation);
        if (said.empty()) record.predicted = admission;
        agree = agree && admission.result == record.predicted.result;
        said.push_back(fmt::format("{} by {}", to_string(admission.result), name_of(policies.cilium(), policies_)));
    }
    if (bare_) bare_->apply(manifest, validation);
    if (installed_) {
        record.by_configuration = installed_->apply(manifest, validation).result != record.predicted.result;
    }
    if (!agree) record.doubts.push_back({DoubtCause::nodes_differ, "it would be " + enumerate(said)});
}

void Predictor::remove(const manifest::Manifest& manifest) {
    for (auto& policies : policies_) policies.remove(manifest);
    if (installed_) installed_->remove(manifest);
    if (bare_) bare_->remove(manifest);
}

Predictor::View Predictor::view() const {
    View view;
    for (const auto& policies : policies_) {
        view.evaluators_.emplace_back(name_of(policies.cilium(), policies_), engine::Evaluator(world_, policies));
    }
    if (installed_) view.installed_.emplace(world_, *installed_);
    if (bare_) view.bare_.emplace(world_, *bare_);
    return view;
}

bool Predictor::View::by_configuration(const Flow& flow) const {
    return installed_ && installed_->evaluate(flow).verdict() != decide(flow).verdict();
}

std::optional<Doubt> Predictor::View::doubt(const Flow& flow) const {
    if (auto unlike = disagreement(flow); !unlike.empty()) {
        return Doubt{DoubtCause::nodes_differ, "the agents differ: " + unlike};
    }
    const bool by_baseline = bare_ && installed_ && decide(flow).verdict() == Verdict::allow &&
                             bare_->evaluate(flow).verdict() == Verdict::deny &&
                             installed_->evaluate(flow).verdict() == Verdict::deny;
    if (!by_baseline) return std::nullopt;
    return Doubt{DoubtCause::baseline, "pgreach's own baseline lets pass what the policies do not"};
}

std::string Predictor::View::disagreement(const Flow& flow) const {
    if (evaluators_.size() == 1) return {};
    std::vector<std::string> said;
    std::set<Verdict> verdicts;
    for (const auto& [name, evaluator] : evaluators_) {
        const auto verdict = evaluator.evaluate(flow).verdict();
        verdicts.insert(verdict);
        said.push_back(fmt::format("{} would {} it", name, to_string(verdict)));
    }
    return verdicts.size() == 1 ? std::string() : enumerate(said);
}

}  // namespace pgreach::run
