#include "run/applied_policies.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::run {
namespace {

using manifest::Manifest;

bool holds(const std::vector<Manifest>& manifests, const Manifest& wanted) {
    return std::any_of(manifests.begin(), manifests.end(),
                       [&](const Manifest& one) { return one.id() == wanted.id(); });
}

std::string names_of(const std::vector<Manifest>& manifests) {
    std::vector<std::string> names;
    names.reserve(manifests.size());
    for (const auto& manifest : manifests) names.push_back(describe(manifest));
    return join(names, ", ");
}

}  // namespace

void AppliedPolicies::retire() {
    retired_.insert(retired_.end(), current_.begin(), current_.end());
    current_.clear();
}

// Those of new names first, so that endpoints stay selected while the retired go; of these the last applied goes
// first.
Result<std::vector<Admission>> AppliedPolicies::apply(const std::vector<Manifest>& manifests,
                                                      FieldValidation validation) {
    std::vector<size_t> fresh;
    std::vector<size_t> again;
    for (size_t i = 0; i < manifests.size(); ++i) (holds(retired_, manifests[i]) ? again : fresh).push_back(i);
    std::vector<Admission> admissions(manifests.size());
    for (const auto* places : {&fresh, &again}) {
        backend::Change change{.validation = validation, .remove = {retired_.rbegin(), retired_.rend()}};
        for (const size_t place : *places) change.apply.push_back(manifests[place]);
        auto some = this->change(change);
        if (!some) return some;
        retired_.clear();
        for (size_t i = 0; i < places->size(); ++i) admissions[(*places)[i]] = std::move((*some)[i]);
    }
    for (size_t i = 0; i < manifests.size(); ++i) {
        const bool stored = admissions[i].result != AdmissionResult::refused;
        if (stored && !holds(current_, manifests[i])) current_.push_back(manifests[i]);
    }
    return admissions;
}

Result<void> AppliedPolicies::remove(const std::vector<Manifest>& manifests) {
    auto removed = change({.remove = manifests});
    if (!removed) return std::move(removed).error().in("removing " + names_of(manifests));
    std::erase_if(current_, [&](const Manifest& one) { return holds(manifests, one); });
    return {};
}

void AppliedPolicies::adopt(std::vector<Manifest> manifests) {
    current_ = std::move(manifests);
}

Result<void> AppliedPolicies::replace_by(const std::vector<Manifest>& manifests) {
    retire();
    auto replaced = apply(manifests, FieldValidation::strict);
    if (!replaced) return std::move(replaced).error();
    return {};
}

Result<std::vector<Admission>> AppliedPolicies::change(const backend::Change& change) {
    if (change.apply.empty() && change.remove.empty()) return std::vector<Admission>();
    return backend_.change(change);
}

}  // namespace pgreach::run
