#include <utility>

#include "engine/engine.hpp"
#include "engine/identities.hpp"
#include "engine/policy_set_impl.hpp"
#include "engine/reason.hpp"
#include "engine/ruleset.hpp"

namespace pgreach::engine {

namespace {

bool denies(const DirectionDecision& decision) {
    return decision.enforced && decision.verdict == Verdict::deny;
}

}  // namespace

Verdict Decision::verdict() const {
    return denies(ingress) || denies(egress) ? Verdict::deny : Verdict::allow;
}

const DirectionDecision& Decision::deciding() const {
    if (denies(ingress)) return ingress;
    return denies(egress) || !ingress.enforced ? egress : ingress;
}

struct Evaluator::Impl {
    Impl(const World& given, const PolicySet& policies)
        : world(given), identities(world), ruleset(identities, policies.impl(), world) {}

    World world;
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
    const Service service{flow.protocol, flow.port};
    return {reasoner.decide(Direction::ingress, to, from, service),
            reasoner.decide(Direction::egress, from, to, service)};
}

Decision evaluate(const World& world, const PolicySet& policies, const Flow& flow) {
    return Evaluator(world, policies).evaluate(flow);
}

}  // namespace pgreach::engine
