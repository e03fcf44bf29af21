#include "reach/exposure.hpp"

namespace pgreach::reach {

Exposures::Exposures(const world::Contents& contents, const Policies& policies, engine::Direction direction)
    : direction_(direction),
      classes_(find_classes(policies.rules, direction, contents.world)),
      coverage_(classes_),
      first_(contents.world.endpoints.size()),
      evaluation_(with_classes(contents.world, classes_), policies) {}

std::vector<Exposure> Exposures::of(size_t subject, const engine::PortProtocol& l4) {
    const engine::Bits allowed = evaluation_.allowed(direction_, subject, l4);
    engine::Bits open(classes_.size());
    engine::Bits closed(classes_.size());
    for (size_t i = 0; i < classes_.size(); ++i) {
        (allowed.test(evaluation_.identities().identity_of(first_ + i)) ? open : closed).set(i);
    }
    std::vector<Exposure> exposures;
    for (const size_t peers : coverage_.widest(open)) {
        Exposure exposure{classes_[peers].text,
                          evaluation_.why(evaluation_.side(direction_, subject, first_ + peers, l4))};
        engine::Bits within = closed;
        within &= coverage_.covered_by(peers);
        for (const size_t denied : coverage_.widest(within)) exposure.but.push_back(classes_[denied].text);
        exposures.push_back(std::move(exposure));
    }
    return exposures;
}

}  // namespace pgreach::reach
