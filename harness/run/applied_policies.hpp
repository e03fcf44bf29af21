#pragma once

#include <vector>

#include "backend/backend.hpp"

namespace pgreach::run {

// The policies that stand in a backend. Those of one scenario are left applied until the next one has applied its own:
// an endpoint that stays selected then needs no other datapath, which Cilium takes longer to load than all else here.
class AppliedPolicies {
  public:
    explicit AppliedPolicies(backend::Backend& backend) : backend_(backend) {}

    // What stands now is retired: it belongs to no scenario under way, and goes with the next that is applied.
    void retire();
    // Admissions in the order of the manifests. One that bears the name of an retired one is applied when that has
    // gone: to be replaced in place is not to be applied.
    Result<std::vector<Admission>> apply(const std::vector<manifest::Manifest>& manifests, FieldValidation validation);
    // Policies of the scenario under way.
    Result<void> remove(const std::vector<manifest::Manifest>& manifests);
    // These stand, though they were not applied here.
    void adopt(std::vector<manifest::Manifest> manifests);
    // These stand, and nothing else.
    Result<void> replace_by(const std::vector<manifest::Manifest>& manifests);

  private:
    Result<std::vector<Admission>> change(const backend::Change& change);

    backend::Backend& backend_;
    std::vector<manifest::Manifest> current_;
    std::vector<manifest::Manifest> retired_;
};

}  // namespace pgreach::run
