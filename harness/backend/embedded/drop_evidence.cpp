#include "backend/embedded/drop_evidence.hpp"

#include "probe/protocol.hpp"

namespace pgreach::backend {

Result<probe::Events> DropEvidence::drain() {
    auto drops = log_.drain();
    if (!drops) return std::move(drops).error();
    probe::Events events;
    if (drops->lost) events.lost = "the kernel's log of dropped packets was full";
    for (const auto& drop : drops->drops) {
        events.drops.push_back({probe::endpoint_text(to_string(drop.source), drop.source_port),
                                probe::endpoint_text(to_string(drop.destination), drop.destination_port),
                                "nflog: " + describe(drop), drop.protocol});
    }
    return events;
}

}  // namespace pgreach::backend
