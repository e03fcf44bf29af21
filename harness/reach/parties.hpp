#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "reach/answers.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// Names lists of workloads shortly: those of one owner together where all of them are meant.
class PartyNames {
  public:
    explicit PartyNames(const world::Contents& contents);

    // `apart`: whom nobody would count among the owner's, because the answer is about it.
    std::vector<Party> name(const std::vector<size_t>& workloads, std::optional<size_t> apart = {}) const;

  private:
    const world::Contents& contents_;
    std::vector<size_t> owner_of_;  // by workload
    std::vector<size_t> members_;   // by owner: how many workloads
};

}  // namespace pgreach::reach
