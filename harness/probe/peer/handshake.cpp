#include "probe/peer/handshake.hpp"

namespace pgreach::probe {

void Handshake::reach(Milestone milestone, Duration after_start) {
    if (milestone > highest()) milestones_.push_back({milestone, after_start.count()});
}

}  // namespace pgreach::probe
