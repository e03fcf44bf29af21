#include "lint/closing.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "engine/translate.hpp"
#include "lint/codes.hpp"
#include "lint/needs.hpp"

namespace pgreach::lint {
namespace {

using yaml::Node;

// With one empty rule where a list of rules is empty, and without what keeps it from closing: as the remedies say.
std::optional<manifest::Manifest> as_remedied(const manifest::Manifest& policy) {
    manifest::Manifest changed = policy;
    bool closes = false;
    const auto close = [&closes](Node& spec) {
        for (auto& entry : spec.entries) {
            const auto& names = section_names();
            const bool section = std::find(names.begin(), names.end(), entry.key) != names.end();
            if (section && entry.value.kind == yaml::Kind::list && entry.value.items.empty()) {
                entry.value.items.push_back(yaml::make_map({}));
                closes = true;
            }
        }
        closes = std::erase_if(spec.entries,
                               [](const yaml::Entry& entry) { return entry.key == "enableDefaultDeny"; }) > 0 ||
                 closes;
    };
    for (auto& entry : changed.document.entries) {
        if (entry.key == "spec") close(entry.value);
        if (entry.key != "specs") continue;
        for (auto& spec : entry.value.items) close(spec);
    }
    return closes ? std::optional(std::move(changed)) : std::nullopt;
}

std::string key_of(const Unmet& unmet, const std::string& consequence) {
    return unmet.code() + join(unmet.where, ";") + consequence;
}

std::set<std::string> texts_of(const Needs& needs) {
    std::set<std::string> texts;
    for (const auto& unmet : needs.unmet()) {
        for (const auto& consequence : unmet.consequences) {
            texts.insert(key_of(unmet, consequence));
        }
    }
    return texts;
}

// What would be in force with it.
Given with(const Given& given, const manifest::Manifest& policy) {
    Given changed{given.policies, {}, given.others, {}, given.options};
    std::erase_if(changed.policies, [&policy](const Policy& known) {
        return known.manifest.source == policy.source && known.manifest.document.mark == policy.document.mark;
    });
    changed.policies.push_back({policy, engine::examine(policy, FieldValidation::strict, given.options.cilium)});
    changed.rules = rules_of(changed.policies);
    return changed;
}

std::string addition(const Given& given, const std::set<std::string>& before, const manifest::Manifest& policy) {
    const auto closed = as_remedied(policy);
    if (!closed) return {};
    const Given after = with(given, *closed);
    const Needs needs(after);
    std::vector<std::string> codes;
    std::vector<Gap> gaps;
    for (const auto& unmet : needs.unmet()) {
        const bool known = std::all_of(unmet.consequences.begin(), unmet.consequences.end(),
                                       [&](const auto& text) { return before.count(key_of(unmet, text)) > 0; });
        if (known || unmet.gap.by->policy != &after.policies.back()) continue;
        codes.push_back(unmet.gap.need->name);
        gaps.push_back(unmet.gap);
    }
    if (gaps.empty()) return {};
    return "; alone it closes what CloudNativePG needs (" + join(codes, ", ") + "): apply with it '" +
           policy_beside(after, gaps) + "'";
}

}  // namespace

void add_what_closing_needs(const Given& given, Diagnostics& findings) {
    std::optional<std::set<std::string>> before;
    for (auto& finding : findings) {
        if (finding.code != code::rejected && finding.code != code::no_effect) continue;
        const auto about = [&finding](const manifest::Manifest& policy) {
            return policy.source == finding.source && holds_mark(policy.document, finding.mark);
        };
        const manifest::Manifest* policy = nullptr;
        for (const auto& known : given.rejected) {
            if (about(known)) policy = &known;
        }
        for (const auto& known : given.policies) {
            if (about(known.manifest)) policy = &known.manifest;
        }
        if (policy == nullptr) continue;
        if (!before) before = texts_of(Needs(given));
        finding.remedy += addition(given, *before, *policy);
    }
}

}  // namespace pgreach::lint
