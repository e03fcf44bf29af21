#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "manifest/manifest.hpp"
#include "model/admission.hpp"

namespace pgreach::engine {

// `policyEnforcementMode` of the agent.
enum class EnforcementMode : std::uint8_t { default_mode, always, never };

// A Cilium release whose behaviour is asked for; differences stand in engine/versions.hpp with their source.
struct CiliumVersion {
    int major = 1;
    int minor = 20;
    auto operator<=>(const CiliumVersion&) const = default;
};

struct Examination;

// The policies in force. A value: copying copies.
class PolicySet {
  public:
    explicit PolicySet(EnforcementMode mode = EnforcementMode::default_mode, CiliumVersion version = {});
    PolicySet(const PolicySet&);
    PolicySet(PolicySet&&) noexcept;
    PolicySet& operator=(PolicySet) noexcept;
    ~PolicySet();

    // Does with a manifest what API server and agent do with it, in that order, and puts it in force if they would.
    // An object of the same kind, namespace and name is replaced. A refused or rejected one leaves the old in force:
    // the agent does not take rules out because it cannot read the new ones (Cilium, onUpsert in pkg/policy/k8s).
    Admission apply(const manifest::Manifest& manifest, FieldValidation validation);
    // The same for one that has been examined already (engine/examine.hpp), for this set's version.
    void apply(Examination examination);
    // No such object: nothing happens.
    void remove(const manifest::Manifest& manifest);

    CiliumVersion version() const;

    struct Impl;
    const Impl& impl() const { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace pgreach::engine
