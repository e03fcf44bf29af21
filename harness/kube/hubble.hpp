#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/flow.hpp"
#include "model/policy_id.hpp"

namespace pgreach::kube {

// A flow of TCP or UDP that Hubble saw at one moment: dropped, or let pass by a policy.
struct HubbleEvent {
    // Audited: policy denies it, and audit mode lets it pass.
    enum class Verdict { forwarded, dropped, audited };
    Verdict verdict = Verdict::forwarded;
    Protocol protocol = Protocol::tcp;
    std::string source_ip = {};
    int source_port = 0;
    std::string destination_ip = {};
    int destination_port = 0;
    std::string direction = {};                   // "INGRESS" or "EGRESS": whose policy decided
    std::string drop_reason = {};                 // "POLICY_DENIED"; empty where it was let pass
    std::string source_name = {};                 // "default/backend" or "reserved:world"
    std::vector<std::string> source_labels = {};  // of the identities: "k8s:role=backend"
    std::vector<std::string> destination_labels = {};
    std::vector<PolicyId> allowed_by = {};
    std::string time = {};     // as Hubble wrote it
    bool from_policy = false;  // a policy verdict, not a mere trace of the packet
};

// The fields of a flow that an event is read from, as `hubble observe --field-mask` takes them.
inline constexpr std::string_view hubble_fields =
    "time,verdict,drop_reason_desc,IP,l4,source.namespace,source.pod_name,source.labels,destination.labels,"
    "traffic_direction,event_type,ingress_allowed_by,egress_allowed_by";

// Reads one line of `hubble observe -o jsonpb`. Nothing where the line is no flow of TCP or
// UDP (lost events, node status).
std::optional<HubbleEvent> read_hubble_line(std::string_view line);

// How many events Hubble says it lost, where the line says so.
std::int64_t lost_events(std::string_view line);

// "hubble: default/plain 10.244.1.189:50884 → 10.244.1.236:8000 dropped, POLICY_DENIED".
std::string describe(const HubbleEvent& event);

}  // namespace pgreach::kube
