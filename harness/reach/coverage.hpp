#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/bits.hpp"
#include "reach/classes.hpp"

namespace pgreach::reach {

// Which of some classes cover which; found out once for each that is asked about. Keeps a reference to them.
class Coverage {
  public:
    explicit Coverage(const std::vector<PeerClass>& classes)
        : classes_(classes), covered_(classes.size()), wider_(classes.size()) {}

    // Those that no other of `some` covers; of two that cover each other the first.
    std::vector<size_t> widest(const engine::Bits& some);
    // Those that this one covers, itself too.
    const engine::Bits& covered_by(size_t peers);

  private:
    const engine::Bits& wider_than(size_t peers);

    const std::vector<PeerClass>& classes_;
    std::vector<std::optional<engine::Bits>> covered_;
    std::vector<std::optional<engine::Bits>> wider_;
};

}  // namespace pgreach::reach
