#include "reach/coverage.hpp"

namespace pgreach::reach {

using engine::Bits;

const Bits& Coverage::covered_by(size_t peers) {
    auto& known = covered_[peers];
    if (known) return *known;
    known.emplace(classes_.size());
    for (size_t i = 0; i < classes_.size(); ++i) {
        if (classes_[peers].covers(classes_[i])) known->set(i);
    }
    return *known;
}

const Bits& Coverage::wider_than(size_t peers) {
    auto& known = wider_[peers];
    if (known) return *known;
    known.emplace(classes_.size());
    const Bits& covered = covered_by(peers);
    for (size_t i = 0; i < classes_.size(); ++i) {
        if (i != peers && classes_[i].covers(classes_[peers]) && (i < peers || !covered.test(i))) known->set(i);
    }
    return *known;
}

std::vector<size_t> Coverage::widest(const Bits& some) {
    std::vector<size_t> found;
    some.for_each([&](size_t i) {
        if (!wider_than(i).intersects(some)) found.push_back(i);
    });
    return found;
}

}  // namespace pgreach::reach
