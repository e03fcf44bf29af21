#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/flow.hpp"
#include "model/policy_id.hpp"

namespace pgreach::probe {

// The datapath dropped a packet from `source` to `destination` ("10.244.0.7:40312").
struct DropEvent {
    std::string source;
    std::string destination;
    std::string detail;  // "nflog: SYN 10.244.0.7:40312 → 10.244.0.3:5432"
    Protocol protocol = Protocol::tcp;
};

// The datapath let it pass.
struct ForwardEvent {
    std::string source;
    std::string destination;
    std::string detail;  // "hubble: … forwarded, allowed by CiliumNetworkPolicy default/postgres-access-backend-label"
    std::vector<PolicyId> policies = {};
    bool audited = false;  // though policy denies it: audit mode
    bool ingress = true;   // the policies of the destination decided, not those of the source
    Protocol protocol = Protocol::tcp;
};

struct Events {
    std::vector<DropEvent> drops = {};
    std::vector<ForwardEvent> forwards = {};
    std::string lost = {};  // why some events are missing (ENOBUFS), empty where none are
};

// Where events come from: the kernel's log of dropped packets, Hubble's stream.
class EvidenceSource {
  public:
    virtual ~EvidenceSource() = default;
    // Readable when there are events.
    virtual int fd() const = 0;
    // Everything there is now, without waiting. An error counts as lost events, and the source is not asked again in
    // that observation.
    virtual Result<Events> drain() = 0;
};

}  // namespace pgreach::probe
