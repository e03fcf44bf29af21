#include "run/predictor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "engine/agent_config_text.hpp"
#include "engine/versions.hpp"
#include "model/names.hpp"

namespace pgreach::run {
namespace {

// Of those that run, the newest first; the one that predictions follow where all nodes have it.
std::vector<engine::CiliumVersion> releases_of(const backend::Semantics& semantics) {
    std::set<engine::CiliumVersion, std::greater<>> releases = {semantics.cilium.version};
    for (const auto& [node, release] : semantics.releases) releases.insert(release);
    return {releases.begin(), releases.end()};
}

}  // namespace

CiliumRecord describe(const backend::Semantics& semantics) {
    CiliumRecord record{.release = engine::to_string(semantics.cilium.version),
                        .configuration = engine::settings_of(semantics.cilium),
                        .assumptions = semantics.assumptions,
                        .not_followed = semantics.not_followed};
    for (const auto& [node, release] : semantics.releases) record.releases[node] = engine::to_string(release);
    return record;
}

Predictor::Predictor(World world, const backend::Semantics& semantics) : world_(std::move(world)) {
    for (const auto& release : releases_of(semantics)) {
        policies_.emplace_back(engine::Cilium(release, semantics.cilium.config));
        for (const auto& manifest : semantics.baseline) policies_.back().apply(manifest, FieldValidation::strict);
    }
    if (semantics.cilium.config != engine::AgentConfig{}) installed_.emplace(semantics.cilium.version);
}

void Predictor::apply(const manifest::Manifest& manifest, FieldValidation validation, AdmissionRecord& record) {
    std::vector<std::string> said;
    bool agree = true;
    for (auto& policies : policies_) {
        const auto admission = policies.apply(manifest, validation);
        if (said.empty()) record.predicted = admission;
        agree = agree && admission.result == record.predicted.result;
        said.push_back(
            fmt::format("{} by Cilium {}", to_string(admission.result), engine::to_string(policies.cilium().version)));
    }
    if (installed_) {
        record.by_configuration = installed_->apply(manifest, validation).result != record.predicted.result;
    }
    if (!agree) record.doubts.push_back({DoubtCause::releases_differ, "it would be " + enumerate(said)});
}

void Predictor::remove(const manifest::Manifest& manifest) {
    for (auto& policies : policies_) policies.remove(manifest);
    if (installed_) installed_->remove(manifest);
}

Predictor::View Predictor::view() const {
    View view;
    for (const auto& policies : policies_) {
        view.evaluators_.emplace_back(policies.cilium().version, engine::Evaluator(world_, policies));
    }
    if (installed_) view.installed_.emplace(world_, *installed_);
    return view;
}

bool Predictor::View::by_configuration(const Flow& flow) const {
    return installed_ && installed_->evaluate(flow).verdict() != decide(flow).verdict();
}

std::string Predictor::View::disagreement(const Flow& flow) const {
    if (evaluators_.size() == 1) return {};
    std::vector<std::string> said;
    std::set<Verdict> verdicts;
    for (const auto& [release, evaluator] : evaluators_) {
        const auto verdict = evaluator.evaluate(flow).verdict();
        verdicts.insert(verdict);
        said.push_back(fmt::format("Cilium {} would {} it", engine::to_string(release), to_string(verdict)));
    }
    return verdicts.size() == 1 ? std::string() : enumerate(said);
}

}  // namespace pgreach::run
