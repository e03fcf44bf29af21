#pragma once

#include <memory>
#include <string>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"

namespace pgreach::engine {

struct Examination;

// The policies in force. A value: copying copies.
class PolicySet {
  public:
    explicit PolicySet(Cilium cilium = {});
    PolicySet(const PolicySet&);
    PolicySet(PolicySet&&) noexcept;
    PolicySet& operator=(PolicySet) noexcept;
    ~PolicySet();

    // Does with a manifest what API server and agent do with it, in that order, and puts it in force if they would.
    // An object of the same kind, namespace and name is replaced. A refused or rejected one leaves the old in force:
    // the agent does not take rules out because it cannot read the new ones (Cilium, onUpsert in pkg/policy/k8s).
    Admission apply(const manifest::Manifest& manifest, FieldValidation validation);
    // The same for one that has been examined already (engine/examine.hpp), for this set's Cilium.
    void apply(Examination examination);
    // No such object: nothing happens.
    void remove(const manifest::Manifest& manifest);

    const Cilium& cilium() const;

    struct Impl;
    const Impl& impl() const { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace pgreach::engine
