#include "engine/policy_set.hpp"

#include <algorithm>
#include <utility>

#include "engine/examine.hpp"
#include "engine/policy_set_impl.hpp"
#include "engine/translate.hpp"

namespace pgreach::engine {
namespace {

std::string key_of(const manifest::Manifest& manifest) {
    return manifest.kind + " " + policy_name(manifest);
}

}  // namespace

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
    impl_->policies.push_back({key_of(examination.stored), std::move(examination.rules)});
}

const Cilium& PolicySet::cilium() const {
    return impl_->cilium;
}

void PolicySet::remove(const manifest::Manifest& manifest) {
    std::erase_if(impl_->policies, [key = key_of(manifest)](const Impl::Policy& known) { return known.key == key; });
}

}  // namespace pgreach::engine
