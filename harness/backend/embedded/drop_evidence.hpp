#pragma once

#include "netns/drop_log.hpp"
#include "probe/evidence.hpp"

namespace pgreach::backend {

// The node's drop log as evidence for attempts.
class DropEvidence final : public probe::EvidenceSource {
  public:
    explicit DropEvidence(netns::DropLog& log) : log_(log) {}

    int fd() const override { return log_.fd(); }
    Result<probe::Events> drain() override;

  private:
    netns::DropLog& log_;
};

}  // namespace pgreach::backend
