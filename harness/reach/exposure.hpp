#pragma once

#include <cstddef>
#include <vector>

#include "reach/answers.hpp"
#include "reach/coverage.hpp"
#include "reach/evaluation.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// Which classes of peers a workload's own side lets pass: what others' policies say is left aside, since peers that do
// not exist have none.
class Exposures {
  public:
    Exposures(const world::Contents& contents, const Policies& policies, engine::Direction direction);
    Exposures(const Exposures&) = delete;
    Exposures& operator=(const Exposures&) = delete;

    // The widest classes that pass, each with what rules deny of it. Sorted.
    std::vector<Exposure> of(size_t subject, const engine::PortProtocol& l4);
    // Of the contents' world, with the classes behind its endpoints.
    const Evaluation& evaluation() const { return evaluation_; }

  private:
    engine::Direction direction_;
    std::vector<PeerClass> classes_;
    Coverage coverage_;
    size_t first_;  // of the classes' endpoints
    Evaluation evaluation_;
};

}  // namespace pgreach::reach
