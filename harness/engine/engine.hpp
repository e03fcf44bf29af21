#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "engine/bits.hpp"
#include "engine/policy_set.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// A rule that a decision is about, and where it stands in the text of its policy.
struct RuleReference {
    PolicyId policy;
    std::string path;  // "ingress[0]"
    Mark mark = {};
    bool decides = true;  // false: no rule matches, and this one comes nearest
};

// What one side of a flow decides, and why.
struct DirectionDecision {
    Verdict verdict = Verdict::allow;
    // The policy and rule that decide, "default/cnpg-operator-access ingress[0]", with its kind where policies of
    // several kinds are called so; empty where no policy selects the
    // endpoint, or where no rule matches.
    std::string by = {};
    // A sentence for people: "no rule matches; nearest: label role=frontend, the rule wants role=backend".
    std::string reason = {};
    std::optional<RuleReference> rule = {};  // the one that `reason` is about; nothing where it is about none
    // Every policy with a rule that allows it, each once; empty where none is needed.
    std::vector<PolicyId> allowed_by = {};
    // False where that side is no pod of the cluster: Cilium's policy code answers for it, but nothing enforces it.
    bool enforced = true;
    // With policy-audit-mode a denial is told, and the flow let through.
    bool audited = false;
};

struct Decision {
    DirectionDecision ingress;
    DirectionDecision egress;
    // Every side that is enforced must allow.
    Verdict verdict() const;
    // The direction that explains the verdict: the one that denies, else ingress unless only egress is enforced.
    const DirectionDecision& deciding() const;
    // The policies that let it pass, of both sides; empty where it is denied.
    std::vector<PolicyId> allowed_by() const;
};

// Verdicts of both sides, as Cilium's policy code gives them, without reasons.
struct Verdicts {
    Verdict ingress = Verdict::allow;
    Verdict egress = Verdict::allow;
};

// Who reaches whom on one port, all pairs of a world at once. Endpoints by their place in World::endpoints. Cost and
// size grow with distinct label sets, not with endpoints.
class Matrix {
  public:
    bool allows(size_t from, size_t to) const;
    size_t endpoints() const { return identity_of_.size(); }

  private:
    friend class Evaluator;
    std::vector<std::uint32_t> identity_of_;
    std::vector<Bits> reached_;  // by the identity that connects
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

    // The policies with a rule for either side of the flow: for the target's ingress or the peer's egress, whatever it
    // says. Without the others the decision would be the same.
    std::vector<PolicyId> concerning(const Flow& flow) const;

    // Without reasons, for those who ask millions of times. Endpoints by their place in World::endpoints.
    Verdicts verdicts(size_t from, size_t to, Protocol protocol, int port) const;
    Matrix matrix(Protocol protocol, int port) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// One flow, for those who have only one.
Decision evaluate(const World& world, const PolicySet& policies, const Flow& flow);

}  // namespace pgreach::engine
