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

// Predicts what the Cilium of a place makes of policies. Where its nodes have several releases, all of them are asked:
// what they do not agree on is predicted as the newest has it, with a doubt.
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
        // "Cilium 1.19 allows it, 1.20 denies it"; empty where all releases agree.
        std::string disagreement(const Flow& flow) const;
        // Whether Cilium as installed would decide otherwise.
        bool by_configuration(const Flow& flow) const;

      private:
        friend class Predictor;
        std::vector<std::pair<engine::CiliumVersion, engine::Evaluator>> evaluators_;
        std::optional<engine::Evaluator> installed_;
    };
    View view() const;

  private:
    World world_;
    std::vector<engine::PolicySet> policies_;  // one for each release, the newest first
    // Of the newest one as installed, where it is configured otherwise.
    std::optional<engine::PolicySet> installed_;
};

}  // namespace pgreach::run
