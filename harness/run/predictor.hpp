#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/semantics.hpp"
#include "engine/engine.hpp"
#include "model/record.hpp"

namespace pgreach::run {

// What the record tells of the Cilium that decides.
CiliumRecord describe(const backend::Semantics& semantics);

// Predicts what the Cilium of a place makes of policies. Where its nodes differ, in releases or in settings, all of
// them are asked: what they do not agree on is predicted as the newest of them has it, with a doubt.
class Predictor {
  public:
    // `world` must hold whoever is asked for. The baseline of the place is in force.
    Predictor(World world, const backend::Semantics& semantics);

    // Fills in what is predicted of this manifest, and the doubt.
    void apply(const manifest::Manifest& manifest, FieldValidation validation, AdmissionRecord& record);
    void remove(const manifest::Manifest& manifest);

    const World& world() const { return world_; }

    // The policies as they are now.
    class View {
      public:
        engine::Decision decide(const Flow& flow) const { return evaluators_.front().second.evaluate(flow); }
        // Why what is seen of this flow would prove nothing: nodes differ, or only the baseline lets it pass.
        std::optional<Doubt> doubt(const Flow& flow) const;
        // Whether Cilium as installed would decide otherwise.
        bool by_configuration(const Flow& flow) const;

      private:
        friend class Predictor;
        // "Cilium 1.19 would allow it and Cilium 1.20 would deny it"; empty where all agree.
        std::string disagreement(const Flow& flow) const;

        std::vector<std::pair<std::string, engine::Evaluator>> evaluators_;  // by the name of what it stands for
        std::optional<engine::Evaluator> installed_;
        std::optional<engine::Evaluator> bare_;
    };
    View view() const;

  private:
    World world_;
    std::vector<engine::PolicySet> policies_;  // one for each that runs, first the one that is followed
    // Of that one as installed, where it is configured otherwise.
    std::optional<engine::PolicySet> installed_;
    std::optional<engine::PolicySet> bare_;  // without the baseline, where there is one
};

}  // namespace pgreach::run
