#include "probe/peer/climb.hpp"

namespace pgreach::probe {

void Climb::reach(Rung rung, Duration after_start) {
    if (rung > highest()) rungs_.push_back({rung, after_start.count()});
}

}  // namespace pgreach::probe
