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
    // The same by one name: "deployment web/api: web/api, web/api-2", or each by its own.
    Party together(const std::vector<size_t>& workloads) const;
    // How many workloads its owner has.
    size_t of_owner(size_t workload) const { return members_[owner_of_[workload]]; }

  private:
    const world::Contents& contents_;
    std::vector<size_t> owner_of_;  // by workload
    std::vector<size_t> members_;   // by owner: how many workloads
};

}  // namespace pgreach::reach
