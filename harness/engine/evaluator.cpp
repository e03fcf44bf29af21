#include <algorithm>
#include <utility>

#include "engine/engine.hpp"
#include "engine/identities.hpp"
#include "engine/policy_set_impl.hpp"
#include "engine/reason.hpp"
#include "engine/ruleset.hpp"

namespace pgreach::engine {

namespace {

bool denies(const DirectionDecision& decision) {
    return decision.enforced && !decision.audited && decision.verdict == Verdict::deny;
}

}  // namespace

Verdict Decision::verdict() const {
    return denies(ingress) || denies(egress) ? Verdict::deny : Verdict::allow;
}

const DirectionDecision& Decision::deciding() const {
    if (denies(ingress)) return ingress;
    return denies(egress) || !ingress.enforced ? egress : ingress;
}

std::vector<PolicyId> Decision::allowed_by() const {
    std::vector<PolicyId> policies;
    if (verdict() == Verdict::deny) return policies;
    for (const auto* side : {&ingress, &egress}) {
        if (side->enforced) policies.insert(policies.end(), side->allowed_by.begin(), side->allowed_by.end());
    }
    return policies;
}

struct Evaluator::Impl {
    Impl(const World& given, const PolicySet& policies)
        : world(given),
          audit(policies.cilium().config.audit),
          identities(world, policies.cilium()),
          ruleset(identities, policies.impl(), world) {}

    World world;
    bool audit;
    Identities identities;
    Ruleset ruleset;
};

Evaluator::Evaluator(const World& world, const PolicySet& policies) : impl_(std::make_unique<Impl>(world, policies)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

Decision Evaluator::evaluate(const Flow& flow) const {
    const auto& identities = impl_->identities;
    const size_t from = identities.endpoint(flow.from);
    const size_t to = identities.endpoint(flow.to);
    const Reasoner reasoner(impl_->world, identities, impl_->ruleset);
    const PortProtocol l4{flow.protocol, flow.port};
    Decision decision{reasoner.decide(Direction::ingress, to, from, l4),
                      reasoner.decide(Direction::egress, from, to, l4)};
    for (auto* side : {&decision.ingress, &decision.egress}) {
        side->audited = impl_->audit && side->enforced && side->verdict == Verdict::deny;
    }
    return decision;
}

std::vector<PolicyId> Evaluator::concerning(const Flow& flow) const {
    const auto& [world, audit, identities, ruleset] = *impl_;
    std::vector<PolicyId> policies;
    for (const auto& [direction, subject] :
         {std::pair(Direction::ingress, &flow.to), std::pair(Direction::egress, &flow.from)}) {
        const size_t identity = identities.identity_of(identities.endpoint(*subject));
        for (const std::uint32_t index : ruleset.side(direction, identity).rules) {
            const auto& policy = ruleset.rule(index).policy;
            if (std::find(policies.begin(), policies.end(), policy) == policies.end()) policies.push_back(policy);
        }
    }
    return policies;
}

Verdicts Evaluator::verdicts(size_t from, size_t to, Protocol protocol, int port) const {
    const auto& [world, audit, identities, ruleset] = *impl_;
    const size_t source = identities.identity_of(from);
    const size_t target = identities.identity_of(to);
    const PortProtocol l4{protocol, port};
    return {decide(identities, ruleset, Direction::ingress, target, source, l4).verdict,
            decide(identities, ruleset, Direction::egress, source, target, l4).verdict};
}

// A side that is no pod enforces nothing, so only what the pods' own policies say counts.
Matrix Evaluator::matrix(Protocol protocol, int port) const {
    const auto& [world, audit, identities, ruleset] = *impl_;
    const PortProtocol l4{protocol, port};
    Matrix matrix;
    for (size_t i = 0; i < identities.endpoints(); ++i) {
        matrix.identity_of_.push_back(static_cast<std::uint32_t>(identities.identity_of(i)));
    }
    for (size_t i = 0; i < identities.size(); ++i) {
        Bits& reached = matrix.reached_.emplace_back(identities.size());
        reached.fill();
        if (identities.is_enforced(i) && !audit) reached = allowed_peers(identities, ruleset, Direction::egress, i, l4);
    }
    for (size_t to = 0; to < identities.size(); ++to) {
        if (!identities.is_enforced(to) || audit) continue;
        const Bits allowed = allowed_peers(identities, ruleset, Direction::ingress, to, l4);
        for (size_t from = 0; from < identities.size(); ++from) {
            if (!allowed.test(from)) matrix.reached_[from].clear(to);
        }
    }
    return matrix;
}

bool Matrix::allows(size_t from, size_t to) const {
    return reached_[identity_of_[from]].test(identity_of_[to]);
}

Decision evaluate(const World& world, const PolicySet& policies, const Flow& flow) {
    return Evaluator(world, policies).evaluate(flow);
}

}  // namespace pgreach::engine
