#include "engine/policy_set.hpp"

#include <algorithm>
#include <utility>

#include "engine/examine.hpp"
#include "engine/policy_set_impl.hpp"
#include "engine/translate.hpp"

namespace pgreach::engine {

PolicySet::PolicySet(Cilium cilium) : impl_(std::make_unique<Impl>(Impl{std::move(cilium), {}})) {}
PolicySet::PolicySet(const PolicySet& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
PolicySet::PolicySet(PolicySet&&) noexcept = default;
PolicySet& PolicySet::operator=(PolicySet other) noexcept {
    impl_ = std::move(other.impl_);
    return *this;
}
PolicySet::~PolicySet() = default;

Admission PolicySet::apply(const manifest::Manifest& manifest, FieldValidation validation) {
    Examination examination = examine(manifest, validation, impl_->cilium);
    Admission admission = examination.admission;
    apply(std::move(examination));
    return admission;
}

void PolicySet::apply(Examination examination) {
    if (!examination.admission.in_force()) return;  // the agent keeps the rules it has where it rejects the new ones
    remove(examination.stored);
    impl_->policies.push_back({policy_id(examination.stored), std::move(examination.rules)});
}

const Cilium& PolicySet::cilium() const {
    return impl_->cilium;
}

void PolicySet::remove(const manifest::Manifest& manifest) {
    std::erase_if(impl_->policies, [id = policy_id(manifest)](const Impl::Policy& known) { return known.id == id; });
}

}  // namespace pgreach::engine
