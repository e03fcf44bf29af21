#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/policy_set.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// What one side of a flow decides, and why.
struct DirectionDecision {
    Verdict verdict = Verdict::allow;
    // The policy and rule that decide, "default/cnpg-operator-access ingress[0]"; empty where no policy selects the
    // endpoint, or where no rule matches.
    std::string by = {};
    // A sentence for people: "no rule matches; nearest: label role=frontend, the rule wants role=backend".
    std::string reason = {};
    // False where that side is no pod of the cluster: Cilium's policy code answers for it, but nothing enforces it.
    bool enforced = true;
};

struct Decision {
    DirectionDecision ingress;
    DirectionDecision egress;
    // Every side that is enforced must allow.
    Verdict verdict() const;
    // The direction that explains the verdict: the one that denies, else ingress unless only egress is enforced.
    const DirectionDecision& deciding() const;
};

// Judges flows of one world under one set of policies. Construction groups the endpoints by their labels, as Cilium
// groups them into identities; evaluating is then cheap. Keeps its own copy of all it needs. Pure.
class Evaluator {
  public:
    Evaluator(const World& world, const PolicySet& policies);
    ~Evaluator();
    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;

    // With reasons. The flow names endpoints of the world; an unknown name throws std::out_of_range (a bug of the
    // caller).
    Decision evaluate(const Flow& flow) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// One flow, for those who have only one.
Decision evaluate(const World& world, const PolicySet& policies, const Flow& flow);

}  // namespace pgreach::engine
