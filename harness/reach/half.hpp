#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reach/access.hpp"
#include "reach/compare.hpp"
#include "reach/evaluation.hpp"
#include "reach/parties.hpp"
#include "reach/ports.hpp"

namespace pgreach::reach {

using Place = std::optional<size_t>;

// One of two versions, prepared. Refers to what it is made of.
class Half {
  public:
    Half(const Version& version, bool clusters);
    Half(const Half&) = delete;
    Half& operator=(const Half&) = delete;

    // Workloads that no policy of this version tells apart have the same; 0 where there is none.
    size_t alike(Place workload) const { return workload ? alike_[*workload] + 1 : 0; }
    std::vector<NamedPort> ports(Place workload) const;
    bool passes(Place from, Place to, const engine::PortProtocol& l4) const;
    // Nothing where an end is not there.
    std::optional<engine::Outcome> outcome(engine::Direction direction, Place subject, Place peer,
                                           const engine::PortProtocol& l4) const;
    // What closes a side where no rule allows a flow.
    std::vector<std::string> closing(engine::Direction direction, size_t subject) const;
    bool is_of_database(size_t workload) const { return of_database_[workload]; }

    const world::Contents& contents;
    PartyNames names;
    Evaluation evaluation;
    Accesses accesses;
    PortBook book;

  private:
    std::vector<size_t> alike_;  // by workload
    std::vector<bool> of_database_;
};

}  // namespace pgreach::reach
