#include "reach/exposure.hpp"

#include <algorithm>
#include <iterator>

namespace pgreach::reach {
Exposures::Exposures(const world::Contents& contents, const Policies& policies, engine::Direction direction)
    : direction_(direction),
      classes_(find_classes(policies.rules, direction, contents.world)),
      first_(contents.world.endpoints.size()),
      evaluation_(with_classes(contents.world, classes_), policies) {}

std::vector<Exposure> Exposures::of(size_t subject, const engine::PortProtocol& l4) const {
    const engine::Bits allowed = evaluation_.allowed(direction_, subject, l4);
    std::vector<const PeerClass*> open;
    std::vector<const PeerClass*> closed;
    for (size_t i = 0; i < classes_.size(); ++i) {
        const bool passes = allowed.test(evaluation_.identities().identity_of(first_ + i));
        (passes ? open : closed).push_back(&classes_[i]);
    }
    std::vector<Exposure> exposures;
    for (const auto* peers : widest(open)) {
        const size_t endpoint = first_ + static_cast<size_t>(peers - classes_.data());
        Exposure exposure{peers->text, evaluation_.why(evaluation_.side(direction_, subject, endpoint, l4))};
        std::vector<const PeerClass*> within;
        std::copy_if(closed.begin(), closed.end(), std::back_inserter(within),
                     [&](const PeerClass* other) { return peers->covers(*other); });
        for (const auto* denied : widest(within)) exposure.but.push_back(denied->text);
        exposures.push_back(std::move(exposure));
    }
    return exposures;
}

}  // namespace pgreach::reach
