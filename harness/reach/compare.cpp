#include "reach/compare.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "base/printable.hpp"
#include "model/names.hpp"
#include "reach/compare_flows.hpp"

namespace pgreach::reach {
namespace {

std::string text_of(const Admission& admission) {
    const auto why = describe(admission);
    return std::string(to_string(admission.result)) + (why.empty() ? "" : ": " + why);
}

// A policy that comes or goes is told of by its flows; here only where it is not what its text looks like.
std::vector<AdmissionChange> compare_admissions(const Policies& before, const Policies& after) {
    std::map<PolicyId, std::pair<const Admitted*, const Admitted*>> both;
    for (const auto& policy : before.admitted) both[policy.id].first = &policy;
    for (const auto& policy : after.admitted) both[policy.id].second = &policy;
    std::vector<AdmissionChange> changes;
    for (const auto& [id, policies] : both) {
        const auto [was, is] = policies;
        const std::string old_text = was == nullptr ? "" : text_of(was->admission);
        const std::string new_text = is == nullptr ? "" : text_of(is->admission);
        if (old_text == new_text) continue;
        const auto is_fine = [](const Admitted* one) {
            return one == nullptr || one->admission.result == AdmissionResult::accepted;
        };
        if (is_fine(was) && is_fine(is)) continue;
        const bool other_words = was != nullptr && is != nullptr && !was->admission.in_force() &&
                                 was->admission.result == is->admission.result;
        if (other_words) continue;
        const Admitted& place = is == nullptr ? *was : *is;
        changes.push_back({printable_line(describe(id)), printable_line(old_text), printable_line(new_text),
                           printable_line(place.source->name), place.mark.line, is_fine(is)});
    }
    return changes;
}

// Those of `one` that `other` has not.
std::vector<UnmetNeed> only_in(const std::vector<UnmetNeed>& one, const std::vector<UnmetNeed>& other) {
    std::vector<UnmetNeed> found;
    std::copy_if(one.begin(), one.end(), std::back_inserter(found), [&other](const UnmetNeed& need) {
        return std::none_of(other.begin(), other.end(), [&need](const UnmetNeed& known) {
            return known.name == need.name && known.text == need.text;
        });
    });
    return found;
}

}  // namespace

Comparison compare(const Version& before, const Version& after, bool all) {
    Comparison comparison{.old_name = printable_line(before.name), .new_name = printable_line(after.name)};
    compare_flows(before, after, all, comparison);
    comparison.admissions = compare_admissions(before.policies, after.policies);
    comparison.unmet = only_in(after.unmet, before.unmet);
    comparison.met = only_in(before.unmet, after.unmet);
    comparison.unjudged =
        compare_unjudged(before.contents.policies, before.policies, after.contents.policies, after.policies);
    return comparison;
}

}  // namespace pgreach::reach
