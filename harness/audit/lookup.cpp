#include "audit/lookup.hpp"

#include "probe/protocol.hpp"

namespace pgreach::audit {

void show_lookup(const kube::HubbleEvent* dropped, Observation& observation) {
    observation.evidence.clear();
    for (auto& attempt : observation.attempts) {
        if (attempt.reached >= Milestone::dns) {
            attempt.end = AttemptEnd::answered;
        } else if (dropped != nullptr) {
            attempt.end = AttemptEnd::timed_out;
            attempt.source = probe::endpoint_text(dropped->source_ip, dropped->source_port);
            attempt.destination = probe::endpoint_text(dropped->destination_ip, dropped->destination_port);
            observation.evidence.push_back(
                {EvidenceKind::drop_event, attempt.source, attempt.destination, kube::describe(*dropped), {}});
        }
    }
}

}  // namespace pgreach::audit
